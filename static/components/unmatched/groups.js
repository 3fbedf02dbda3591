// What waits as a person decides on it: each message by itself, but all cancellations of one source as one question.
// Pure. Must not know: screens.

/** Entries with `entries`, the messages each stands for. */
export function groups(list) {
  const all = [];
  const mass = new Map();
  for (const entry of list) {
    const held = entry.why === "mass-cancellation" ? mass.get(entry.source) : undefined;
    if (held) {
      held.entries.push(entry);
      continue;
    }
    const group = { ...entry, entries: [entry] };
    if (entry.why === "mass-cancellation") mass.set(entry.source, group);
    all.push(group);
  }
  // A question about many flights comes before questions about one.
  return all.sort((a, b) => Number(b.why === "mass-cancellation") - Number(a.why === "mass-cancellation"));
}
