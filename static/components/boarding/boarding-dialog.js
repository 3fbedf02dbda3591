// Boarded, counted at the gate; and who was left behind, by name, where fewer boarded than were here. That the
// doors are closed and the aircraft has left are other facts and come from elsewhere. Must not know: the flight's state.
import { useState } from "preact/hooks";
import { flightName } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { units as unitsOf } from "../../core/people.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { HeadCount } from "../handover/take-dialog.js";
import { PersonList } from "../person-list/person-list.js";
import { Readback } from "../readback/readback.js";
import { usePeopleHere } from "../whom-field/whom-field.js";

export function BoardingDialog({ task, chosen, onClose }) {
  const leg = task.outbound ?? task.leg;
  const [counted, setCounted] = useState(null);
  const title = t("boarded-title", { label: task.body.label, flight: leg?.flight ? flightName(leg.flight) : t(`mode-${leg?.mode ?? "road"}`) });
  if (counted === null) return html`<${Dialog} title=${title} onClose=${onClose}><${HeadCount} arms=${task.body.counts?.in_arms > 0} onCount=${setCounted} word=${t("take-compare")} /><//>`;
  return html`<${Dialog} title=${title} onClose=${onClose}><${Result} task=${task} leg=${leg} counted=${counted} chosen=${chosen} again=${() => setCounted(null)} onClose=${onClose} /><//>`;
}

function Result({ task, leg, counted, chosen, again, onClose }) {
  const whom = usePeopleHere(task, chosen, task.boarding);
  const [behind, setBehind] = useState([]);
  const candidates = whom.ids ? whom.candidates.filter((p) => whom.ids.includes(p.traveller)) : whom.candidates;
  const fewer = counted < whom.count && candidates.length > 0;
  const toggle = (ids, on) => setBehind((now) => (on ? [...now, ...ids] : now.filter((id) => !ids.includes(id))));
  const send = () => {
    const gone = candidates.filter((p) => !behind.includes(p.traveller)).map((p) => p.traveller);
    const named = behind.length > 0 || whom.ids ? { travellers: gone } : {};
    task.send("boarded", { leg: leg.leg, count: counted, ...named });
    if (behind.length > 0) task.send("left-behind", { leg: leg.leg, travellers: behind });
    onClose();
  };
  return html`<${Readback} mine=${counted} theirs=${whom.count} who=${t("by-the-record")} />
    ${fewer ? html`<fieldset class="whom"><legend>${t("left-behind-who", { n: whom.count - counted })}</legend><div class="whom-list"><${PersonList} units=${unitsOf(task.doc)} people=${candidates} chosen=${new Set(behind)} toggle=${toggle} task=${task} /></div></fieldset>` : null}
    <button type="button" class="go" onClick=${send}>${behind.length > 0 ? t("boarded-send-behind", { n: counted, behind: behind.length }) : t("boarded-send", { n: counted })}</button>
    <button type="button" class="quiet wide" onClick=${again}>${t("count-again")}</button>`;
}
