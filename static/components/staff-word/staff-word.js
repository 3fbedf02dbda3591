// What somebody at the airport knows and the feeds do not: gate, belt, a new time, cancelled. It is sent as a
// staff word with an end; a feed that says otherwise later is shown beside it. Must not know: how it is weighed.
import { useState } from "preact/hooks";
import { zone as zoneOf } from "../../core/airports.js";
import { now, stamp } from "../../core/clock.js";
import { best, flightName } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { act } from "../../core/session.js";
import { t } from "../../core/words.js";
import { hhmm } from "../../core/zones.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { fieldName } from "../sources-table/sources-table.js";

const HERE = { out: ["gate_out", "terminal_out", "estimated_out", "cancelled"], in: ["gate_in", "terminal_in", "belt", "estimated_in"] };
const HOUR = 3_600_000;

export function StaffWord({ leg, movement, code }) {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="quiet" onClick=${() => setOpen(true)}>${t("staff-word", { flight: flightName(leg.flight) })}</button>
    ${open ? html`<${WordForm} leg=${leg} movement=${movement} code=${code} onClose=${() => setOpen(false)} />` : null}`;
}

function WordForm({ leg, movement, code, onClose }) {
  const end = leg.from === code ? "out" : "in";
  const [field, setField] = useState(HERE[end][0]);
  const [value, setValue] = useState("");
  const isTime = field.startsWith("estimated");
  const send = (event) => {
    event.preventDefault();
    const said = field === "cancelled" ? true : isTime ? instant(value, leg, end, code) : value.trim();
    if (said) act("flight.state", movement, { leg: leg.leg, field, value: said, until: stamp(now() + HOUR) });
    onClose();
  };
  return html`<${Dialog} title=${t("staff-word", { flight: flightName(leg.flight) })} onClose=${onClose}>
    <form onSubmit=${send}>
      <label class="field">${t("what")}
        <select value=${field} onChange=${(e) => setField(e.target.value)}>${HERE[end].map((f) => html`<option value=${f}>${fieldName(f)}</option>`)}</select>
      </label>
      ${field === "cancelled"
        ? null
        : html`<label class="field">${fieldName(field)}<input type=${isTime ? "time" : "text"} required maxlength="12" dir="ltr" value=${value} onInput=${(e) => setValue(e.target.value)} autocomplete="off" /></label>`}
      <p>${t("staff-word-until")}</p>
      <div class="dialog-buttons"><button type="button" class="quiet" onClick=${onClose}>${t("back")}</button><button type="submit" class="go">${t("staff-word-send")}</button></div>
    </form>
  <//>`;
}

/** `14:30` at the airport, on the day that lies nearest to the planned time. */
function instant(clockTime, leg, end, code) {
  const planned = Date.parse(best(leg, end)?.at ?? stamp());
  const zone = zoneOf(code);
  const [h, m] = clockTime.split(":").map(Number);
  const [ph, pm] = hhmm(planned, zone).split(":").map(Number);
  if (![h, m].every(Number.isFinite)) return null;
  let minutes = h * 60 + m - (ph * 60 + pm);
  if (minutes > 720) minutes -= 1440;
  if (minutes < -720) minutes += 1440;
  return new Date(planned + minutes * 60_000).toISOString();
}
