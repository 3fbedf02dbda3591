// Units of static/core: checksum, ids, waiting times, the queue. Each runs under node alone.
import assert from "node:assert/strict";
import test from "node:test";
import { bounds, jitter } from "../../static/core/backoff.js";
import { uuidv7 } from "../../static/core/ids.js";
import { Outbox, UNANSWERED_MAX } from "../../static/core/outbox.js";
import { sum } from "../../static/core/sum.js";

test("the checksum is that of the protocol, in any order", () => {
  const one = ["01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f", "r1"];
  const two = ["01932c07-21c0-7d4a-8f3e-0a1b2c3d4e60", "r2"];
  assert.equal(sum([one, two]), "8a82c8539e4a6fde");
  assert.equal(sum([two, one]), "8a82c8539e4a6fde");
  assert.equal(sum([]), "0000000000000000");
  assert.notEqual(sum([one]), sum([two]));
});

test("ids are UUIDv7 and sort by time", () => {
  const id = uuidv7(Date.UTC(2015, 0, 2), new Uint8Array(10).fill(255));
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(parseInt(id.replaceAll("-", "").slice(0, 12), 16), Date.UTC(2015, 0, 2));
  assert.ok(uuidv7(1000) < uuidv7(2000));
  assert.notEqual(uuidv7(1000), uuidv7(1000));
});

test("waiting is full jitter between nothing and a ceiling that doubles to 20 s", () => {
  assert.equal(jitter(0, () => 0), 0);
  assert.equal(jitter(0, () => 1), bounds.FIRST_MS);
  assert.equal(jitter(3, () => 1), 4000);
  assert.equal(jitter(5, () => 1), 16_000);
  assert.equal(jitter(6, () => 1), bounds.LONGEST_MS);
  assert.equal(jitter(10_000, () => 1), bounds.LONGEST_MS);
});

/** Storage that survives the queue, as IndexedDB survives a page. */
function disk() {
  const rows = new Map();
  return {
    rows,
    all: async () => [...rows.values()].map((r) => structuredClone(r)),
    put: async (_table, row) => void rows.set(row.id, structuredClone(row)),
    remove: async (_table, id) => void rows.delete(id),
  };
}

async function queue(store, clock = { stamp: () => "2015-01-02T11:00:00.000Z" }) {
  const outbox = new Outbox(store, clock);
  await outbox.open("ana station:JFK");
  return outbox;
}

test("an action keeps its own time and survives a reload until it is answered", async () => {
  const store = disk();
  let now = "2015-01-02T11:00:00.000Z";
  const before = await queue(store, { stamp: () => now });
  const id = await before.add("claim", "m1", { station: "JFK", flight: "f" });
  now = "2015-01-02T13:30:00.000Z";
  const after = await queue(store, { stamp: () => now });
  const [frame] = after.take();
  assert.deepEqual([frame.id, frame.at, frame.sent], [id, "2015-01-02T11:00:00.000Z", "2015-01-02T13:30:00.000Z"]);
  assert.equal(after.waiting.value.length, 1, "sent is not answered");
  after.done({ id, outcome: "applied" });
  assert.equal(after.waiting.value.length, 0);
  assert.deepEqual(after.pending(), { [id]: "m1" }, "an applied action is asked about for a day");
});

test("at most sixteen are unanswered, in order", async () => {
  const outbox = await queue(disk());
  for (let i = 0; i < 20; i++) await outbox.add("count", `m${i}`, {});
  const first = outbox.take();
  assert.equal(first.length, UNANSWERED_MAX);
  assert.deepEqual(outbox.take(), []);
  outbox.done({ id: first[0].id, outcome: "applied" });
  assert.equal(outbox.take().length, 1);
});

test("later keeps and waits; a refusal stays until it is read; repeated means what it was", async () => {
  const outbox = await queue(disk());
  const id = await outbox.add("claim", "m1", {});
  outbox.take(0);
  outbox.done({ id, outcome: "later" }, 1000);
  assert.deepEqual(outbox.take(1500), [], "not at once");
  assert.equal(outbox.take(3100).length, 1);
  outbox.done({ id, outcome: "conflict", problem: { code: "already-claimed" } });
  assert.equal(outbox.refused.value[0].problem.code, "already-claimed");
  await outbox.dismiss(id);
  assert.equal(outbox.refused.value.length, 0);
  const other = await outbox.add("claim", "m1", {});
  outbox.take();
  outbox.done({ id: other, outcome: "repeated", was: "applied" });
  assert.equal(outbox.waiting.value.length, 0);
});

test("what was sent on a lost connection is asked about first, and sent again when the hub does not know it", async () => {
  const outbox = await queue(disk());
  const id = await outbox.add("claim", "m1", {});
  outbox.take();
  outbox.reconnected();
  assert.deepEqual(outbox.pending(), { [id]: "m1" });
  assert.deepEqual(outbox.take(), [], "its fate is being asked");
  outbox.unknown([id]);
  assert.equal(outbox.take()[0].id, id);
});

test("an applied action that the hub has lost is sent again", async () => {
  const outbox = await queue(disk());
  const id = await outbox.add("claim", "m1", {});
  outbox.take();
  outbox.done({ id, outcome: "applied" });
  outbox.unknown([id]);
  assert.equal(outbox.take()[0].id, id);
});
