// Where everything stands on the time axis of one connection, in milliseconds and per cent. Pure.
// Must not know: the page, words, zones.
import { bestMs } from "../../core/flights.js";

const MIN = 60_000;

/** The picture of a connection, or null where there is no margin to draw. */
export function geometry({ connection, inbound, outbound }) {
  const { limit_at: limit, needed_min: needed, parts } = connection ?? {};
  if (!limit || needed == null || !parts) return null;
  const door = Date.parse(limit);
  const ready = connection.ready_at ? Date.parse(connection.ready_at) : door - (connection.margin_min ?? 0) * MIN;
  const onBlock = ready - needed * MIN;
  const departs = bestMs(outbound, "out");
  const likely = span(connection.arrival ?? connection.likely);
  let at = onBlock;
  const blocks = parts.map(({ what, min }) => ({ what, min, from: at, to: (at += min * MIN) }));
  return { limit: connection.limit, door, ready, onBlock, departs, likely, blocks, gap: door - ready, inbound: bestMs(inbound, "in") };
}

/** The likely arrival, once the hub says one: 10 to 90 per cent. */
function span(told) {
  const [from, to] = [Date.parse(told?.from ?? told?.p10), Date.parse(told?.to ?? told?.p90)];
  return Number.isFinite(from) && Number.isFinite(to) ? { from, to } : null;
}

/** One axis for all connections of a wave, so that they can be compared. */
export function axis(pictures) {
  const drawn = pictures.filter(Boolean);
  const from = Math.min(...drawn.map((p) => Math.min(p.onBlock, p.likely?.from ?? p.onBlock)));
  const to = Math.max(...drawn.map((p) => Math.max(p.ready, p.door, p.departs ?? p.door)));
  const pad = Math.max(6 * MIN, (to - from) * 0.05);
  return { from: from - pad, to: to + pad };
}

export function scale({ from, to }) {
  const whole = to - from;
  return { x: (ms) => ((ms - from) / whole) * 100, width: (ms) => (ms / whole) * 100, shows: (ms) => ms >= from && ms <= to };
}

/** Round times along the axis: at most about eight. */
export function ticks({ from, to }) {
  const span = (to - from) / MIN;
  const step = ([15, 30, 60, 120, 180, 360].find((s) => span / s <= 8) ?? 720) * MIN;
  const list = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) list.push(at);
  return list;
}
