// A time in an airport's own zone with the shift of the day, left to right in every language; and the mark on
// a value that has just changed. Must not know: which flight it belongs to.
import { useEffect, useRef, useState } from "preact/hooks";
import { zone as zoneOf } from "../../core/airports.js";
import { tick } from "../../core/clock.js";
import { html } from "../../core/html.js";
import { dayShift, hhmm, shiftWord } from "../../core/zones.js";

/** `at` at airport `code`, or in `zone`; the day is counted from `reference`, by default today there. */
export function TimeText({ at, code, zone: given, reference }) {
  if (!at) return html`<span class="time">–</span>`;
  const zone = given ?? zoneOf(code);
  const shift = shiftWord(dayShift(at, zone, reference ?? tick.value));
  return html`<time class="time" dir="ltr" datetime=${typeof at === "number" ? new Date(at).toISOString() : at}
    >${hhmm(at, zone)}${shift ? html`<sup>${shift}</sup>` : null}</time
  >`;
}

const SETTLING_MS = 3000;

/** True for five seconds after `value` changed; never at first sight, when a screen is still filling. */
export function useChanged(value) {
  const before = useRef(value);
  const born = useRef(performance.now());
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (before.current === value) return undefined;
    before.current = value;
    if (performance.now() - born.current < SETTLING_MS) return undefined;
    setChanged(true);
    const timer = setTimeout(() => setChanged(false), 5000);
    return () => clearTimeout(timer);
  }, [value]);
  return changed;
}

export function Marked({ value, children, tag = "span" }) {
  return html`<${tag} class=${useChanged(value) ? "marked" : "unmarked"}>${children}<//>`;
}
