// Seen at a checkpoint: which one, and whom. `all` is all who are with this party; a child alone is only seen by
// name. Must not know: what comes next on the way.
import { useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { CHECKPOINTS } from "../../core/steps.js";
import { whomBody } from "../../core/task.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { placeName } from "../person-list/person-list.js";
import { WhomField, usePeopleHere } from "../whom-field/whom-field.js";

/** What is said for a checkpoint: the place is the checkpoint itself. */
export const seenAt = (point, ids) => ({ ...whomBody(ids), place: point, checkpoint: point });

export function CheckpointDialog({ task, chosen, first, onClose }) {
  const [point, setPoint] = useState(first ?? "gate");
  const whom = usePeopleHere(task, chosen);
  const send = () => {
    task.send("sighting", seenAt(point, whom.ids));
    onClose();
  };
  return html`<${Dialog} title=${t("seen-title", { label: task.body.label })} onClose=${onClose}>
    <fieldset class="tiles"><legend>${t("seen-where")}</legend>
      ${CHECKPOINTS.map((one) => html`<button type="button" class="quiet" key=${one} aria-pressed=${one === point} onClick=${() => setPoint(one)}>${placeName(one)}</button>`)}
    </fieldset>
    <${WhomField} whom=${whom} task=${task} />
    <button type="button" class="go" disabled=${!whom.ready} onClick=${send}>${t("seen-send", { n: whom.count, place: placeName(point) })}</button>
  <//>`;
}
