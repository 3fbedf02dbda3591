// Who may call a desk about a movement: its escorts, the stations on its way, its receivers, in that order.
// Pure. Must not know: words, screens.

/** Party texts, from everything in the document that names one. */
export function callers(body) {
  const named = [
    ...(body.contacts ?? []).map((c) => c.who),
    ...(body.notices ?? []).map((n) => n.party),
    ...(body.with ?? []).map((w) => w.party),
    ...(body.receivers ?? []).map((r) => `receiver:${r.receiver}`),
    ...(body.claims ?? []).map((c) => `station:${c.station}`),
    ...(body.escorts ?? []).map((e) => `escort:${e.account}`),
  ];
  const order = ["escort", "station", "receiver"];
  const found = [...new Set(named)].filter((who) => order.includes(String(who ?? "").split(":")[0]) && who.includes(":"));
  const stops = (body.legs ?? []).flatMap((l) => [l.from, l.to]);
  const rank = (who) => {
    const [kind, name] = who.split(":");
    return order.indexOf(kind) * 100 + (kind === "station" ? Math.max(0, stops.indexOf(name)) : 0);
  };
  return found.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
