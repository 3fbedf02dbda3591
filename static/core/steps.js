// The one next action of a group, as the hub says it and as this device's queue carries it on, so that a shift
// goes on without network; and the checkpoints of a way through an airport.
// Pure. Must not know: screens, words.
import { hasLeft } from "./flights.js";
import { sources } from "./parties.js";

export const ORDER = ["claim", "arrived", "landed", "count", "accept", "checkpoint", "offer", "boarded"];

/** Which queued commands fulfil a step. */
const FULFILS = {
  claim: ["claim"],
  arrived: ["arrived"],
  landed: ["landed"],
  count: ["count"],
  accept: ["handover.accept", "handover.take"],
  checkpoint: ["sighting"],
  offer: ["handover.offer", "handover.give", "reception.received"],
  boarded: ["boarded"],
};

/** `part`: `{body, inbound, outbound, with}`; `queued`: waiting actions of this movement, oldest first. */
export function carried(step, part, queued, me) {
  let now = step === "done" ? null : step;
  const kinds = new Set(queued.map((row) => row.kind));
  while (now && FULFILS[now]?.some((kind) => kinds.has(kind))) now = after(now, part, me);
  return now;
}

function after(step, part, me) {
  switch (step) {
    case "claim":
      return "arrived";
    case "arrived":
    case "landed":
      return "count";
    case "count":
      return sources(part.with, me).length > 0 ? "accept" : null;
    case "accept":
      return part.outbound ? "checkpoint" : "offer";
    case "checkpoint":
      return part.outbound ? "boarded" : "offer";
    default:
      return null;
  }
}

/** Which of two steps comes first. */
export const before = (a, b) => ORDER.indexOf(a) - ORDER.indexOf(b);

const WAYS = {
  departing: ["check-in", "exit-control", "security", "gate"],
  connecting: ["off-the-aircraft", "border", "bags", "security", "gate"],
  arriving: ["off-the-aircraft", "border", "bags", "kerb"],
};
export const CHECKPOINTS = ["check-in", "exit-control", "off-the-aircraft", "border", "bags", "security", "gate", "kerb"];

/** The checkpoints ahead for a group here: no border where the connection has none. */
export function way({ inbound, outbound, connection }) {
  const kind = inbound ? (outbound ? "connecting" : "arriving") : "departing";
  const parts = connection?.parts;
  const needed = (point) => !parts || kind !== "connecting" || !["border", "bags", "security"].includes(point) || parts.some((p) => p.what === point);
  return WAYS[kind].filter(needed);
}

/** Checkpoints passed at this station, the newest last: as the hub says, and as queued here. */
export function passed(part, station, queued = []) {
  const legs = [part.inbound?.leg, part.outbound?.leg];
  const said = (part.body.checkpoints ?? []).filter((c) => (c.leg ? legs.includes(c.leg) : true) && (!c.station || c.station === station));
  const mine = queued.filter((q) => q.kind === "sighting" && q.movement === part.body.movement && q.body.checkpoint);
  return [...said, ...mine.map((q) => ({ checkpoint: q.body.checkpoint, place: q.body.place, at: q.at, count: q.body.travellers?.length ?? null, queued: true }))].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The one to offer next: the first on the way that lies behind no other that has been passed. */
export function nextCheckpoint(part, station, queued = []) {
  const list = way(part);
  const done = passed(part, station, queued).map((c) => c.checkpoint);
  const furthest = Math.max(-1, ...done.map((c) => list.indexOf(c)));
  const start = Math.max(furthest + 1, list[0] === "off-the-aircraft" ? 1 : 0);
  return list[start] ?? null;
}

/** The leg an act at this station belongs to: the one they leave on once they are here, else the one they come on. */
export const actingLeg = ({ inbound, outbound }) => (outbound && !hasLeft(outbound) ? outbound : (inbound ?? outbound));
