// What a form needs to know about the group it acts on: who there is, who is with the one who acts, where they
// may go, and how an action is sent; the same for a station, an escort, a receiver, and for a desk that writes
// down what one of them said. Pure. Must not know: screens, the queue.
import { countWith, inOrder, partyOf, withQueued } from "./parties.js";
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
  const task = { body, doc, me, role: partyOf(me).kind, legs, inbound, outbound, leg, place, station, send, people, with: withQueued(body, queued, me) };
  return { ...task, mine: people.filter((t) => t.party === me && !t.not_travelling), mineCount: countWith(task.with, me) };
}

/** Parties of Onward this one can hand on to: those it knows by name, itself left out, the next in line first. */
export function targets({ body, me, outbound, legs }) {
  const known = new Set();
  for (const { who } of body.contacts ?? []) if (/^(station|escort|receiver):/.test(who ?? "")) known.add(who);
  for (const { party } of body.with ?? []) if (/^(station|escort|receiver):|^(next|previous)-stop$/.test(party)) known.add(party);
  for (const { receiver } of body.receivers ?? []) known.add(`receiver:${receiver}`);
  for (const { account } of body.escorts ?? []) known.add(`escort:${account}`);
  known.delete(me);
  const next = outbound ? `station:${outbound.to}` : null;
  const last = legs.at(-1)?.to;
  const rank = (party) => (party === next ? 0 : party.startsWith("escort:") ? 1 : party.startsWith("receiver:") ? (outbound && outbound.to !== last ? 4 : 2) : 3);
  return [...known].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Everybody of a party, or only these: how a command says it. */
export const whomBody = (ids) => (ids ? { travellers: ids } : { all: true });

/** With whom people are now, the ones there are several of first asked about. */
export const parties = (task) => inOrder(task.with);
