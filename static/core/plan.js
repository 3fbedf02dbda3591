// Another way onward, as the desk types it: rows of flights with local times become legs of the plan; who has
// to be told, which stations leave it and which join it.
// Pure. Must not know: screens, words.
import { hasLeft } from "./flights.js";
import { instant } from "./zones.js";

/** Legs that can still be changed: the first of them that has not left, and all after it. */
export function changeable(legs = []) {
  const first = legs.findIndex((leg) => !hasLeft(leg));
  return first < 0 ? [] : legs.slice(first);
}

/** `B6 130`, `b6130` → `{carrier, number}`, or null. */
export function flightOf(text) {
  const found = /^([A-Z][A-Z0-9]|[0-9][A-Z])\s?0*([1-9]\d{0,3}[A-Z]?)$/.exec(String(text ?? "").trim().toUpperCase());
  return found ? { carrier: found[1], number: found[2] } : null;
}

const AIRPORT = /^[A-Z]{3,4}$/;
const FAULTS = { flight: "wrong-flight", from: "wrong-airport", to: "wrong-airport", out: "wrong-time", in: "wrong-time" };

/** A row as typed → `{leg}` or `{wrong: {field: code}}`. `zoneOf` gives the zone of an airport. */
export function legOf(row, zoneOf) {
  const ground = row.kind === "ground";
  const flight = ground ? null : flightOf(row.flight);
  const [from, to] = [row.from, row.to].map((code) => String(code ?? "").trim().toUpperCase());
  const [out, into] = [instant(row.out_date, row.out_time, zoneOf(from)), instant(row.in_date, row.in_time, zoneOf(to))];
  const bad = { flight: !ground && !flight, from: !AIRPORT.test(from), to: !AIRPORT.test(to) || to === from, out: !out, in: !into || (out && into <= out) };
  const wrong = Object.fromEntries(Object.entries(bad).filter(([, is]) => is).map(([name]) => [name, FAULTS[name]]));
  if (Object.keys(wrong).length > 0) return { wrong };
  const kind = ground ? { kind: "ground", mode: row.mode ?? "road" } : { kind: "flight", ...flight };
  return { leg: { ...kind, from, to, scheduled_out: out, scheduled_in: into } };
}

/** All rows → `{itinerary}` or `{wrong: [per row]}`: each leg begins where the one before ends, and not before. */
export function itineraryOf(rows, zoneOf) {
  const read = rows.map((row) => legOf(row, zoneOf));
  const wrong = read.map(({ wrong = {} }, i) => {
    const [before, leg] = [read[i - 1]?.leg, read[i].leg];
    if (!before || !leg) return wrong;
    if (before.to !== leg.from) return { ...wrong, from: "wrong-chain" };
    return leg.scheduled_out < before.scheduled_in ? { ...wrong, out: "wrong-chain-time" } : wrong;
  });
  if (rows.length === 0 || wrong.some((w) => Object.keys(w).length > 0)) return { wrong };
  return { itinerary: read.map(({ leg }) => leg) };
}

/** Stations that leave the plan, that join it, that stay; the flown legs before `fromLeg` stay as they are. */
export function stationsOf(legs, fromLeg, itinerary) {
  const codes = (list) => new Set(list.flatMap((leg) => [leg.from, leg.to]).filter((code) => AIRPORT.test(code ?? "")));
  const old = codes(legs);
  const next = codes([...legs.filter((leg) => leg.leg < fromLeg), ...itinerary]);
  const pick = (from, keep) => [...from].filter(keep);
  return { leave: pick(old, (c) => !next.has(c)), join: pick(next, (c) => !old.has(c)), stay: pick(old, (c) => next.has(c)) };
}
