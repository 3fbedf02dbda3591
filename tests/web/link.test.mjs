// The link against the frames of protocol.md §2, on a socket that the test holds in its hand.
import assert from "node:assert/strict";
import test from "node:test";
import { Documents } from "../../static/core/documents.js";
import { Link } from "../../static/core/link.js";
import { Outbox } from "../../static/core/outbox.js";
import { Receipts } from "../../static/core/receipts.js";
import { memoryStore } from "../../static/core/store.js";
import { sum } from "../../static/core/sum.js";

class Socket {
  static made = [];
  readyState = 0;
  sent = [];
  constructor(url, protocol) {
    Object.assign(this, { url, protocol });
    Socket.made.push(this);
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.onopen();
  }
  say(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  fail(code) {
    this.readyState = 3;
    this.onclose({ code });
  }
}

const clock = { now: () => 0, stamp: () => "2015-01-02T11:00:00.000Z", set: () => {} };

async function linked(t, { api = { get: async () => ({}) }, random = () => 0 } = {}) {
  Socket.made = [];
  const store = memoryStore();
  const documents = new Documents(store);
  await documents.open("me", 0);
  const outbox = new Outbox(store, clock);
  await outbox.open("me");
  const sessions = [];
  const link = new Link({ documents, outbox, receipts: new Receipts(documents), clock, api, onSession: (why) => sessions.push(why), WebSocket: Socket, url: "ws://x", random });
  link.start("station:JFK");
  t.after(() => link.stop());
  return { link, documents, outbox, sessions, socket: () => Socket.made.at(-1) };
}

const doc = (id, rev, body = {}) => ({ id, rev, body: { movement: id, ...body } });
const frames = (socket, type) => socket.sent.filter((f) => f.t === type);
const settle = () => new Promise((done) => setTimeout(done, 5));

test("hello says what is held; put and gone change it; live makes it live", async (t) => {
  const { link, documents, socket } = await linked(t);
  documents.put([doc("a", "1")]);
  socket().open();
  assert.deepEqual(socket().sent[0], { t: "hello", have: { a: "1" }, audience: "station:JFK", pending: {}, app: "onward-web" });
  socket().say({ t: "welcome", now: "2015-01-02T11:00:00Z", rate: 1 });
  assert.equal(link.state.value, "catching-up");
  socket().say({ t: "put", docs: [doc("b", "2")] });
  socket().say({ t: "gone", ids: ["a"] });
  socket().say({ t: "live", count: 1, sum: sum([["b", "2"]]) });
  assert.equal(link.state.value, "live");
  assert.deepEqual(documents.have(), { b: "2" });
  assert.equal(frames(socket(), "have").length, 0);
});

test("a check that does not match is answered with have", async (t) => {
  const { documents, socket } = await linked(t);
  socket().open();
  socket().say({ t: "welcome", now: "2015-01-02T11:00:00Z", rate: 1 });
  documents.put([doc("a", "1")]);
  socket().say({ t: "check", count: 1, sum: sum([["a", "2"]]) });
  assert.deepEqual(frames(socket(), "have"), [{ t: "have", have: { a: "1" } }]);
});

test("nothing is sent before welcome; done empties the queue", async (t) => {
  const { outbox, socket } = await linked(t);
  await outbox.add("claim", "m", {});
  socket().open();
  assert.equal(frames(socket(), "do").length, 0);
  socket().say({ t: "welcome", now: "2015-01-02T11:00:00Z", rate: 1 });
  const [command] = frames(socket(), "do");
  assert.equal(command.at, "2015-01-02T11:00:00.000Z");
  socket().say({ t: "done", id: command.id, outcome: "applied" });
  assert.equal(outbox.waiting.value.length, 0);
});

test("a lost connection comes back by itself and asks about what was sent", async (t) => {
  const { link, outbox, socket } = await linked(t);
  socket().open();
  socket().say({ t: "welcome", now: "2015-01-02T11:00:00Z", rate: 1 });
  const id = await outbox.add("claim", "m", {});
  const first = socket();
  first.fail(1006);
  assert.equal(link.state.value, "offline");
  await settle();
  assert.notEqual(socket(), first);
  socket().open();
  assert.deepEqual(socket().sent[0].pending, { [id]: "m" });
  socket().say({ t: "welcome", now: "2015-01-02T11:00:00Z", rate: 1 });
  socket().say({ t: "unknown", ids: [id] });
  assert.equal(frames(socket(), "do")[0].id, id);
});

test("close codes: signed out, erased, stopped, again", async (t) => {
  for (const [code, why] of [[4401, "session-expired"], [4403, "session-revoked"]]) {
    const { sessions, socket } = await linked(t);
    socket().fail(code);
    await settle();
    assert.deepEqual(sessions, [why]);
    assert.equal(Socket.made.length, 1, "no new connection until somebody signs in");
  }
  const stopped = await linked(t);
  stopped.socket().fail(4400);
  await settle();
  assert.equal(stopped.link.state.value, "stopped");
  assert.equal(Socket.made.length, 1);
  const moved = await linked(t);
  moved.socket().fail(4510);
  await settle();
  assert.equal(Socket.made.length, 2);
});

test("after a broken socket the hub is asked who this is", async (t) => {
  const api = { get: async () => Promise.reject(Object.assign(new Error(), { status: 401, code: "session-revoked" })) };
  const { sessions, socket } = await linked(t, { api });
  socket().fail(1006);
  await settle();
  assert.deepEqual(sessions, ["session-revoked"]);
});

test("told to go, it moves once, at a moment of the spread, and raises no alarm on the way", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
  const { link, socket } = await linked(t, { random: () => 0.5 });
  socket().open();
  socket().say({ t: "welcome", now: "2015-01-02T11:00:00Z", rate: 1 });
  socket().say({ t: "live", count: 0, sum: "0".repeat(16) });
  socket().say({ t: "drain", in_ms: 1000, spread_ms: 4000 });
  socket().say({ t: "drain", in_ms: 1000, spread_ms: 4000 });
  t.mock.timers.tick(2999);
  assert.equal(Socket.made.length, 1);
  assert.equal(link.state.value, "live");
  t.mock.timers.tick(1);
  assert.equal(Socket.made.length, 2);
  // The node that starts again does not answer yet: it keeps on, and still says nothing of being offline.
  socket().fail(1006);
  assert.equal(link.state.value, "connecting");
  await Promise.resolve();
  await Promise.resolve();
  t.mock.timers.tick(20_000);
  assert.equal(Socket.made.length, 3);
  socket().fail(1006);
  assert.equal(link.state.value, "offline", "a hub that does not come back is worth an alarm");
});

test("closed before its moment has come, it waits for it; once welcomed it does not move again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
  const { link, socket } = await linked(t, { random: () => 0.5 });
  socket().open();
  socket().say({ t: "welcome", now: "2015-01-02T11:00:00Z", rate: 1 });
  socket().say({ t: "drain", in_ms: 0, spread_ms: 4000 });
  socket().fail(4503);
  assert.equal(link.state.value, "connecting");
  t.mock.timers.tick(1999);
  assert.equal(Socket.made.length, 1);
  t.mock.timers.tick(1);
  assert.equal(Socket.made.length, 2);
  socket().open();
  socket().say({ t: "welcome", now: "2015-01-02T11:00:00Z", rate: 1 });
  t.mock.timers.tick(10_000);
  assert.equal(Socket.made.length, 2);
});

test("fresh says how the store is, and an older hub says nothing of it", async (t) => {
  const { link, socket } = await linked(t);
  socket().open();
  socket().say({ t: "fresh", sources: [], store: { state: "away", heard: "2015-01-02T11:00:00Z" } });
  assert.deepEqual(link.store.value, { state: "away", heard: "2015-01-02T11:00:00Z" });
  socket().say({ t: "fresh", sources: [] });
  assert.equal(link.store.value.state, "ok");
});

test("have-needed is answered, ping is answered, strangers are ignored", async (t) => {
  const { socket } = await linked(t);
  socket().open();
  socket().say({ t: "problem", code: "have-needed" });
  socket().say({ t: "ping", n: 7, now: "2015-01-02T11:00:00Z" });
  socket().say({ t: "something-newer", x: 1 });
  socket().onmessage({ data: "not json" });
  assert.equal(frames(socket(), "have").length, 1);
  assert.deepEqual(frames(socket(), "pong"), [{ t: "pong", n: 7 }]);
});

test("whoever only takes says that it is there, so that a slow line is not taken for a dead one", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
  const { socket } = await linked(t);
  const at = socket();
  at.open();
  at.say({ t: "welcome", now: "2015-01-02T11:00:00Z", rate: 1 });
  for (let second = 0; second < 60; second++) {
    t.mock.timers.tick(1000);
    at.say({ t: "put", docs: [doc(`m${second}`, "1")] });
  }
  assert.equal(frames(at, "ping").length, 2, "once in 25 s, though something came every second");
});

test("a notice on the device is delivered, one on the screen is seen, once per half minute", async (t) => {
  const store = memoryStore();
  const documents = new Documents(store);
  await documents.open("me", 0);
  const receipts = new Receipts(documents);
  documents.put([doc("m", "1", { notices: [{ id: "n", stage: "told" }, { id: "o", stage: "told", party: "receiver:x" }] })]);
  assert.deepEqual(receipts.owed("station:JFK", 1), [{ id: "n", movement: "m", stage: "delivered" }]);
  assert.deepEqual(receipts.owed("station:JFK", 2), []);
  receipts.seen("n");
  assert.deepEqual(receipts.owed("station:JFK", 3), [{ id: "n", movement: "m", stage: "seen" }]);
  assert.equal(receipts.owed("station:JFK", 40_000).length, 1);
});

test("a document is erased at its hour, connected or not, and names are never written down", async () => {
  const store = memoryStore();
  const documents = new Documents(store);
  await documents.open("me", 0);
  documents.put([{ ...doc("m", "1"), until: "2015-01-02T12:00:00Z" }, doc("m/people", "1")]);
  assert.deepEqual((await store.all("documents")).map((r) => r.id), ["m"]);
  assert.deepEqual(documents.expire(Date.parse("2015-01-02T11:59:59Z")), []);
  assert.deepEqual(documents.expire(Date.parse("2015-01-02T12:00:00Z")), ["m"]);
  const next = new Documents(store);
  await next.open("somebody else", 0);
  assert.equal(next.count(), 0);
});
