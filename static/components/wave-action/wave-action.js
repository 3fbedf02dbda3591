// The one yellow button of a wave: what is next, for the flight as a whole or for the group that is due, and the
// form it opens. What is not known here is not offered. Must not know: how the next action is found.
import { useState } from "preact/hooks";
import { queuedOn, taskFor } from "../../core/acting.js";
import { html } from "../../core/html.js";
import { act } from "../../core/session.js";
import { partsOf } from "../../core/share.js";
import { nextCheckpoint } from "../../core/steps.js";
import { due, toCount } from "../../core/waves.js";
import { t } from "../../core/words.js";
import { seenAt } from "../checkpoint/checkpoint-dialog.js";
import { DoorCount } from "../door-count/door-count.js";
import { placeName } from "../person-list/person-list.js";
import { TaskDialog, countOf } from "../task-grid/task-grid.js";

const FORMS = { accept: "take", offer: "hand-on", boarded: "boarded" };

export function WaveAction({ wave }) {
  const [open, setOpen] = useState(null);
  const close = () => setOpen(null);
  return html`<${Button} wave=${wave} setOpen=${setOpen} />
    ${open === "count" ? html`<${WaveCount} wave=${wave} onClose=${close} />` : open ? html`<${OpenForm} wave=${wave} open=${open} onClose=${close} />` : null}`;
}

function Button({ wave, setOpen }) {
  const go = (word, onClick) => html`<button type="button" class="go" onClick=${onClick}>${word}</button>`;
  if (wave.next === "claim" || wave.next === "arrived") {
    return go(t(`do-${wave.next}`), () => act(wave.next, wave.parts[0].body.movement, { station: wave.station, flight: wave.flight }));
  }
  if (wave.next === "count") return go(t(wave.parts.length > 1 ? "do-count-door" : "do-count"), () => setOpen("count"));
  const parts = due(wave);
  if (parts.length === 0 || !wave.next) return null;
  if (wave.next === "checkpoint") return html`<${Checkpoint} wave=${wave} parts=${parts} go=${go} />`;
  const form = FORMS[wave.next];
  if (!form) return null;
  const word = t(`do-${wave.next}${wave.parts.length > 1 ? "-label" : ""}`, { label: parts[0].body.label });
  return go(word, () => setOpen({ form, movement: parts[0].body.movement }));
}

/** The form that was opened stays with its group, whatever arrives and whatever is next by then. */
function OpenForm({ wave, open, onClose }) {
  const part = wave.parts.find((p) => p.body.movement === open.movement);
  if (!part) return null;
  return html`<${TaskDialog} name=${open.form} task=${taskFor(part.body, { station: wave.station })} offers=${part.offersIn} onClose=${onClose} />`;
}

/** All who are here have been seen at the next point of the way: one tap for every group that is due. */
function Checkpoint({ wave, parts, go }) {
  const point = nextCheckpoint(parts[0], wave.station, queuedOn(parts[0].body.movement));
  if (!point) return null;
  const together = parts.filter((p) => nextCheckpoint(p, wave.station, queuedOn(p.body.movement)) === point);
  const seen = () => together.forEach((p) => act("sighting", p.body.movement, seenAt(point)));
  return go(t("do-checkpoint", { place: placeName(point) }), seen);
}

/** Counted once at the door, recorded for each group. */
export function WaveCount({ wave, onClose }) {
  const [list] = useState(() => (toCount(wave).length > 0 ? toCount(wave) : wave.parts.filter((p) => !p.gone)));
  const groups = list.map((p) => ({ movement: p.body.movement, label: p.body.label, ...p.counts, parts: partsOf(p.body.counts, queuedOn(p.body.movement)) }));
  const record = (movement, count) => {
    const { body } = wave.parts.find((p) => p.body.movement === movement);
    act("count", movement, countOf(taskFor(body, { station: wave.station }), count));
  };
  return html`<${DoorCount} groups=${groups} onCount=${record} onClose=${onClose} />`;
}
