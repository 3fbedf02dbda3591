// Units of what forms are made of: a count shared out, parts that add up, a typed way onward, the hold-up sign, the
// code that is read out, the queue that says for whom and who.
import assert from "node:assert/strict";
import test from "node:test";
import { Outbox } from "../../static/core/outbox.js";
import { changeable, flightOf, itineraryOf, stationsOf } from "../../static/core/plan.js";
import { counted, left, moved, partsOf, start } from "../../static/core/share.js";
import { placeOf, shortCode } from "../../static/core/short-code.js";
import { COLOURS, SYMBOLS, signOf } from "../../static/core/sign.js";
import { memoryStore } from "../../static/core/store.js";
import { instant, isoDay } from "../../static/core/zones.js";

test("a door count is placed by hand, group by group, until nothing is left", () => {
  const groups = [{ movement: "a", expected: 20, in_arms: 2, escorts: 1 }, { movement: "b", expected: 4 }];
  const total = { here: 23, in_arms: 2, escorts: 1 };
  let shares = start(groups);
  assert.deepEqual(left(total, shares), { here: -1, in_arms: 0, escorts: 0 });
  shares = moved(shares, "a", "here", -1);
  assert.deepEqual(left(total, shares), { here: 0, in_arms: 0, escorts: 0 });
  assert.equal(moved(shares, "b", "in_arms", -1).b.in_arms, 0, "never below nothing");
});

test("parts add up; the same part replaces; what is queued is one of them", () => {
  const counts = { parts: [{ part: "bus-1", here: 12, in_arms: 1 }, { part: "bus-2", here: 7, in_arms: 0 }] };
  assert.equal(counted(counts.parts, "bus-2"), 12);
  const queued = [{ kind: "count", body: { part: "bus-2", here: 8 } }, { kind: "count", body: { here: 20 } }];
  assert.deepEqual(partsOf(counts, queued).map((p) => [p.part, p.here]), [["bus-1", 12], ["bus-2", 8]]);
});

const zone = (code) => ({ JFK: "America/New_York", BUF: "America/New_York", LGA: "America/New_York", DOH: "Asia/Qatar", ORD: "America/Chicago" })[code] ?? "UTC";
const typed = (flight, from, to, out, into, day = "2015-01-02") => ({ kind: "flight", flight, from, to, out_date: day, out_time: out, in_date: day, in_time: into });

test("local times become instants, through the night a zone shifts", () => {
  assert.equal(instant("2015-01-02", "18:40", zone("JFK")), "2015-01-02T23:40:00Z");
  assert.equal(instant("2013-03-10", "03:30", zone("JFK")), "2013-03-10T07:30:00Z");
  assert.equal(instant("2013-11-03", "23:00", zone("JFK")), "2013-11-04T04:00:00Z");
  assert.equal(instant("2015-01-02", "02:00", "Asia/Kathmandu"), "2015-01-01T20:15:00Z");
  assert.equal(instant("", "18:40", "UTC"), null);
  assert.equal(instant("2015-01-02", "1840", "UTC"), null);
  assert.equal(isoDay("2015-01-03T02:00:00Z", zone("JFK")), "2015-01-02");
});

test("a typed way becomes legs, each beginning where the one before ends", () => {
  const { itinerary } = itineraryOf([typed("b6 130", "jfk", "ord", "18:40", "20:10"), typed("UA0455", "ORD", "BUF", "20:40", "23:05")], zone);
  assert.deepEqual(itinerary[0], { kind: "flight", carrier: "B6", number: "130", from: "JFK", to: "ORD", scheduled_out: "2015-01-02T23:40:00Z", scheduled_in: "2015-01-03T02:10:00Z" });
  assert.deepEqual([itinerary[1].carrier, itinerary[1].number], ["UA", "455"]);
  const ground = itineraryOf([{ ...typed("", "JFK", "LGA", "18:00", "19:00"), kind: "ground", mode: "bus" }], zone).itinerary;
  assert.deepEqual([ground[0].kind, ground[0].mode, ground[0].carrier], ["ground", "bus", undefined]);
});

test("what cannot be read is said at its field", () => {
  const wrong = (rows) => itineraryOf(rows, zone).wrong;
  assert.deepEqual(wrong([typed("?", "J", "JFK", "18:40", "10:00")]), [{ flight: "wrong-flight", from: "wrong-airport", in: "wrong-time" }]);
  assert.deepEqual(wrong([typed("B6 1", "JFK", "ORD", "10:00", "12:00"), typed("B6 2", "DOH", "BUF", "20:00", "23:00")])[1], { from: "wrong-chain" });
  assert.deepEqual(wrong([typed("B6 1", "JFK", "ORD", "10:00", "12:00"), typed("B6 2", "ORD", "BUF", "11:00", "15:00")])[1], { out: "wrong-chain-time" });
  assert.ok(wrong([]));
  assert.deepEqual([flightOf("mq3386"), flightOf("9E 3374"), flightOf("XX"), flightOf("B6 0")], [{ carrier: "MQ", number: "3386" }, { carrier: "9E", number: "3374" }, null, null]);
});

test("flown legs stay; stations leave, join and stay", () => {
  const legs = [{ leg: 1, from: "AMM", to: "JFK", status: "in" }, { leg: 2, from: "JFK", to: "LGA", status: "scheduled" }, { leg: 3, from: "LGA", to: "BUF", status: "scheduled" }];
  assert.deepEqual(changeable(legs).map((l) => l.leg), [2, 3]);
  assert.deepEqual(stationsOf(legs, 2, [{ from: "JFK", to: "ORD" }, { from: "ORD", to: "BUF" }]), { leave: ["LGA"], join: ["ORD"], stay: ["AMM", "JFK", "BUF"] });
});

test("the sign of a label is the same everywhere, and neighbours differ", () => {
  assert.deepEqual(signOf("K7"), signOf(" k7 "));
  const all = [];
  for (const letter of "ABCDEFGHKLMNPRSTUVWXYZ") for (let n = 2; n < 10; n++) all.push(signOf(`${letter}${n}`));
  assert.equal(new Set(all.map((s) => s.symbol)).size, SYMBOLS.length);
  assert.equal(new Set(all.map((s) => s.colour)).size, COLOURS.length);
  const most = Math.max(...SYMBOLS.map((s) => all.filter((x) => x.symbol === s).length));
  assert.ok(most < all.length / 5, "no symbol stands for every fifth group");
});

test("the code to read out: label, place, what, how many", () => {
  const legs = [{ leg: 1, from: "AMM", to: "AMS" }, { leg: 2, from: "AMS", to: "JFK" }];
  const code = (kind, body) => shortCode({ kind, body }, "K7", placeOf({ kind, body }, legs, "AMS"));
  assert.equal(code("count", { leg: 1, place: "with-escort", here: 22 }), "K7 AMS 22");
  assert.equal(code("boarded", { leg: 2, count: 22 }), "K7 AMS BOARDED 22");
  assert.equal(code("handover.accept", { from: "x", count: 22 }), "K7 AMS TAKEN 22");
  assert.equal(code("sighting", { all: true, place: "border", checkpoint: "border" }), "K7 AMS BORDER");
  assert.equal(code("person.missing", { traveller: "a", where: "gate" }), "K7 AMS MISSING 1");
  assert.equal(code("told.family", { language: "ar" }), null);
});

test("the queue says for whom, how it was heard and who at the post; an undo takes its action off the list", async () => {
  const outbox = new Outbox(memoryStore(), { stamp: () => "2015-01-02T11:00:00.000Z" });
  await outbox.open("desk");
  const id = await outbox.add("count", "m", { here: 3 }, { for: "escort:ana", heard: "phone", by: "Joseph", at: "2015-01-02T10:50:00.000Z" });
  const [frame] = outbox.take();
  assert.deepEqual([frame.for, frame.heard, frame.by, frame.at, frame.sent], ["escort:ana", "phone", "Joseph", "2015-01-02T10:50:00.000Z", "2015-01-02T11:00:00.000Z"]);
  assert.equal("audience" in frame, false);
  outbox.done({ id, outcome: "applied" });
  await outbox.add("claim", "m", {});
  const plain = outbox.take().at(-1);
  assert.deepEqual(["for" in plain, "heard" in plain, "by" in plain], [false, false, false]);
  assert.deepEqual(outbox.made.value.map((r) => r.kind), ["claim", "count"]);
  await outbox.add("undo", "m", { command: id });
  assert.deepEqual(outbox.made.value.map((r) => r.kind), ["claim"]);
  assert.deepEqual(outbox.effective.value.map((r) => r.kind), ["claim"]);
  await outbox.add("undo", "m", { command: plain.id });
  assert.deepEqual(outbox.effective.value, [], "what was taken back before it was sent is shown nowhere");
  assert.equal(outbox.waiting.value.length, 3, "and still nothing is dropped");
});
