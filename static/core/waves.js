// Groups live documents into waves: all our people on one flight at one station, connecting, arriving or
// departing; then into now, next two hours, later; by urgency inside. Queued actions are already counted in,
// so that a shift without network goes on. Pure. Must not know: screens, words.
import { bestMs, hasLeft, isIn, severity, unanswered } from "./flights.js";
import { withQueued } from "./parties.js";
import { before, carried } from "./steps.js";

const MIN = 60_000;
const SOON = 30 * MIN;
const NEXT = 120 * MIN;
/** A departing group is at the airport long before its flight. */
const BOARDING = 90 * MIN;

/** The address of a wave's own screen: the flight, which is public, and nothing about who is on it. */
export const waveHash = (key) => `#/wave/${encodeURIComponent(key)}`;
export const waveKey = (hash) => (hash.startsWith("#/wave/") ? decodeURIComponent(hash.slice(7)) : null);

/** `queued`: waiting actions of this device. → waves, most urgent first. */
export function waves(bodies, station, now, queued = [], audience = "") {
  const grouped = new Map();
  for (const body of bodies) {
    const part = partOf(body, station, queued, audience);
    if (!part) continue;
    const key = part.key;
    if (!grouped.has(key)) grouped.set(key, []);
    grouped.get(key).push(part);
  }
  return [...grouped.entries()].map(([key, parts]) => wave(key, parts, station, now, queued)).sort(byUrgency);
}

/** One movement's share of a wave. */
function partOf(body, station, queued, audience) {
  const legs = body.legs ?? [];
  const inbound = legs.find((l) => l.to === station) ?? null;
  const outbound = legs.find((l) => l.from === station) ?? null;
  if (!inbound && !outbound) return null;
  const lead = inbound ?? outbound;
  const key = lead.flight ?? `${lead.mode ?? "ground"} ${lead.from}-${lead.to} ${lead.times?.scheduled_in?.at ?? ""}`;
  const connection = (body.connections ?? []).find((c) => c.station === station) ?? null;
  const waiting = queued.filter((q) => q.movement === body.movement && !q.for);
  const counting = waiting.filter((q) => q.kind === "count").at(-1);
  const counts = counting ? { ...body.counts, ...shown(counting, body.counts) } : body.counts;
  const acked = new Set(queued.filter((q) => q.kind === "notice.ack").map((q) => q.body.notice));
  const notices = unanswered(body, audience).filter((n) => !acked.has(n.id));
  const me = `station:${station}`;
  const part = { key, body, inbound, outbound, connection, counts, notices, gone: hasLeft(outbound), with: withQueued(body, queued, me) };
  const answered = new Set(waiting.filter((q) => q.kind === "handover.accept" || q.kind === "handover.refuse").map((q) => q.body.offer));
  const offers = (body.offers ?? []).filter((o) => !answered.has(o.offer));
  return { ...part, offersIn: offers.filter((o) => o.to === me), offersOut: offers.filter((o) => o.from === me), step: carried(next(body), part, waiting, me) };
}

/** A count that is still on this device; a part adds to the parts before it. */
function shown({ body, at }, counts) {
  const expected = counts?.expected ?? 0;
  const before = body.part ? (counts?.parts ?? []).filter((p) => p.part && p.part !== body.part).reduce((n, p) => n + p.here, 0) : 0;
  const here = body.here + before;
  return {
    here,
    missing: Math.max(0, expected - here),
    over: Math.max(0, here - expected),
    place: body.place,
    acted: at,
    queued: true,
  };
}

function wave(key, parts, station, now, queued) {
  parts.sort((a, b) => urgency(b) - urgency(a) || (a.body.label < b.body.label ? -1 : 1));
  const { inbound, outbound } = parts[0];
  const kind = inbound ? (parts.some((p) => p.outbound) ? "connecting" : "arriving") : "departing";
  // People who come by road are met for the flight they leave on.
  const flight = inbound?.flight ?? outbound?.flight ?? null;
  const claim = claimOf(parts, station, flight, queued);
  const ended = parts.every((p) => ["closed", "cancelled"].includes(p.body.state));
  const wave = {
    key,
    station,
    flight,
    kind,
    parts,
    inbound,
    claim,
    band: parts.reduce((worst, p) => (!p.gone && severity(p.connection?.band) > severity(worst) ? p.connection.band : worst), null),
    margin: least(parts),
    at: bestMs(inbound, "in") ?? bestMs(outbound, "out"),
    expected: parts.reduce((n, p) => n + (p.counts?.expected ?? 0), 0),
    inArms: parts.reduce((n, p) => n + (p.counts?.in_arms ?? 0), 0),
    escorts: parts.reduce((n, p) => n + (p.counts?.escorts ?? 0), 0),
    needs: added(parts, "needs", "action"),
    languages: added(parts, "languages", "language"),
    notices: merged(parts),
    alerts: parts.flatMap((p) => (p.body.alerts ?? []).map((a) => ({ ...a, movement: p.body.movement, label: p.body.label }))),
  };
  const me = `station:${station}`;
  wave.parts = parts.map((p) => ({ ...p, due: dueOf(p, wave, queued, me) }));
  wave.next = nextOf(wave);
  wave.done = ended || parts.every((p) => p.gone || (kind === "arriving" && isIn(p.inbound) && !next(p.body)));
  wave.when = wave.done ? "done" : whenOf(wave, now);
  return wave;
}

const next = (body) => body.next ?? null;
const urgency = (p) => (p.gone ? -1 : severity(p.connection?.band) * 1000 - (p.connection?.margin_min ?? 0));

function least(parts) {
  const margins = parts.filter((p) => !p.gone && p.connection?.margin_min != null).map((p) => p.connection.margin_min);
  return margins.length > 0 ? Math.min(...margins) : null;
}

/** Who has claimed the flight at this station: as the hub says, or as this device has queued it. */
function claimOf(parts, station, flight, queued) {
  const stored = parts.flatMap((p) => p.body.claims ?? []).find((c) => c.station === station && c.flight === flight);
  const mine = (kind) => queued.filter((q) => q.kind === kind && q.body.flight === flight && q.body.station === station).at(-1);
  const [claimed, given, arrived] = [mine("claim"), mine("unclaim"), mine("arrived")];
  if (given && !(claimed && claimed.id > given.id)) return null;
  const base = stored ?? (claimed ? { by: null, at: claimed.at, queued: true } : null);
  return base && arrived && !base.arrived ? { ...base, arrived: arrived.at, queued: true } : base;
}

/** The one next action: of the wave while it is claimed, met and counted, then of its groups in turn. */
function nextOf(wave) {
  const steps = wave.parts.map((p) => p.due).filter(Boolean);
  return steps.length > 0 ? steps.reduce((first, step) => (before(step, first) < 0 ? step : first)) : null;
}

/** What is due for one group: what was claimed or met for the flight holds for all who are on it. */
function dueOf(part, wave, queued, me) {
  const waiting = queued.filter((q) => q.movement === part.body.movement && !q.for);
  let step = part.gone && part.step !== "offer" ? null : part.step;
  if (step === "claim" && wave.claim) step = "arrived";
  if (step === "arrived" && wave.claim?.arrived) step = "count";
  return carried(step, part, waiting, me);
}

/** The groups for which the wave's next action is due. */
export const due = (wave) => wave.parts.filter((p) => wave.next && p.due === wave.next);

/** The groups of the wave that have not been counted here. */
export const toCount = (wave) => wave.parts.filter((p) => p.due === "count");

function whenOf(wave, now) {
  const soon = wave.kind === "departing" ? BOARDING : SOON;
  // What waits for an answer is now, whenever the flight is.
  if (wave.notices.length > 0) return "now";
  if (wave.at == null) return "later";
  if (wave.at <= now + soon) return "now";
  return wave.at <= now + NEXT ? "next" : "later";
}

/** The same news to several groups of a wave is one line with their labels. */
function merged(parts) {
  const lines = new Map();
  for (const part of parts) {
    for (const notice of part.notices) {
      const key = [notice.kind, notice.words?.flight, notice.words?.at ?? notice.text, notice.words?.count].join(" ");
      const line = lines.get(key) ?? { ...notice, labels: [], acks: [] };
      line.labels.push(part.body.label);
      line.acks.push({ movement: part.body.movement, notice: notice.id });
      lines.set(key, line);
    }
  }
  return [...lines.values()];
}

/** Sums lists like `[{action, count}]` over the groups of a wave. */
function added(parts, field, name) {
  const sums = new Map();
  for (const { body } of parts) {
    for (const item of body[field] ?? []) sums.set(item[name], (sums.get(item[name]) ?? 0) + (item.count ?? 1));
  }
  return [...sums.entries()].map(([key, count]) => ({ [name]: key, count })).sort((a, b) => b.count - a.count);
}

function byUrgency(a, b) {
  const order = { now: 0, next: 1, later: 2, done: 3 };
  const answer = (w) => (w.notices.length > 0 ? 1 : 0);
  return (
    order[a.when] - order[b.when] ||
    severity(b.band) - severity(a.band) ||
    answer(b) - answer(a) ||
    (a.margin ?? 999) - (b.margin ?? 999) ||
    (a.at ?? 0) - (b.at ?? 0) ||
    (a.key < b.key ? -1 : 1)
  );
}
