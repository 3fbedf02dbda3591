// A count of a whole wave, made at one door and shared out by group; and counts in parts (bus 1, bus 2), which
// add up. Pure. Must not know: screens.

export const PARTS = ["bus-1", "bus-2", "bus-3", "door-1", "door-2"];

/** Where each group starts: what is expected of it. Nobody is placed by a guess beyond that. */
export const start = (groups) => Object.fromEntries(groups.map((g) => [g.movement, { here: g.expected ?? 0, in_arms: g.in_arms ?? 0, escorts: g.escorts ?? 0 }]));

/** How many are still to be placed; negative where too many are. */
export function left(total, shares) {
  const sum = (name) => Object.values(shares).reduce((n, s) => n + s[name], 0);
  return { here: total.here - sum("here"), in_arms: (total.in_arms ?? 0) - sum("in_arms"), escorts: (total.escorts ?? 0) - sum("escorts") };
}

/** One group gets one more or one less; never below nothing. */
export function moved(shares, movement, name, by) {
  const now = shares[movement];
  return { ...shares, [movement]: { ...now, [name]: Math.max(0, now[name] + by) } };
}

/** The count so far at this place, this part left out: what the part that is being counted adds to. */
export function counted(parts = [], except) {
  return parts.filter((p) => p.part && p.part !== except).reduce((n, p) => n + p.here, 0);
}

/** Parts as the hub says them with those queued here; the same part replaces. */
export function partsOf(counts, queued = []) {
  const found = new Map((counts?.parts ?? []).map((p) => [p.part, p]));
  for (const row of queued) if (row.kind === "count" && row.body.part) found.set(row.body.part, { part: row.body.part, here: row.body.here, in_arms: row.body.in_arms ?? 0, queued: true });
  return [...found.values()];
}
