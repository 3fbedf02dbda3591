// Hub time on this device: the hub says what time it is and how fast it runs (a replayed day runs faster);
// between two words of the hub the device's own steady clock carries on. The last word is kept, so that a
// document that expires also expires on a device that never connects again.
// Must not know: zones and how times are written (that is zones.js).
import { signal } from "@preact/signals";

const KEPT = "onward.clock";

let anchor = read() ?? { hub: Date.now(), wall: Date.now(), rate: 1 };
/** Changes once a second; whoever shows an age or the time reads it. */
export const tick = signal(now());
/** How fast hub time runs: 1, except in a replay. */
export const rate = signal(anchor.rate);

/** Hub time in milliseconds. */
export function now() {
  return anchor.hub + (Date.now() - anchor.wall) * anchor.rate;
}

/** Hub time as the wire wants it: UTC with milliseconds. */
export function stamp(ms = now()) {
  return new Date(ms).toISOString();
}

/** The hub has said what time it is. */
export function set(iso, speed) {
  anchor = { hub: Date.parse(iso), wall: Date.now(), rate: speed > 0 ? speed : 1 };
  rate.value = anchor.rate;
  tick.value = now();
  try {
    localStorage.setItem(KEPT, JSON.stringify(anchor));
  } catch {
    // Storage is full or forbidden: the clock is then only as good as this visit.
  }
}

export function start() {
  setInterval(() => (tick.value = now()), 1000);
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return Number.isFinite(kept?.hub) && Number.isFinite(kept?.wall) ? kept : null;
  } catch {
    return null;
  }
}
