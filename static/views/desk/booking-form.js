// What the airline did with one booking: its locator and the flights it is on now. Who is on it only the hub knows; it
// says so at once, with the families that are cut and the papers that no longer fit. Must not know: other bookings.
import { useState } from "preact/hooks";
import { Dialog } from "../../components/confirm-dialog/confirm-dialog.js";
import { LegRows, rowOf } from "../../components/leg-rows/leg-rows.js";
import { zone as zoneOf } from "../../core/airports.js";
import { html } from "../../core/html.js";
import { changeable, itineraryOf } from "../../core/plan.js";
import { t } from "../../core/words.js";

const BY = ["airline", "desk"];

export function BookingDialog({ task, onClose }) {
  const [locator, setLocator] = useState("");
  const [by, setBy] = useState("airline");
  const [rows, setRows] = useState(() => changeable(task.legs).map(rowOf));
  const [wrong, setWrong] = useState([]);
  const send = (event) => {
    event.preventDefault();
    const read = itineraryOf(rows, zoneOf);
    if (!read.itinerary) return setWrong(read.wrong);
    task.send("booking.changed", { booking: locator.trim().toUpperCase(), itinerary: read.itinerary, by });
    return onClose();
  };
  return html`<${Dialog} title=${t("booking-title", { label: task.body.label })} onClose=${onClose} wide>
    <form onSubmit=${send} novalidate>
      <div class="two-fields">
        <label class="field">${t("locator")}<input required maxlength="8" dir="ltr" autocomplete="off" spellcheck=${false} value=${locator} onInput=${(e) => setLocator(e.target.value)} /></label>
        <label class="field">${t("booking-by")}<select value=${by} onChange=${(e) => setBy(e.target.value)}>${BY.map((one) => html`<option key=${one} value=${one}>${t(`booking-by-${one}`)}</option>`)}</select></label>
      </div>
      <p>${t("booking-text")}</p>
      <${LegRows} rows=${rows} setRows=${(next) => (setRows(next), setWrong([]))} wrong=${wrong} to=${task.legs.at(-1)?.to} />
      ${wrong.length > 0 ? html`<p class="sign-in-wrong" role="alert">${t("reroute-wrong")}</p>` : null}
      <button type="submit" class="go" disabled=${!locator.trim()}>${t("booking-send")}</button>
    </form>
  <//>`;
}
