// Parties as the wire writes them (`station:JFK`, `out:prm`, `aboard:RJ261/…`): their parts, their order on a
// screen, how a handover from or to each is made, and what a queued handover already changes.
// Pure. Must not know: words, screens.

/** `station:JFK` → `{kind: "station", name: "JFK"}`; `alone` → `{kind: "alone", name: ""}`. */
export function partyOf(text) {
  const [kind, ...rest] = String(text ?? "").split(":");
  return { kind, name: rest.join(":") };
}

/** What is not known comes first, then those on their own, outside, here, under way, and at last who has arrived. */
const ORDER = ["unknown", "alone", "out", "station", "previous-stop", "next-stop", "escort", "aboard", "origin", "on-the-way", "border", "here", "receiver", "ended"];
const rank = (text) => {
  const at = ORDER.indexOf(partyOf(text).kind);
  return at < 0 ? ORDER.length : at;
};

/** Largest first inside a kind. */
export const inOrder = (list = []) => [...list].sort((a, b) => rank(a.party) - rank(b.party) || b.count - a.count || (a.party < b.party ? -1 : 1));

export const isAlarm = (text) => partyOf(text).kind === "unknown";

/** How many of `list` are with any of these parties. */
export const countWith = (list = [], ...parties) => list.filter((w) => parties.includes(w.party)).reduce((n, w) => n + w.count, 0);

/** Parties that use Onward say yes themselves: from them one accepts; from all others one takes. */
const TWO_SIDED = ["escort", "station", "receiver", "previous-stop", "next-stop"];
export const isTwoSided = (text) => TWO_SIDED.includes(partyOf(text).kind);

/** The command that brings people from a party to whoever acts. */
export function taking(from, offer) {
  return offer || isTwoSided(from) ? "handover.accept" : "handover.take";
}

/** From whom `me` could take people now, by number; who has gone ahead or is with me is left out. */
export function sources(list = [], me) {
  return inOrder(list).filter((w) => w.count > 0 && w.party !== me && !["ended", "receiver", "here", "next-stop"].includes(partyOf(w.party).kind));
}

/** The party a command names where the screen only knows "the previous stop": the post they come from. */
export const named = (party, inbound) => (party === "previous-stop" && inbound ? `station:${inbound.from}` : party);

/** Where a command moves people to: a party text, or null where it moves nobody. `me`: the party that acts. */
export function movesTo({ kind, body }, me, legs = []) {
  if (kind === "handover.accept" || kind === "handover.take") return me;
  if (kind === "handover.give") return `out:${body.party?.kind ?? body.party}`;
  if (kind === "reception.received") return me;
  if (kind === "boarded") {
    const flight = legs.find((l) => l.leg === body.leg)?.flight;
    return `aboard:${flight ?? `leg-${body.leg}`}`;
  }
  return null;
}

const ACTS = ["handover.accept", "handover.take", "handover.give", "boarded"];

/** `with` as it will be once this device's queue is sent: what moved carries `queued`. */
export function withQueued(body, queued, me) {
  const sums = new Map((body.with ?? []).map((w) => [w.party, { ...w }]));
  for (const row of queued) {
    if (row.movement !== body.movement || row.for || !ACTS.includes(row.kind)) continue;
    const from = row.kind === "handover.give" || row.kind === "boarded" ? me : row.body.from;
    const to = movesTo(row, me, body.legs);
    const here = sums.get(from);
    const count = Math.min(row.body.travellers?.length ?? row.body.count ?? 0, here?.count ?? Infinity);
    if (!to || !(count > 0) || to === from) continue;
    if (here) sums.set(from, { ...here, count: here.count - count, queued: true });
    sums.set(to, { party: to, count: (sums.get(to)?.count ?? 0) + count, queued: true });
  }
  return inOrder([...sums.values()].filter((w) => w.count > 0));
}
