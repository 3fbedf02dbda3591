// Handing people on: to the next post, an escort or a receiver, who count for themselves before they see this
// number; or to somebody outside, with a time back. Must not know: who accepts.
import { useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { targets, whomBody } from "../../core/task.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { partyName, partyPlace } from "../party-name/party-name.js";
import { Readback } from "../readback/readback.js";
import { WhomField, usePeopleHere } from "../whom-field/whom-field.js";
import { OutsideForm } from "./outside-form.js";
import { HeadCount } from "./take-dialog.js";

/** `outside`: opens on the parties outside. */
export function HandOnDialog({ task, chosen, onClose, outside = false }) {
  const list = targets(task);
  const [out, setOut] = useState(outside || list.length === 0);
  const title = t("hand-on-title", { label: task.body.label });
  return html`<${Dialog} title=${title} onClose=${onClose}>
    ${list.length > 0
      ? html`<div class="segments"><button type="button" class="quiet" aria-pressed=${!out} onClick=${() => setOut(false)}>${t("hand-on-inside")}</button><button type="button" class="quiet" aria-pressed=${out} onClick=${() => setOut(true)}>${t("hand-on-outside")}</button></div>`
      : null}
    ${out ? html`<${OutsideForm} task=${task} chosen=${chosen} onClose=${onClose} />` : html`<${OfferForm} task=${task} list=${list} chosen=${chosen} onClose=${onClose} />`}
  <//>`;
}

function OfferForm({ task, list, chosen, onClose }) {
  const [to, setTo] = useState(list[0]);
  const [counting, setCounting] = useState(false);
  const [counted, setCounted] = useState(null);
  const whom = usePeopleHere(task, chosen);
  const names = { me: task.me, contacts: task.body.contacts };
  const send = () => {
    task.send("handover.offer", { to, ...whomBody(whom.ids), count: counted });
    onClose();
  };
  if (counted !== null) {
    return html`<${Readback} mine=${counted} theirs=${whom.count} who=${t("by-the-record")} />
      <button type="button" class="go" onClick=${send}>${t("hand-on-send", { n: counted, party: partyName(to, names) })}</button>
      <button type="button" class="quiet wide" onClick=${() => setCounted(null)}>${t("count-again")}</button>`;
  }
  if (counting) return html`<${HeadCount} arms=${task.body.counts?.in_arms > 0} onCount=${setCounted} word=${t("take-compare")} />`;
  return html`<fieldset class="tiles"><legend>${t("hand-on-to")}</legend>
      ${list.map((party) => html`<button type="button" class="quiet" key=${party} aria-pressed=${party === to} onClick=${() => setTo(party)}>${partyName(party, names)}${partyPlace(party) ? html`<small>${partyPlace(party)}</small>` : null}</button>`)}
    </fieldset>
    <${WhomField} whom=${whom} task=${task} />
    <button type="button" class="go" disabled=${!whom.ready} onClick=${() => setCounting(true)}>${t("do-count")}</button>`;
}
