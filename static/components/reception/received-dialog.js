// Received N of N: counted first, compared then, and who is not here ticked by name.
// Must not know: other receivers.
import { useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { units as unitsOf } from "../../core/people.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { HeadCount } from "../handover/take-dialog.js";
import { PersonList } from "../person-list/person-list.js";
import { Readback } from "../readback/readback.js";
import { expectedOf } from "./reception-act.js";

export function ReceivedDialog({ task, expected: given, onClose }) {
  const expected = given ?? expectedOf(task.body);
  const [counted, setCounted] = useState(null);
  const [absent, setAbsent] = useState([]);
  const title = t("received-title", { label: task.body.label });
  if (counted === null) return html`<${Dialog} title=${title} onClose=${onClose}><${HeadCount} arms=${task.body.counts?.in_arms > 0} onCount=${setCounted} word=${t("take-compare")} /><//>`;
  const candidates = task.people.filter((p) => !p.not_travelling);
  const fewer = counted < expected && candidates.length > 0;
  const toggle = (ids, on) => setAbsent((now) => (on ? [...now, ...ids] : now.filter((id) => !ids.includes(id))));
  const send = () => {
    task.send("reception.received", { count: counted, ...(absent.length > 0 ? { missing: absent } : {}) });
    onClose();
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <${Readback} mine=${counted} theirs=${expected} who=${t("on-your-list")} />
    ${fewer ? html`<fieldset class="whom"><legend>${t("take-who-not", { n: expected - counted })}</legend><div class="whom-list"><${PersonList} units=${unitsOf(task.doc)} people=${candidates} chosen=${new Set(absent)} toggle=${toggle} task=${task} /></div></fieldset>` : null}
    <button type="button" class="go" onClick=${send}>${t("received-send", { n: counted, expected })}</button>
    <button type="button" class="quiet wide" onClick=${() => setCounted(null)}>${t("count-again")}</button>
  <//>`;
}
