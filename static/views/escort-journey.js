// One journey on the escort's phone: the group and its sign, what she must know, the way with "you are here", who
// meets them, everything she can do, her people; and the next step under her thumb.
// Must not know: other journeys.
import { useState } from "preact/hooks";
import { AlertLines } from "../components/alert-lines/alert-lines.js";
import { OfferLines } from "../components/handover/offer-lines.js";
import { SignButton } from "../components/hold-up-sign/hold-up-sign.js";
import { JustDone } from "../components/just-done/just-done.js";
import { LegLine } from "../components/leg-line/leg-line.js";
import { FamilyLines } from "../components/messages/family-told.js";
import { NoteLines } from "../components/messages/note-lines.js";
import { NeedList } from "../components/need-list/need-list.js";
import { NoticeList } from "../components/notice-list/notice-list.js";
import { PersonList, placeName } from "../components/person-list/person-list.js";
import { TaskDialog, TaskGrid } from "../components/task-grid/task-grid.js";
import { TimeText } from "../components/time-text/time-text.js";
import { Contacts } from "../components/wave-card/wave-card.js";
import { WithList } from "../components/with-list/with-list.js";
import { queuedOn, taskFor } from "../core/acting.js";
import { seenAt } from "../components/checkpoint/checkpoint-dialog.js";
import { hasLeft, isIn, unanswered } from "../core/flights.js";
import { html } from "../core/html.js";
import { units as unitsOf } from "../core/people.js";
import { audience } from "../core/session.js";
import { partsOf } from "../core/share.js";
import { carried, nextCheckpoint } from "../core/steps.js";
import { t } from "../core/words.js";

const TASKS = ["count", "take", "seen", "hand-on", "outside", "boarded", "add", "missing", "found", "family", "note", "callback"];
const FORMS = { count: "count", accept: "take", offer: "hand-on", boarded: "boarded" };

export function Journey({ body, code }) {
  const [open, setOpen] = useState(null);
  const [ticked, setTicked] = useState(new Set());
  const queued = queuedOn(body.movement);
  const task = taskFor(body);
  const answered = new Set(queued.map((q) => q.body.offer).filter(Boolean));
  const offers = (body.offers ?? []).filter((o) => !answered.has(o.offer));
  const coming = offers.filter((o) => o.to === task.me);
  const acked = new Set(queued.filter((q) => q.kind === "notice.ack").map((q) => q.body.notice));
  const lines = unanswered(body, audience.value).filter((n) => !acked.has(n.id)).map((n) => ({ ...n, movement: body.movement }));
  const step = carried(body.next, { ...task, body }, queued, task.me);
  const people = task.people.filter((p) => !p.not_travelling);
  const toggle = (ids, on) => {
    const next = new Set(ticked);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    setTicked(next);
  };
  const names = TASKS.filter((name) => name !== "found" || (body.with ?? []).some((w) => w.party === "unknown"));
  const others = (body.contacts ?? []).filter((c) => c.who !== task.me && c.phone);
  const { expected, in_arms: arms } = body.counts ?? {};
  return html`<article class="journey" data-movement=${body.movement}>
    <div class="journey-head">
      <div class="count">${expected ?? ""}<small>${[t("people", { n: expected ?? 0 }), arms > 0 ? t("in-arms", { n: arms }) : null].filter(Boolean).join(" ")}</small></div>
      <${SignButton} label=${body.label} word=${true} />
    </div>
    ${lines.length > 0 ? html`<${NoticeList} lines=${lines} code=${code} />` : null}
    <${AlertLines} alerts=${body.alerts} people=${people} me=${task.me} contacts=${body.contacts} code=${code} />
    <${OfferLines} task=${task} coming=${coming} going=${offers.filter((o) => o.from === task.me)} />
    <${Counted} body=${body} queued=${queued} code=${code} />
    <${WithList} list=${task.with} people=${people} me=${task.me} contacts=${body.contacts} code=${code} />
    <${LegLine} body=${body} />
    ${others.length > 0 ? html`<section><h2>${t("who-meets")}</h2><${Contacts} contacts=${others} /></section>` : null}
    <${NeedList} needs=${body.needs} languages=${body.languages} words=${true} />
    <${FamilyLines} task=${task} /><${NoteLines} notes=${body.notes} task=${task} />
    <section><h2>${t("what-else")}${ticked.size > 0 ? html` <span>${t("for-chosen", { n: ticked.size })}</span>` : null}</h2>
      <${AllHere} task=${task} />
      <${TaskGrid} task=${task} names=${names} chosen=${ticked} offers=${coming} parts=${partsOf(body.counts, queued)} done=${() => setTicked(new Set())} />
    </section>
    ${task.doc ? html`<details class="more-about"><summary>${t("people-by-case")} (${people.length})</summary><${PersonList} units=${unitsOf(task.doc)} people=${people} chosen=${ticked} toggle=${toggle} task=${task} /></details>` : null}
    <${JustDone} movements=${[body.movement]} />
    <${Next} step=${step} task=${task} queued=${queued} open=${setOpen} />
    ${open ? html`<${TaskDialog} name=${open} task=${task} offers=${coming} parts=${partsOf(body.counts, queued)} onClose=${() => setOpen(null)} />` : null}
  </article>`;
}

/** The one next step, under the thumb. */
function Next({ step, task, queued, open }) {
  if (!step) return null;
  const go = (word, onClick) => html`<div class="thumb"><button type="button" class="go" onClick=${onClick}>${word}</button></div>`;
  if (FORMS[step]) return go(t(`do-${step}`), () => open(FORMS[step]));
  if (step === "landed") {
    const leg = task.legs.findLast((l) => hasLeft(l) && !isIn(l)) ?? task.leg;
    return go(t("do-landed", { place: leg.to }), () => task.send("landed", { leg: leg.leg }));
  }
  if (step !== "checkpoint") return null;
  const point = nextCheckpoint({ body: task.body, inbound: task.inbound, outbound: task.outbound }, task.place, queued) ?? "gate";
  return go(t("do-checkpoint", { place: placeName(point) }), () => task.send("sighting", seenAt(point)));
}

/** Everybody has been looked at and is here: one tap. */
const AllHere = ({ task }) => html`<button type="button" class="quiet wide all-here" onClick=${() => task.send("sighting", { all: true, place: "with-escort" })}>${t("all-here")}</button>`;

function Counted({ body, queued, code }) {
  const waiting = queued.filter((q) => q.kind === "count").at(-1);
  const counts = waiting ? { ...body.counts, here: waiting.body.here, acted: waiting.at, queued: true } : (body.counts ?? {});
  if (counts.here == null) return null;
  return html`<p class="counted ${counts.here === counts.expected ? "right" : "missing"}"><b>${t("counted-desk", { here: counts.here, expected: counts.expected, place: "" })}</b> <small><${TimeText} at=${counts.acted} code=${code} />${counts.queued ? ` · ${t("not-sent-yet")}` : ""}</small></p>`;
}
