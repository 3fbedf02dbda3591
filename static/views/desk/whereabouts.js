// Who is with whom on the desk: what is not known since when, first and loud; each party with its people, and what
// the desk can do about one of them. Must not know: how it came about (that is the history).
import { useState } from "preact/hooks";
import { AlertLines } from "../../components/alert-lines/alert-lines.js";
import { PersonList } from "../../components/person-list/person-list.js";
import { WithList } from "../../components/with-list/with-list.js";
import { html } from "../../core/html.js";
import { units as unitsOf } from "../../core/people.js";
import { t } from "../../core/words.js";
import { DropDialog } from "./drop.js";

export function Alerts({ task }) {
  const { body } = task;
  return html`<${AlertLines} alerts=${body.alerts} people=${task.people} me=${task.me} contacts=${body.contacts} code="" resolve=${(a) => task.send("alert.resolve", { alert: a.id })} />`;
}

export function Whereabouts({ task }) {
  const [dropping, setDropping] = useState(null);
  const { body } = task;
  const still = task.people.filter((p) => !p.not_travelling);
  const gone = task.people.filter((p) => p.not_travelling);
  const more = (p) => html`<div class="person-tasks">
    ${p.unconfirmed ? html`<button type="button" class="quiet" onClick=${() => task.send("traveller.correct", { traveller: p.traveller, confirm: true })}>${t("confirm-person")}</button>` : null}
    <button type="button" class="quiet" onClick=${() => setDropping(p.traveller)}>${t("drop")}</button>
  </div>`;
  return html`<h3>${t("with-whom")}</h3>
    <${WithList} list=${task.with} people=${still} me=${task.me} contacts=${body.contacts} code="" />
    ${task.doc ? html`<details class="more-about"><summary>${t("people-by-case")} (${still.length})</summary><${PersonList} units=${unitsOf(task.doc)} people=${still} more=${more} task=${{ ...task, place: "" }} /></details>` : null}
    ${gone.length > 0 ? html`<ul class="earlier">${gone.map((p) => html`<li key=${p.traveller}><bdi>${p.called ?? p.name}</bdi> <small>${t(p.outcome ? `outcome-${p.outcome}` : "not-on-this-flight")}</small></li>`)}</ul>` : null}
    ${dropping ? html`<${DropDialog} task=${task} who=${dropping} onClose=${() => setDropping(null)} />` : null}`;
}
