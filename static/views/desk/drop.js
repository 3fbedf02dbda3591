// Somebody no longer travels on this plan, and why; the reason stays with the desk.
// Must not know: who is told.
import { useState } from "preact/hooks";
import { Dialog } from "../../components/confirm-dialog/confirm-dialog.js";
import { PersonList } from "../../components/person-list/person-list.js";
import { html } from "../../core/html.js";
import { units as unitsOf } from "../../core/people.js";
import { t } from "../../core/words.js";

const OUTCOMES = ["stayed-at-origin", "own-decision", "with-authorities", "hospital", "other-travel", "not-found", "died"];

export function DropDialog({ task, who, onClose }) {
  const [ids, setIds] = useState(who ? [who] : []);
  const [outcome, setOutcome] = useState(OUTCOMES[0]);
  const people = task.people.filter((p) => !p.not_travelling && (!who || p.traveller === who));
  const toggle = (some, on) => setIds((now) => (on ? [...now, ...some] : now.filter((id) => !some.includes(id))));
  const send = () => (task.send("traveller.drop", { travellers: ids, outcome }), onClose());
  return html`<${Dialog} title=${t("drop-title", { label: task.body.label })} onClose=${onClose} wide>
    <p>${t("drop-text")}</p>
    <div class="whom-list"><${PersonList} units=${unitsOf(task.doc)} people=${people} chosen=${new Set(ids)} toggle=${toggle} task=${task} /></div>
    <fieldset class="tiles"><legend>${t("drop-why")}</legend>${OUTCOMES.map((one) => html`<button type="button" class="quiet" key=${one} aria-pressed=${one === outcome} onClick=${() => setOutcome(one)}>${t(`outcome-${one}`)}</button>`)}</fieldset>
    <button type="button" class="go" disabled=${ids.length === 0} onClick=${send}>${t("drop-send", { n: ids.length })}</button>
  <//>`;
}
