// What waits as a person decides on it: one question for all cancellations of one source, one for each other message.
// Must not know: how it is shown.
import assert from "node:assert/strict";
import test from "node:test";
import { groups } from "../../static/components/unmatched/groups.js";

const entry = (id, why, source = "aidx") => ({ id, why, source });

test("cancellations of one source are one question, before all others", () => {
  const list = [entry(1, "unknown"), entry(2, "mass-cancellation"), entry(3, "suffix"), entry(4, "mass-cancellation", "typeb"), entry(5, "mass-cancellation")];
  const found = groups(list).map((group) => [group.id, group.entries.map((one) => one.id)]);
  assert.deepEqual(found, [[2, [2, 5]], [4, [4]], [1, [1]], [3, [3]]]);
  assert.deepEqual(groups([]), []);
});
