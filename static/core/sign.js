// The hold-up sign of a group: a symbol and a colour, made of the label alone, so that every phone and tablet
// shows the same one without asking. Pictures of plain things that mean nothing to any side anywhere.
// Pure. Must not know: screens.
import { fnv } from "./sum.js";

export const SYMBOLS = ["tree", "cloud", "boat", "umbrella", "kite", "leaf", "cup", "key", "hat", "house", "flower", "butterfly"];
export const COLOURS = ["sea", "brick", "forest", "plum", "ochre", "slate", "sky", "sand"];

/** `K7` → `{symbol, colour}`. The same for the same label, whatever its case. */
export function signOf(label) {
  const hash = mixed(fnv(String(label ?? "").trim().toUpperCase()));
  const pick = (list, shift) => list[Number((hash >> shift) % BigInt(list.length))];
  return { symbol: pick(SYMBOLS, 20n), colour: pick(COLOURS, 40n) };
}

/** Labels are two or three characters long: without this, neighbours would look alike. */
function mixed(hash) {
  const once = ((hash ^ (hash >> 33n)) * 0xff51afd7ed558ccdn) & 0xffffffffffffffffn;
  return once ^ (once >> 33n);
}
