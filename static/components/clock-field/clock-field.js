// A time of the day, typed in twenty-four hours whatever the device is set to: `1703` and `17:03` are the same.
// Must not know: which zone it is in.
import { html } from "../../core/html.js";

/** `set` gets `HH:MM` once it is a time, else what was typed. */
export function ClockField({ word, value, set, required }) {
  return html`<input class="clock-field" inputmode="numeric" placeholder="00:00" maxlength="5" size="5" dir="ltr" autocomplete="off" required=${required} aria-label=${word ?? null} value=${value ?? ""} onInput=${(e) => set(/^\d{4}$/.test(e.target.value) ? (clockTime(e.target.value) ?? e.target.value) : e.target.value)} onBlur=${(e) => set(clockTime(e.target.value) ?? e.target.value)} />`;
}

/** `1703`, `17:3`, `17.03` → `17:03`; null where it is no time. */
export function clockTime(text) {
  const found = /^(\d{1,2})[:.h ]?(\d{2})$/.exec(String(text ?? "").trim());
  if (!found || Number(found[1]) > 23 || Number(found[2]) > 59) return null;
  return `${found[1].padStart(2, "0")}:${found[2]}`;
}
