// Everything one can do about a group beside the one next action: one tap to each, no menu in between. The same
// forms for a station, an escort, and a desk that writes down what one of them said.
// Must not know: which of them is due.
import { useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { BoardingDialog } from "../boarding/boarding-dialog.js";
import { CheckpointDialog } from "../checkpoint/checkpoint-dialog.js";
import { CountPad } from "../count-pad/count-pad.js";
import { HandOnDialog } from "../handover/hand-on-dialog.js";
import { TakeDialog } from "../handover/take-dialog.js";
import { Icon } from "../icon/icon.js";
import { FamilyTold } from "../messages/family-told.js";
import { CallbackDialog, NoteDialog } from "../messages/note-dialog.js";
import { AddPerson } from "../person-forms/add-person.js";
import { MissingDialog } from "../person-forms/missing-dialog.js";

const ICONS = { count: "group", take: "take", seen: "eye", "hand-on": "give", outside: "give", boarded: "plane", add: "plus", missing: "alone", found: "check", family: "family", note: "pen", callback: "phone" };

/** `names`: which tasks, in order. `chosen`: ticked people. `done` after one was sent. */
export function TaskGrid({ task, names, chosen, offers, parts, first, done }) {
  const [open, setOpen] = useState(null);
  const close = () => (setOpen(null), done?.());
  return html`<div class="task-grid">
    ${names.map((name) => html`<button type="button" class="quiet" key=${name} data-task=${name} onClick=${() => setOpen(name)}><${Icon} name=${ICONS[name]} /><span>${t(`task-${name}`)}</span></button>`)}
    ${open ? html`<${TaskDialog} name=${open} task=${task} chosen=${chosen} offers=${offers} parts=${parts} first=${first} onClose=${close} />` : null}
  </div>`;
}

export function TaskDialog({ name, task, chosen, offers, parts, first, who, onClose }) {
  const common = { task, chosen, onClose };
  switch (name) {
    case "count":
      return html`<${CountPad} label=${task.body.label} expected=${task.body.counts ?? {}} parts=${parts} onCount=${(count) => task.send("count", countOf(task, count))} onClose=${onClose} />`;
    case "take":
      return html`<${TakeDialog} ...${common} offers=${offers} />`;
    case "seen":
      return html`<${CheckpointDialog} ...${common} first=${first} />`;
    case "hand-on":
    case "outside":
      return html`<${HandOnDialog} ...${common} outside=${name === "outside"} />`;
    case "boarded":
      return html`<${BoardingDialog} ...${common} />`;
    case "add":
      return html`<${AddPerson} ...${common} />`;
    case "missing":
    case "found":
      return html`<${MissingDialog} ...${common} kind=${name} who=${who} />`;
    case "family":
      return html`<${FamilyTold} ...${common} />`;
    case "note":
      return html`<${NoteDialog} ...${common} />`;
    default:
      return html`<${CallbackDialog} ...${common} />`;
  }
}

/** A count of this group: at the door it comes in by, at the gate it leaves from, or with its escort. */
export function countOf(task, count) {
  const leg = task.station ? (task.inbound ?? task.outbound) : task.leg;
  const place = task.role === "escort" ? "with-escort" : task.role === "receiver" ? "kerb" : task.inbound ? "off-the-aircraft" : "gate";
  return { leg: leg?.leg ?? 1, place, ...count };
}
