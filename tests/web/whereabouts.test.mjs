// Units of who is with whom: parties and their order, the queue counted in, people with like names, the next step
// without network, checkpoints, what a form knows about "all".
import assert from "node:assert/strict";
import test from "node:test";
import { callers } from "../../static/core/callers.js";
import { inOrder, named, partyOf, sources, taking, withQueued } from "../../static/core/parties.js";
import { asQueued, everybody, likeNames, tail, units } from "../../static/core/people.js";
import { carried, nextCheckpoint, way } from "../../static/core/steps.js";
import { targets, taskOf } from "../../static/core/task.js";

const JFK = "station:JFK";
const LEGS = [
  { leg: 1, from: "AMM", to: "JFK", flight: "RJ261/2015-01-02/AMM-JFK", status: "on", times: {} },
  { leg: 2, from: "JFK", to: "BUF", flight: "B6130/2015-01-02/JFK-BUF", status: "scheduled", times: {} },
];
const body = (more = {}) => ({ movement: "m", label: "K7", legs: LEGS, counts: { expected: 4, in_arms: 1 }, with: [{ party: "escort:ana", count: 5 }], ...more });
const row = (kind, said, more = {}) => ({ id: "1", kind, movement: "m", body: said, at: "2015-01-02T19:00:00Z", ...more });

test("a party is its kind and its name; what is not known comes first", () => {
  assert.deepEqual(partyOf("aboard:RJ261/2015-01-02/AMM-JFK"), { kind: "aboard", name: "RJ261/2015-01-02/AMM-JFK" });
  assert.deepEqual(partyOf("alone"), { kind: "alone", name: "" });
  const list = ["receiver:x", "escort:ana", "unknown", JFK, "out:prm"].map((party) => ({ party, count: 1 }));
  assert.deepEqual(inOrder(list).map((w) => w.party), ["unknown", "out:prm", JFK, "escort:ana", "receiver:x"]);
});

test("from users of Onward one accepts, from all others one takes; who has gone ahead is not offered", () => {
  assert.equal(taking("escort:ana"), "handover.accept");
  assert.equal(taking("aboard:x"), "handover.take");
  assert.equal(taking("unknown", "an offer"), "handover.accept");
  const list = [JFK, "next-stop", "receiver:x", "ended", "escort:ana", "unknown"].map((party) => ({ party, count: 1 }));
  assert.deepEqual(sources(list, JFK).map((w) => w.party), ["unknown", "escort:ana"]);
  assert.equal(named("previous-stop", { from: "EWR" }), "station:EWR");
  assert.equal(named("escort:ana", { from: "EWR" }), "escort:ana");
});

test("what is queued is counted in and marked, and never makes people out of nothing", () => {
  const taken = withQueued(body(), [row("handover.accept", { from: "escort:ana", all: true, count: 5 })], JFK);
  assert.deepEqual(taken, [{ party: JFK, count: 5, queued: true }]);
  const given = withQueued(body({ with: [{ party: JFK, count: 5 }] }), [row("handover.give", { party: { kind: "prm" }, travellers: ["a"], count: 1 })], JFK);
  assert.deepEqual(given.map((w) => [w.party, w.count]), [["out:prm", 1], [JFK, 4]]);
  const over = withQueued(body({ with: [{ party: JFK, count: 3 }] }), [row("boarded", { leg: 2, count: 9 })], JFK);
  assert.deepEqual(over.map((w) => [w.party, w.count]), [["aboard:B6130/2015-01-02/JFK-BUF", 3]]);
  assert.deepEqual(withQueued(body(), [row("handover.accept", { from: "escort:ana", all: true, count: 5 }, { for: "station:EWR" })], JFK), body().with);
});

const doc = {
  cases: [
    { case: "C-4011", unit: 1, travellers: [{ traveller: "a", called: "Yusuf", age_band: "adult", party: "escort:ana" }, { traveller: "b", called: "Mariam", age_band: "infant", party: "escort:ana" }] },
    { case: "C-4012", unit: 1, travellers: [{ traveller: "c", called: "Maryam", age_band: "child", party: "escort:ana" }] },
    { case: "C-4013", unit: 2, travellers: [{ traveller: "d", called: "يُوسُف", age_band: "teen", party: "unknown" }, { traveller: "e", called: "يوسف", age_band: "adult", party: "escort:ana", not_travelling: true }] },
  ],
};

test("a unit holds its cases together, whatever their numbers", () => {
  assert.deepEqual(units(doc).map((u) => u.cases.map((c) => tail(c.case))), [["4011", "4012"], ["4013"]]);
  assert.deepEqual(everybody(doc).map((t) => t.case), ["C-4011", "C-4011", "C-4012", "C-4013", "C-4013"]);
  assert.deepEqual(units(null), []);
});

test("like names are found through accents, vowel signs and one letter; short names need to be the same", () => {
  assert.deepEqual([...likeNames(everybody(doc))].sort(), ["b", "c", "d", "e"]);
  assert.deepEqual([...likeNames([{ traveller: "x", called: "Ali" }, { traveller: "y", called: "Adi" }])], []);
  assert.deepEqual([...likeNames([{ traveller: "x", called: "" }, { traveller: "y", called: "" }])], []);
});

test("a person shows what this device has queued about them", () => {
  const at = (who, rows) => asQueued(everybody(doc).find((t) => t.traveller === who), "m", rows, JFK, LEGS);
  const taken = row("handover.accept", { from: "escort:ana", travellers: ["a"], count: 1 });
  assert.deepEqual([at("a", [taken]).party, at("b", [taken]).party], [JFK, "escort:ana"]);
  const all = row("handover.accept", { from: "escort:ana", all: true, count: 3 });
  assert.deepEqual([at("b", [all]).party, at("d", [all]).party], [JFK, "unknown"]);
  assert.equal(at("d", [row("person.found", { traveller: "d", where: "gate" })]).seen.place, "gate");
  assert.equal(at("a", [row("person.missing", { traveller: "a", where: "gate" })]).party, "unknown");
  assert.equal(at("a", [all, row("sighting", { all: true, place: "border", checkpoint: "border" })]).seen.place, "border");
});

test("the next step is carried on by the queue", () => {
  const part = { body: body(), outbound: LEGS[1], with: body().with };
  assert.equal(carried("count", part, [row("count", { here: 4 })], JFK), "accept");
  assert.equal(carried("count", part, [row("count", {}), row("handover.accept", {})], JFK), "checkpoint");
  assert.equal(carried("checkpoint", part, [row("sighting", {})], JFK), "boarded");
  assert.equal(carried("accept", { ...part, outbound: null }, [row("handover.take", {})], JFK), "offer");
  assert.equal(carried("boarded", part, [row("boarded", {})], JFK), null);
  assert.equal(carried("count", { ...part, with: [] }, [row("count", {})], JFK), null);
  assert.equal(carried("done", part, [], JFK), null);
  assert.equal(carried("boarded", part, [row("count", {})], JFK), "boarded");
});

test("checkpoints follow the way; what the connection does not need is left out", () => {
  const part = { body: body(), inbound: LEGS[0], outbound: LEGS[1], connection: { parts: [{ what: "border" }, { what: "security" }] } };
  assert.deepEqual(way(part), ["off-the-aircraft", "border", "security", "gate"]);
  assert.equal(nextCheckpoint(part, "JFK"), "border");
  assert.equal(nextCheckpoint(part, "JFK", [row("sighting", { all: true, place: "border", checkpoint: "border" })]), "security");
  const seen = { ...part, body: body({ checkpoints: [{ place: "gate", checkpoint: "gate", count: 5, at: "2015-01-02T18:00:00Z" }] }) };
  assert.equal(nextCheckpoint(seen, "JFK"), null);
  assert.deepEqual(way({ inbound: LEGS[0] }), ["off-the-aircraft", "border", "bags", "kerb"]);
});

test("a task knows whom `all` means and where people can be handed on to", () => {
  const contacts = [{ who: "station:JFK" }, { who: "station:BUF" }, { who: "escort:ana" }];
  const task = taskOf({ body: body({ contacts }), doc, me: JFK, send: () => {}, station: "JFK" });
  assert.deepEqual([task.inbound.leg, task.outbound.leg, task.place], [1, 2, "JFK"]);
  assert.equal(task.here.count, 5, "nobody is with the post: all who are under way");
  assert.equal(task.boarding.people.length, 3, "who is not known and who does not travel cannot board");
  assert.deepEqual(targets(task), ["station:BUF", "escort:ana"]);
  const held = taskOf({ body: body({ with: [{ party: JFK, count: 2 }, { party: "out:prm", count: 3 }] }), doc: null, me: JFK, send: () => {}, station: "JFK" });
  assert.deepEqual([held.here.count, held.here.people.length], [2, 0]);
});

test("who may call a desk: escorts, stations along the way, receivers", () => {
  const more = { contacts: [{ who: "station:JFK" }, { who: "escort" }], notices: [{ party: "escort:ana" }, { party: "coordinator:us" }], receivers: [{ receiver: "erie" }], claims: [] };
  assert.deepEqual(callers(body(more)), ["escort:ana", "station:JFK", "receiver:erie"]);
});
