// The people document as a list a hand can work with: units bracketed, their cases, people with like names,
// who is with whom, and what this device has queued about each. Pure. Must not know: words, screens.
import { movesTo } from "./parties.js";

const BANDS = ["infant", "toddler", "child", "teen", "adult", "senior"];

/** `[{unit, cases:[{case, linked, travellers}]}]`, in the order of the manifest; a unit is never torn apart. */
export function units(doc) {
  const found = new Map();
  for (const group of doc?.cases ?? []) {
    const key = group.unit ?? group.case;
    if (!found.has(key)) found.set(key, { unit: key, cases: [] });
    found.get(key).cases.push(group);
  }
  return [...found.values()];
}

export const everybody = (doc) => (doc?.cases ?? []).flatMap((group) => group.travellers.map((t) => ({ ...t, case: group.case, unit: group.unit ?? group.case })));

/** Who still travels on this plan. */
export const travelling = (doc) => everybody(doc).filter((t) => !t.not_travelling);

export const tail = (number) => String(number ?? "").slice(-4);

export const called = (t) => t.called ?? t.name ?? "";

/** Written the same by a tired hand: case, accents and Arabic spelling variants folded. */
export function folded(name) {
  return String(name ?? "")
    .normalize("NFKD")
    .replace(/[\p{M}'’`ʼ-]/gu, "")
    .replace(/[أإآٱ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .toLowerCase()
    .trim();
}

/** At most one letter added, dropped or changed. */
function near(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  const rest = a.length === b.length ? [i + 1, i + 1] : a.length > b.length ? [i + 1, i] : [i, i + 1];
  return a.slice(rest[0]) === b.slice(rest[1]);
}

const alike = (a, b) => a === b || (Math.min(a.length, b.length) >= 4 && near(a, b));

/** Ids of people whose called names could be taken for another's: these need case tail and age beside the name. */
export function likeNames(people) {
  const names = people.map((t) => ({ id: t.traveller, name: folded(called(t)) })).filter((x) => x.name);
  const found = new Set();
  names.forEach((one, i) =>
    names.slice(i + 1).forEach((other) => {
      if (alike(one.name, other.name)) found.add(one.id).add(other.id);
    }),
  );
  return found;
}

/** The eldest age band of a person somebody could stand in for: an added person is like these. */
export const isMinor = (t) => BANDS.indexOf(t.age_band) >= 0 && BANDS.indexOf(t.age_band) < BANDS.indexOf("adult");

/** A person with what the queue of this device already says: `{…, party, seen, queued}`. */
export function asQueued(t, movement, queued, me, legs) {
  let now = t;
  for (const row of queued) {
    if (row.movement !== movement || row.for) continue;
    const { body, kind } = row;
    const named = body.travellers?.includes(t.traveller) || body.traveller === t.traveller;
    const among = body.all && [body.from, me].includes(now.party);
    const to = movesTo(row, me, legs);
    if (to && (named || among || (kind === "boarded" && !body.travellers && now.party === me))) now = { ...now, party: to, since: row.at, queued: true };
    if (kind === "sighting" && (named || (body.all && now.party === me))) now = { ...now, seen: { at: row.at, place: body.checkpoint ?? body.place }, queued: true };
    if (kind === "person.missing" && named) now = { ...now, party: "unknown", since: row.at, queued: true };
    if (kind === "person.found" && named) now = { ...now, party: me, since: row.at, seen: { at: row.at, place: body.where }, queued: true };
  }
  return now;
}

/** Who is with each party, in the order people stand in the manifest. */
export function byParty(people) {
  const found = new Map();
  for (const t of people) found.set(t.party, [...(found.get(t.party) ?? []), t]);
  return found;
}
