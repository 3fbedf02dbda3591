// Names, cities and zones of airports, asked from the hub once and kept: public facts, the same for everybody.
// Must not know: movements.
import { signal } from "@preact/signals";
import * as api from "./api.js";

const KEPT = "onward.airports";
const MOST = 40;

const known = signal(read());
let wanted = new Set();
let asking = null;

/** `{name, city, tz}`, or null until the hub has answered. Reading it asks. */
export function airport(code) {
  const found = known.value[code];
  if (!found && /^[A-Z]{3,4}$/.test(code ?? "")) ask(code);
  return found ?? null;
}

/** The city, or the code while the city is not known; both where two airports in sight share a city. */
export function city(code) {
  const name = cityName(airport(code)?.city);
  if (!name) return code ?? "";
  const shared = Object.entries(known.value).some(([other, { city }]) => other !== code && cityName(city) === name);
  return shared ? `${name} ${code}` : name;
}

/** `Arnavutköy, Istanbul` → `Istanbul`: the district helps nobody who changes planes. */
const cityName = (city) => city?.split(",").at(-1).trim();

/** The name as a sign has it, without the word airport. */
export const signName = (code) => (airport(code)?.name ?? code).replace(/( International)?( Airport)?$/, "");

export const zone = (code) => airport(code)?.tz ?? "UTC";

function ask(code) {
  wanted.add(code);
  asking ??= setTimeout(fetchWanted, 30);
}

async function fetchWanted() {
  const codes = [...wanted].slice(0, MOST);
  wanted = new Set([...wanted].slice(MOST));
  try {
    const { airports } = await api.get(`/airports?codes=${codes.join(",")}`);
    // A code nobody knows is remembered as itself for this visit, so that it is not asked for on every render.
    const unknown = Object.fromEntries(codes.filter((c) => !airports[c]).map((c) => [c, { name: c, city: c, tz: "UTC" }]));
    known.value = { ...known.value, ...unknown, ...airports };
    keep({ ...read(), ...airports });
  } catch {
    setTimeout(() => codes.forEach(ask), 5000);
  }
  asking = wanted.size > 0 ? setTimeout(fetchWanted, 30) : null;
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function keep(airports) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(airports));
  } catch {
    // Asked again on the next visit.
  }
}
