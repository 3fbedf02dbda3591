// What a form needs to know about the group it acts on: who there is, who is with the one who acts, where they
// may go, and how an action is sent; the same for a station, an escort, a receiver, and for a desk that writes
// down what one of them said. Pure. Must not know: screens, the queue.
import { countWith, partyOf, withQueued } from "./parties.js";
import { asQueued, everybody } from "./people.js";
import { actingLeg } from "./steps.js";
import { currentLeg, hasLeft } from "./flights.js";

/** `me`: the party that acts, as an audience. `doc`: the people document, or null while names are not open.
 *  `send(kind, body)`. `place`: the airport of a station, else the one the group is at or comes to. */
export function taskOf({ body, doc, me, queued = [], send, station }) {
  const legs = body.legs ?? [];
  const inbound = station ? (legs.find((l) => l.to === station) ?? null) : (legs.findLast((l) => hasLeft(l)) ?? null);
  const outbound = station ? (legs.find((l) => l.from === station) ?? null) : (legs.find((l) => !hasLeft(l)) ?? null);
  const now = legs.find((l) => l.leg === currentLeg(legs)) ?? null;
  const place = station ?? (now ? (hasLeft(now) ? now.to : now.from) : "");
  const people = everybody(doc).map((t) => asQueued(t, body.movement, queued, me, legs));
  const leg = station ? actingLeg({ inbound, outbound }) : now;
  const still = people.filter((t) => !t.not_travelling);
  const task = { body, doc, me, role: partyOf(me).kind, legs, inbound, outbound, leg, place, station, send, people, with: withQueued(body, queued, me) };
  return { ...task, still, here: among(task, still, isHere(task)), boarding: among(task, still, isBoarding(task)) };
}

/** Those of a party test: by name where names are open, and their number in any case. */
function among(task, still, test) {
  const count = task.with.filter((w) => test(w.party)).reduce((n, w) => n + w.count, 0);
  const named = still.filter((t) => test(t.party));
  const expected = (task.body.counts?.expected ?? 0) + (task.body.counts?.in_arms ?? 0);
  return { people: named, count: count || named.length || expected };
}

/** Whom "all" means for the party that acts: those it has; where it has nobody, everybody under way and known. */
function isHere({ with: list, me }) {
  if (countWith(list, me) > 0) return (party) => party === me;
  return (party) => !["out", "unknown", "receiver", "ended", "next-stop"].includes(partyOf(party).kind);
}

/** Who can board: whom the post has, whom an escort has, those with the crew, and at the start those not handed over. */
function isBoarding({ me, outbound, legs }) {
  const first = outbound && outbound === legs[0] && (outbound.leg ?? 1) === 1;
  return (party) => party === me || partyOf(party).kind === "escort" || party === "out:crew" || (first && party === "origin");
}

/** Parties of Onward this one can hand on to: those it knows by name, itself left out, the next in line first. */
export function targets({ body, me, outbound, legs }) {
  const known = new Set();
  for (const { who } of body.contacts ?? []) if (/^(station|escort|receiver):/.test(who ?? "")) known.add(who);
  for (const { party } of body.with ?? []) if (/^(station|escort|receiver):|^(next|previous)-stop$/.test(party)) known.add(party);
  for (const { receiver } of [...(body.receivers ?? []), ...(body.doors ?? [])]) known.add(`receiver:${receiver}`);
  for (const { account } of body.escorts ?? []) known.add(`escort:${account}`);
  known.delete(me);
  const next = outbound ? `station:${outbound.to}` : null;
  const last = legs.at(-1)?.to;
  const rank = (party) => (party === next ? 0 : party.startsWith("escort:") ? 1 : party.startsWith("receiver:") ? (outbound && outbound.to !== last ? 4 : 2) : 3);
  return [...known].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Everybody of a party, or only these: how a command says it. */
export const whomBody = (ids) => (ids ? { travellers: ids } : { all: true });
