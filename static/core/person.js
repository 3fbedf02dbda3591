// Who is at this shared device: a short name, chosen in the header and said with every action. Kept on the
// device with the names used here lately, and forgotten when the account signs out.
// Must not know: accounts, what is done.
import { signal } from "@preact/signals";

const KEPT = "onward.person";
const LATELY = 6;
export const LONGEST = 40;

const kept = read();
export const person = signal(kept.now);
/** Names used on this device lately, newest first. */
export const people = signal(kept.lately);

/** `null`: nobody in particular. */
export function be(name) {
  const short = String(name ?? "").trim().slice(0, LONGEST) || null;
  person.value = short;
  if (short) people.value = [short, ...people.value.filter((n) => n !== short)].slice(0, LATELY);
  write();
}

export function forgetPerson() {
  person.value = null;
  people.value = [];
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // Nothing was kept then.
  }
}

function read() {
  try {
    const { now = null, lately = [] } = JSON.parse(localStorage.getItem(KEPT)) ?? {};
    return { now, lately };
  } catch {
    return { now: null, lately: [] };
  }
}

function write() {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ now: person.value, lately: people.value }));
  } catch {
    // For this visit only.
  }
}
