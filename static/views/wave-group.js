// One group of a wave: handovers under way, alerts, who is with whom, what has been seen, all one can do, and the
// people by case with large ticks; who is ticked is whom the next form is about.
// Must not know: the flight, other groups.
import { useState } from "preact/hooks";
import { AlertLines } from "../components/alert-lines/alert-lines.js";
import { FactLine } from "../components/fact-line/fact-line.js";
import { OfferLines } from "../components/handover/offer-lines.js";
import { Icon } from "../components/icon/icon.js";
import { FamilyLines } from "../components/messages/family-told.js";
import { NoteLines } from "../components/messages/note-lines.js";
import { PartsSoFar } from "../components/count-pad/count-pad.js";
import { PersonList } from "../components/person-list/person-list.js";
import { TaskDialog, TaskGrid } from "../components/task-grid/task-grid.js";
import { WithList } from "../components/with-list/with-list.js";
import { queuedOn, taskFor } from "../core/acting.js";
import { html } from "../core/html.js";
import { act } from "../core/session.js";
import { units as unitsOf } from "../core/people.js";
import { partsOf } from "../core/share.js";
import { nextCheckpoint } from "../core/steps.js";
import { t } from "../core/words.js";

const TASKS = ["count", "take", "seen", "hand-on", "outside", "boarded", "add", "missing", "found", "family", "note", "callback"];

export function GroupPanel({ part, station, chosen, choose }) {
  const [person, setPerson] = useState(null);
  const { body } = part;
  const queued = queuedOn(body.movement);
  const task = taskFor(body, { station });
  const parts = partsOf(body.counts, queued);
  const ended = ["closed", "cancelled"].includes(body.state);
  const names = TASKS.filter((name) => (name === "boarded" ? part.outbound : name === "found" ? task.people.some((p) => p.party === "unknown") || (body.with ?? []).some((w) => w.party === "unknown") : true));
  const toggle = (ids, on) => {
    const next = new Set(chosen);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    choose(next);
  };
  const more = (p) => html`<div class="person-tasks">
    <button type="button" class="quiet" onClick=${() => setPerson({ name: p.party === "unknown" ? "found" : "missing", who: p.traveller })}>${t(p.party === "unknown" ? "task-found" : "task-missing")}</button>
  </div>`;
  return html`<${OfferLines} task=${task} coming=${part.offersIn} going=${part.offersOut} />
    <${AlertLines} alerts=${body.alerts} people=${task.people} me=${task.me} contacts=${body.contacts} code=${station} resolve=${(a) => act("alert.resolve", body.movement, { alert: a.id })} />
    <h2>${t("with-whom")}</h2>
    <${WithList} list=${task.with} people=${task.still} me=${task.me} contacts=${body.contacts} code=${station} />
    <${FactLine} part=${part} station=${station} queued=${queued} />
    <${PartsSoFar} parts=${parts} />
    <${FamilyLines} task=${task} />
    <${NoteLines} notes=${body.notes} task=${task} />
    ${ended ? null : html`<h2>${t("what-else")}${chosen.size > 0 ? html` <span>${t("for-chosen", { n: chosen.size })}</span>` : null}</h2>
        <${TaskGrid} task=${task} names=${names} chosen=${chosen} offers=${part.offersIn} parts=${parts} first=${nextCheckpoint(part, station, queued)} done=${() => choose(new Set())} />`}
    <div class="people-head"><h2>${t("people-by-case")}${task.doc && !ended ? html` <span>${t("people-hint")}</span>` : null}</h2>
      ${chosen.size > 0 ? html`<button type="button" class="quiet" onClick=${() => choose(new Set())}><${Icon} name="close" />${t("choose-none", { n: chosen.size })}</button>` : null}
    </div>
    ${task.doc ? html`<${PersonList} units=${unitsOf(task.doc)} people=${task.still} chosen=${chosen} toggle=${ended ? null : toggle} more=${ended ? null : more} task=${task} />` : html`<p class="why">${t("names-not-open")}</p>`}
    ${task.doc ? html`<${NotTravelling} people=${task.people} />` : null}
    ${person ? html`<${TaskDialog} name=${person.name} who=${person.who} task=${task} onClose=${() => setPerson(null)} />` : null}`;
}

function NotTravelling({ people }) {
  const list = people.filter((p) => p.not_travelling);
  if (list.length === 0) return null;
  return html`<p class="why">${t("not-on-this-flight")} ${list.map((p, i) => html`${i > 0 ? ", " : ""}<bdi>${p.called ?? t(`age-${p.age_band}`)}</bdi>`)}</p>`;
}
