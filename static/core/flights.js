// Reads a leg of a live document: its best-known times, what they were, whether it has left or come in.
// Pure. Must not know: screens, words, the clock.

/** `MQ3386/2015-01-02/ORD-ERI` → `MQ 3386`. */
export function flightName(key) {
  const first = String(key ?? "").split("/")[0];
  const found = /^([A-Z0-9]{2})(\d+[A-Z]?)$/.exec(first);
  return found ? `${found[1]} ${found[2]}` : first;
}

/** The best-known time of an end (`out`, `in`): `{at, kind, was, source, heard}` or null. */
export function best(leg, end) {
  const times = leg?.times ?? {};
  for (const kind of ["actual", "estimated", "scheduled"]) {
    const told = times[`${kind}_${end}`];
    if (told?.at) return { ...told, kind, was: moved(told.at, times[`scheduled_${end}`]?.at) };
  }
  return null;
}

/** The planned time, where the best-known one differs by a minute or more. */
function moved(at, planned) {
  return planned && Math.abs(Date.parse(at) - Date.parse(planned)) >= 60_000 ? planned : null;
}

export const bestMs = (leg, end) => {
  const told = best(leg, end);
  return told ? Date.parse(told.at) : null;
};

export const isIn = (leg) => leg?.status === "in" || Boolean(leg?.times?.actual_in);
export const hasLeft = (leg) => ["out", "off", "on", "in"].includes(leg?.status) || Boolean(leg?.times?.actual_out);
export const isLost = (leg) => leg?.status === "cancelled" || leg?.status === "diverted";

/** The number of the leg they are on or wait for. */
export function currentLeg(legs) {
  return legs.find((l) => !isIn(l) && !isLost(l))?.leg ?? legs.at(-1)?.leg ?? 1;
}

/** A short stable word for how a leg stands, for lang/: `status-…`. */
export function standing(leg) {
  if (isLost(leg) || leg?.status === "returned") return leg.status;
  if (isIn(leg)) return "in";
  if (leg?.status === "on" || leg?.status === "off" || leg?.status === "out") return leg.status;
  const told = best(leg, "out");
  return told?.kind === "estimated" && told.was ? "moved" : "scheduled";
}

/** Every field of a leg that has a source, for "sources and ages". */
export function sourced(leg) {
  const order = ["out", "off", "on", "in"].flatMap((event) => ["scheduled", "estimated", "actual"].map((kind) => `${kind}_${event}`));
  const times = order.filter((f) => leg.times?.[f]).map((field) => ({ field, ...leg.times[field] }));
  const fields = ["terminal_out", "gate_out", "terminal_in", "gate_in", "belt", "diverted_to"];
  const texts = fields.filter((f) => leg[f]).map((f) => ({ field: f, value: text(leg[f]), source: leg[f].source, heard: leg[f].heard }));
  return [...times.filter((x) => x.at), ...texts];
}

/** A gate or belt, whether it comes with its source or bare. */
export const text = (told) => (told && typeof told === "object" ? told.value : told) ?? null;

const WORST = { safe: 0, watch: 1, tight: 2, broken: 3 };
export const severity = (band) => WORST[band] ?? -1;

/** The worst connection that still lies ahead. */
export function worst(body) {
  const ahead = (body.connections ?? []).filter((c) => !hasLeft((body.legs ?? []).find((l) => l.leg === c.out)));
  return ahead.sort((a, b) => severity(b.band) - severity(a.band) || (a.margin_min ?? -999) - (b.margin_min ?? -999))[0] ?? null;
}

/** Notices addressed to this reader that still want an answer, newest first. */
export function unanswered(body, audience) {
  const mine = (n) => n.must_ack && n.stage !== "acknowledged" && (!n.party || n.party === audience);
  return (body.notices ?? []).filter(mine);
}
