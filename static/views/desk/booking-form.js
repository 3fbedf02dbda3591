// What the airline did with one booking: whose it is, the flights they are on now; and which families that cuts,
// said before it is sent. Must not know: bookings of others.
import { useState } from "preact/hooks";
import { Dialog } from "../../components/confirm-dialog/confirm-dialog.js";
import { LegRows, rowOf } from "../../components/leg-rows/leg-rows.js";
import { PersonList } from "../../components/person-list/person-list.js";
import { zone as zoneOf } from "../../core/airports.js";
import { html } from "../../core/html.js";
import { called, tail, units as unitsOf } from "../../core/people.js";
import { changeable, cut, itineraryOf } from "../../core/plan.js";
import { t } from "../../core/words.js";

const BY = ["airline", "desk"];

export function BookingDialog({ task, onClose }) {
  const [ids, setIds] = useState([]);
  const [locator, setLocator] = useState("");
  const [by, setBy] = useState("airline");
  const [rows, setRows] = useState(() => changeable(task.legs).map(rowOf));
  const [wrong, setWrong] = useState([]);
  const chosen = new Set(ids);
  const toggle = (some, on) => setIds(on ? [...chosen, ...some] : [...chosen].filter((id) => !some.includes(id)));
  const people = task.people.filter((p) => !p.not_travelling);
  const cuts = cut(unitsOf(task.doc), chosen);
  const send = (event) => {
    event.preventDefault();
    const read = itineraryOf(rows, zoneOf);
    if (!read.itinerary) return setWrong(read.wrong);
    task.send("booking.changed", { booking: locator.trim().toUpperCase(), itinerary: read.itinerary, by, ...(ids.length > 0 ? { travellers: ids } : {}) });
    return onClose();
  };
  return html`<${Dialog} title=${t("booking-title", { label: task.body.label })} onClose=${onClose} wide>
    <form onSubmit=${send} novalidate>
      <div class="two-fields">
        <label class="field">${t("locator")}<input required maxlength="8" dir="ltr" autocomplete="off" spellcheck=${false} value=${locator} onInput=${(e) => setLocator(e.target.value)} /></label>
        <label class="field">${t("booking-by")}<select value=${by} onChange=${(e) => setBy(e.target.value)}>${BY.map((one) => html`<option key=${one} value=${one}>${t(`booking-by-${one}`)}</option>`)}</select></label>
      </div>
      <fieldset class="whom"><legend>${t("booking-whose")}</legend><div class="whom-list"><${PersonList} units=${unitsOf(task.doc)} people=${people} chosen=${chosen} toggle=${toggle} task=${{ ...task, place: "" }} /></div></fieldset>
      <div role="status">${cuts.length > 0 ? html`<p class="sign-in-wrong">${t("booking-cuts")} ${cuts.map(({ cases }, i) => html`${i > 0 ? "; " : ""}<bdi>${cases.flatMap((c) => c.travellers).map(called).join(", ")}</bdi> (<bdi dir="ltr">${cases.map((c) => tail(c.case)).join("+")}</bdi>)`)}</p>` : null}</div>
      <${LegRows} rows=${rows} setRows=${(next) => (setRows(next), setWrong([]))} wrong=${wrong} to=${task.legs.at(-1)?.to} />
      ${wrong.length > 0 ? html`<p class="sign-in-wrong" role="alert">${t("reroute-wrong")}</p>` : null}
      <button type="submit" class="go" disabled=${!locator.trim() || ids.length === 0}>${t("booking-send")}</button>
    </form>
  <//>`;
}
