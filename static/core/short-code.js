// What to read out over the phone when nothing sends: label, place, how many, and a word where it is not a
// count: `K7 AMS 22`, `K7 JFK BOARDED 22`. Spelled with Latin letters in every language: it goes over the air.
// Pure. Must not know: words of lang/, screens.

const SAID = {
  "handover.accept": "TAKEN",
  "handover.take": "TAKEN",
  "handover.offer": "HANDED",
  "handover.give": "GIVEN",
  "handover.refuse": "REFUSED",
  boarded: "BOARDED",
  "left-behind": "LEFT BEHIND",
  landed: "LANDED",
  "person.missing": "MISSING",
  "person.found": "FOUND",
  "traveller.add": "ADDED",
  "notice.ack": "KNOWN",
  callback: "CALL BACK",
  "alert.raise": "ALERT",
  "reception.ready": "READY",
  "reception.received": "RECEIVED",
  "reception.problem": "PROBLEM",
};

/** `row`: a queued action; `label` of its movement; `place`: where it was done, an airport's code. */
export function shortCode(row, label, place) {
  const n = howMany(row.body ?? {});
  const word = SAID[row.kind] ?? (row.kind === "sighting" ? String(row.body.checkpoint ?? "SEEN").replaceAll("-", " ").toUpperCase() : null);
  if (!word && n === null) return null;
  return [label, place, word, n].filter((part) => part !== null && part !== undefined && part !== "").join(" ");
}

function howMany(body) {
  if (body.here != null) return body.here;
  if (body.count != null) return body.count;
  if (body.travellers) return body.travellers.length;
  return body.traveller ? 1 : null;
}

/** The airport an action belongs to: of its leg, or the one given. */
export function placeOf(row, legs = [], fallback = "") {
  const leg = legs.find((l) => l.leg === row.body?.leg);
  if (!leg) return fallback;
  return row.kind === "boarded" || row.kind === "left-behind" || row.body.place === "gate" ? leg.from : leg.to;
}
