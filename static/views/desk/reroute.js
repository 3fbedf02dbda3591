// Another way onward, by hand: from which leg, the new legs with local times, for all or for whole units, why; and
// before it is approved, who will be told and which station it leaves. It proposes to people, it books nothing.
// Must not know: margins, papers.
import { useState } from "preact/hooks";
import { Dialog } from "../../components/confirm-dialog/confirm-dialog.js";
import { LegRows, rowOf } from "../../components/leg-rows/leg-rows.js";
import { Name } from "../../components/flight-block/flight-block.js";
import { PersonList } from "../../components/person-list/person-list.js";
import { partyName } from "../../components/party-name/party-name.js";
import { zone as zoneOf } from "../../core/airports.js";
import { callers } from "../../core/callers.js";
import { html } from "../../core/html.js";
import { units as unitsOf } from "../../core/people.js";
import { changeable, itineraryOf, stationsOf } from "../../core/plan.js";
import { t } from "../../core/words.js";

export function RerouteDialog({ task, onClose }) {
  const { body, legs } = task;
  const open = changeable(legs);
  const [from, setFrom] = useState(open[0]?.leg ?? null);
  const [rows, setRows] = useState(() => open.map(rowOf));
  const [reason, setReason] = useState("");
  const [ids, setIds] = useState(null);
  const [wrong, setWrong] = useState([]);
  const title = t("reroute-title", { label: body.label });
  if (open.length === 0) return html`<${Dialog} title=${title} onClose=${onClose}><p>${t("reroute-none")}</p><//>`;
  const start = (leg) => (setFrom(leg), setRows(legs.filter((l) => l.leg >= leg).map(rowOf)));
  const read = itineraryOf(rows, zoneOf);
  const chosen = new Set(ids ?? []);
  const toggle = (some, on) => setIds(on ? [...chosen, ...some] : [...chosen].filter((id) => !some.includes(id)));
  const send = (event) => {
    event.preventDefault();
    if (!read.itinerary) return setWrong(read.wrong);
    task.send("reroute.approve", { from_leg: from, itinerary: read.itinerary, reason: reason.trim(), ...(ids ? { travellers: ids } : {}) });
    return onClose();
  };
  const people = task.people.filter((p) => !p.not_travelling);
  return html`<${Dialog} title=${title} onClose=${onClose} wide>
    <form onSubmit=${send} novalidate>
      <fieldset class="tiles"><legend>${t("reroute-from")}</legend>${open.map((leg) => html`<button type="button" class="quiet" key=${leg.leg} aria-pressed=${leg.leg === from} onClick=${() => start(leg.leg)}><${Name} leg=${leg} /><small><bdi dir="ltr">${leg.from}–${leg.to}</bdi></small></button>`)}</fieldset>
      <${LegRows} rows=${rows} setRows=${(next) => (setRows(next), setWrong([]))} wrong=${wrong} to=${legs.at(-1).to} />
      <fieldset class="whom"><legend>${t("reroute-whom")}</legend>
        <div class="segments"><button type="button" class="quiet" aria-pressed=${!ids} onClick=${() => setIds(null)}>${t("whom-all", { n: people.length || body.counts?.expected })}</button>${people.length > 0 ? html`<button type="button" class="quiet" aria-pressed=${Boolean(ids)} onClick=${() => setIds(ids ?? [])}>${t("whole-units")}</button>` : null}</div>
        ${ids ? html`<div class="whom-list"><${PersonList} units=${unitsOf(task.doc)} people=${people} chosen=${chosen} toggle=${toggle} whole task=${{ ...task, place: "" }} /></div><p>${t("reroute-apart")}</p>` : null}
      </fieldset>
      <label class="field">${t("reason")}<input required maxlength="200" autocomplete="off" value=${reason} onInput=${(e) => setReason(e.target.value)} /><small>${t("free-text-hint")}</small></label>
      ${wrong.length > 0 ? html`<p class="sign-in-wrong" role="alert">${t("reroute-wrong")}</p>` : null}
      <${WillBeTold} body=${body} from=${from} itinerary=${read.itinerary} />
      <button type="submit" class="go" disabled=${!reason.trim() || (ids && ids.length === 0)}>${t("reroute-send")}</button>
    </form>
  <//>`;
}

/** Everybody on the old way and the new one; a station that leaves gets its last word first. */
function WillBeTold({ body, from, itinerary }) {
  const names = (list) => list.map((party) => partyName(party, { contacts: body.contacts }));
  const { leave = [], join = [] } = itinerary ? stationsOf(body.legs ?? [], from, itinerary) : {};
  const known = callers(body);
  const staffed = (codes) => names(codes.map((c) => `station:${c}`).filter((p) => known.includes(p)));
  const stay = names(known.filter((p) => !leave.includes(p.split(":")[1]) || !p.startsWith("station:")));
  const line = (word, list) => (list.length > 0 ? html`<li><b>${word}</b> ${list.map((name, i) => html`${i > 0 ? ", " : ""}<bdi>${name}</bdi>`)}</li>` : null);
  return html`<div class="will-be-told"><h3>${t("told-will")}</h3><ul>
    ${line(t("told-ack"), stay)}${line(t("told-farewell"), staffed(leave))}${line(t("told-join"), names(join.map((c) => `station:${c}`)))}
  </ul></div>`;
}
