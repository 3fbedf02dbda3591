// Units of static/core/waves.js and of the connection strip's geometry: grouping, urgency, the next action.
import assert from "node:assert/strict";
import test from "node:test";
import { axis, geometry, ticks } from "../../static/components/connection-strip/geometry.js";
import { best, flightName, worst } from "../../static/core/flights.js";
import { toCount, waves } from "../../static/core/waves.js";
import { dayShift, hhmm, offset } from "../../static/core/zones.js";

const NOW = Date.parse("2015-01-02T18:00:00Z");
const at = (minutes) => new Date(NOW + minutes * 60_000).toISOString();

function group(label, { flight = "RJ261/2015-01-02/AMM-JFK", inMin = 20, outMin = 200, margin = 40, band = "safe", next = "claim", ...more } = {}) {
  const inbound = { leg: 1, kind: "flight", flight, from: "AMM", to: "JFK", status: "off", times: { scheduled_in: { at: at(inMin) } } };
  const outbound = { leg: 2, kind: "flight", flight: `B6${label.charCodeAt(0)}/2015-01-02/JFK-BUF`, from: "JFK", to: "BUF", status: "scheduled", times: { scheduled_out: { at: at(outMin) } } };
  const connection = { station: "JFK", in: 1, out: 2, band, margin_min: margin, needed_min: 60, available_min: 60 + margin, limit: "door-close", limit_at: at(inMin + 60 + margin), ready_at: at(inMin + 60), parts: [{ what: "disembark", min: 20 }, { what: "border", min: 40 }] };
  return { movement: `m-${label}`, label, state: "moving", legs: [inbound, outbound], connections: [connection], counts: { expected: 5, in_arms: 1, escorts: 0 }, claims: [], notices: [], alerts: [], needs: [{ action: "walk", count: 1 }], next, ...more };
}

test("groups on one flight are one wave, worst first, sums added", () => {
  const [wave, ...rest] = waves([group("A"), group("B", { band: "broken", margin: -4 })], "JFK", NOW);
  assert.equal(rest.length, 0);
  assert.deepEqual([wave.expected, wave.inArms, wave.band, wave.margin, wave.kind], [10, 2, "broken", -4, "connecting"]);
  assert.deepEqual(wave.parts.map((p) => p.body.label), ["B", "A"]);
  assert.deepEqual(wave.needs, [{ action: "walk", count: 2 }]);
});

test("now, next two hours, later; what waits for an answer is now", () => {
  const must = { id: "n1", kind: "cancelled", text: "x", must_ack: true, stage: "told" };
  const list = waves(
    [group("A", { flight: "A/1", inMin: 20 }), group("B", { flight: "B/1", inMin: 90 }), group("C", { flight: "C/1", inMin: 300 }), group("D", { flight: "D/1", inMin: 300, notices: [must] })],
    "JFK",
    NOW,
  );
  assert.deepEqual(Object.fromEntries(list.map((w) => [w.parts[0].body.label, w.when])), { A: "now", B: "next", C: "later", D: "now" });
});

test("queued actions carry the next action on, without network", () => {
  const body = group("A");
  const about = { station: "JFK", flight: body.legs[0].flight };
  const step = (queued) => waves([body], "JFK", NOW, queued)[0];
  const claim = { id: "1", kind: "claim", movement: body.movement, body: about, at: at(0) };
  const arrived = { id: "2", kind: "arrived", movement: body.movement, body: about, at: at(1) };
  const count = { id: "3", kind: "count", movement: body.movement, body: { leg: 1, place: "gate", here: 4 }, at: at(2) };
  assert.equal(step([]).next, "claim");
  assert.equal(step([claim]).next, "arrived");
  assert.equal(step([claim, arrived]).next, "count");
  const counted = step([claim, arrived, count]);
  assert.equal(counted.next, null);
  assert.deepEqual([counted.parts[0].counts.here, counted.parts[0].counts.missing], [4, 1]);
});

test("each group of a wave is counted in turn", () => {
  const claims = [{ station: "JFK", flight: "RJ261/2015-01-02/AMM-JFK", by: "x", at: at(0), arrived: at(1) }];
  const done = group("A", { claims, next: null, counts: { expected: 5, in_arms: 0, escorts: 0, here: 5, leg: 1 } });
  const open = group("B", { claims, next: "count" });
  const [wave] = waves([done, open], "JFK", NOW);
  assert.equal(wave.next, "count");
  assert.deepEqual(toCount(wave).map((p) => p.body.label), ["B"]);
});

test("a wave that has left is done and has no band", () => {
  const body = group("A", { band: "broken", margin: -10, next: null });
  body.legs[1].status = "off";
  const [wave] = waves([body], "JFK", NOW);
  assert.deepEqual([wave.when, wave.band], ["done", null]);
  assert.equal(worst(body), null);
});

test("the same news to several groups is one line that answers for all", () => {
  const news = (id) => [{ id, kind: "cancelled", text: "RJ 261 is cancelled.", must_ack: true, stage: "told" }];
  const [wave] = waves([group("A", { notices: news("1") }), group("B", { notices: news("2") })], "JFK", NOW);
  assert.equal(wave.notices.length, 1);
  assert.equal(wave.notices[0].acks.length, 2);
});

test("the strip: blocks in order end where they are ready, the gap is the margin", () => {
  const part = waves([group("A", { margin: -14 })], "JFK", NOW)[0].parts[0];
  const picture = geometry(part);
  assert.equal(picture.blocks.at(-1).to, picture.ready);
  assert.equal(picture.gap, -14 * 60_000);
  assert.equal(picture.onBlock, picture.inbound);
  const along = axis([picture]);
  assert.ok(along.from < picture.onBlock && along.to > picture.departs);
  assert.ok(ticks(along).length <= 9);
  assert.equal(geometry({ connection: { station: "JFK", band: "broken", limit: "cancelled" } }), null);
});

test("times are those of the airport, with the shift of the day", () => {
  assert.equal(hhmm("2013-03-08T19:32:00Z", "America/New_York"), "14:32");
  assert.equal(hhmm("2013-03-08T05:00:00Z", "America/New_York"), "00:00");
  assert.equal(dayShift("2013-03-09T05:30:00Z", "America/New_York", Date.parse("2013-03-08T19:32:00Z")), 1);
  assert.equal(offset("2013-03-08T19:32:00Z", "America/New_York"), "UTC−5");
  assert.equal(offset("2013-03-08T19:32:00Z", "UTC"), "UTC");
  assert.equal(flightName("MQ3386/2015-01-02/ORD-ERI"), "MQ 3386");
  const leg = { times: { scheduled_in: { at: at(0) }, estimated_in: { at: at(12), source: "x" } } };
  assert.deepEqual([best(leg, "in").kind, best(leg, "in").was], ["estimated", at(0)]);
  assert.equal(best({ times: {} }, "in"), null);
});
