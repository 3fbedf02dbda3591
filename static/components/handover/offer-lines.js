// Handovers under way: those that wait for this party's yes, without their number, which is counted first; and
// those this party has made and nobody has answered. Must not know: how one counts.
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";
import { LabelChip } from "../label-chip/label-chip.js";
import { partyName } from "../party-name/party-name.js";
import { TimeText } from "../time-text/time-text.js";

export function OfferLines({ task, coming = [], going = [] }) {
  if (coming.length + going.length === 0) return null;
  const names = { me: task.me, contacts: task.body.contacts };
  return html`<ul class="offers">
    ${coming.map((o) => html`<li class="offer coming" key=${o.offer}><${Icon} name="take" /><span><${LabelChip} label=${task.body.label} /> ${t("offer-coming", { party: partyName(o.from, names) })} <small><${TimeText} at=${o.at} code=${task.place} /></small></span></li>`)}
    ${going.map((o) => html`<li class="offer" key=${o.offer}><${Icon} name="give" /><span><${LabelChip} label=${task.body.label} /> ${t("offer-going", { n: o.count, party: partyName(o.to, names) })} <small><${TimeText} at=${o.at} code=${task.place} />${o.queued ? ` · ${t("not-sent-yet")}` : ""}</small></span></li>`)}
  </ul>`;
}
