// What is vendored is what it says it is, every language says the same things, every script says what it is
// for and loads only what the import map names.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { SYMBOLS } from "../../static/core/sign.js";
import { FluentBundle, FluentResource } from "@fluent/bundle";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../static");
const all = (folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }).filter((f) => f.isFile()).map((f) => join(f.parentPath ?? f.path, f.name));
const read = (path) => readFileSync(path, "utf8");
const own = () => all(".").filter((f) => f.endsWith(".js") && !f.includes("/vendor/"));

test("vendored files have the sums that vendor.json gives", () => {
  const packages = JSON.parse(read(join(root, "vendor/vendor.json")));
  const listed = new Set(["vendor.json"]);
  for (const { name, version, files } of packages) {
    assert.ok(name && /^\d+\.\d+\.\d+/.test(version));
    for (const { file, sha256 } of files) {
      listed.add(file);
      assert.equal(createHash("sha256").update(readFileSync(join(root, "vendor", file))).digest("hex"), sha256, file);
    }
  }
  for (const path of all("vendor")) assert.ok(listed.has(path.slice(join(root, "vendor").length + 1)), `${path} is not listed`);
});

test("every language has every message of English, and all of them parse", () => {
  const ids = (code) => {
    const resource = new FluentResource(read(join(root, `lang/${code}.ftl`)));
    const bundle = new FluentBundle(code);
    assert.deepEqual(bundle.addResource(resource), [], `${code}: the same id twice`);
    const text = read(join(root, `lang/${code}.ftl`));
    const written = [...text.matchAll(/^([a-z][a-z0-9-]*) =/gm)].map((m) => m[1]);
    for (const id of written) {
      const message = bundle.getMessage(id);
      assert.ok(message?.value, `${code}: ${id} does not parse`);
      const errors = [];
      bundle.formatPattern(message.value, { n: 2, here: 1, expected: 2, people: 3, min: 4, rate: 60, needed: 1, available: 2, broken: 1, alerts: 1, accepted: 1, unmatched: 0, rejected: 0, time: "", day: "", title: "", label: "", labels: "", limit: "door-close", late: "later", arms: 1, city: "", flight: "", from: "", to: "", part: "", who: "", place: "", programme: "", date: "", total: 2, behind: 1, rest: 1, name: "", kind: "bus", what: "", party: "", language: "", symbol: "", how: "", via: "" }, errors);
      assert.deepEqual(errors, [], `${code}: ${id}`);
    }
    return new Set(written);
  };
  const english = ids("en");
  for (const code of ["fr", "nl", "ar"]) {
    const other = ids(code);
    for (const id of english) assert.ok(other.has(id), `${code}.ftl lacks ${id}`);
  }
});

test("every message a screen asks for is there", () => {
  const english = new Set([...read(join(root, "lang/en.ftl")).matchAll(/^([a-z][a-z0-9-]*) =/gm)].map((m) => m[1]));
  for (const path of own()) {
    for (const [, id] of read(path).matchAll(/\bt\("([a-z0-9-]+)"/g)) assert.ok(english.has(id), `${path}: ${id}`);
  }
});

test("what screens put together to a message id has its words", () => {
  const english = new Set([...read(join(root, "lang/en.ftl")).matchAll(/^([a-z][a-z0-9-]*) =/gm)].map((m) => m[1]));
  const kinds = ["handover-offer", "handover-accept", "handover-refuse", "handover-give", "handover-take", "boarded", "left-behind", "landed", "sighting", "traveller-add", "traveller-drop", "traveller-correct", "person-missing", "person-found", "callback", "note", "told-family", "booking-changed", "reroute-approve", "movement-split", "movement-join", "reception-ready", "reception-problem", "reception-received"];
  const families = {
    did: [...kinds, "undo", "claim", "count"],
    fact: [...kinds, "undo", "whereabouts", "refused"],
    do: ["claim", "arrived", "landed", "count", "accept", "accept-label", "offer", "offer-label", "boarded", "boarded-label", "checkpoint", "ready", "problem", "received"],
    task: ["count", "take", "seen", "hand-on", "outside", "boarded", "add", "missing", "found", "family", "note", "callback"],
    "desk-do": ["call", "reroute", "booking", "split", "join", "drop", "alert", "close", "cancel"],
    said: ["known", "claims", "there", "landed", "ready", "problem", "received"],
    party: ["me", "origin", "alone", "ended", "unknown", "previous-stop", "next-stop", "on-the-way", "border", "here", "station", "escort", "receiver", "coordinator"],
    "party-out": ["prm", "crew", "border", "hotel", "hospital", "adult", "other"],
    place: ["check-in", "exit-control", "off-the-aircraft", "border", "bags", "security", "gate", "boarded", "kerb", "door", "washroom", "shops", "aircraft", "with-escort"],
    age: ["infant", "toddler", "child", "teen", "adult", "senior"],
    outcome: ["stayed-at-origin", "own-decision", "with-authorities", "hospital", "died", "other-travel", "not-found"],
    alert: ["custody-contradiction", "count-mismatch", "not-seen", "late-return", "alone-overdue", "person-missing", "left-behind", "handover-refused", "callback", "reception-problem", "not-received", "alone-too-long", "other"],
    notice: ["not-known", "left-behind", "contradiction", "rerouted", "farewell", "split", "joined", "count-mismatch", "handover-refused", "not-received", "reception-problem", "callback", "alone-too-long"],
    problem: ["still-not-known", "unknown-booking", "unit-split", "already-flown", "gone-another-way", "nobody-left", "too-late-to-undo", "cannot-undo", "already-undone", "unknown-command-id", "unknown-traveller", "not-your-command", "not-your-airport", "malformed-command"],
    "problem-kind": ["late", "vehicle", "interpreter", "room", "people", "other"],
    heard: ["phone", "radio", "in-person"],
    callback: ["now", "soon", "later"],
    "booking-by": ["airline", "desk"],
    missing: ["title", "where", "send"],
    found: ["title", "where", "send"],
    symbol: SYMBOLS,
    feed: ["ok", "late", "silent", "off", "quiet"],
    "unmatched-why": ["unknown", "several", "suffix", "mass-cancellation"],
    wrong: ["flight", "airport", "time", "chain", "chain-time"],
  };
  for (const [family, members] of Object.entries(families)) for (const member of members) assert.ok(english.has(`${family}-${member}`), `${family}-${member}`);
});

test("scripts say what they are for, stay small, and put nothing inline", () => {
  for (const path of own()) {
    const text = read(path);
    const head = text.split("\n").findIndex((line) => !line.startsWith("//"));
    assert.ok(head >= 2 && head <= 6, `${path}: a header of 2 to 6 lines`);
    assert.match(text.slice(0, 600), /Must not know/, path);
    assert.ok(text.split("\n").length <= 400, path);
    assert.doesNotMatch(text, /console\.|innerHTML|\beval\(|\bstyle="/, path);
  }
  for (const page of ["index.html", "docs/index.html"]) assert.doesNotMatch(read(join(root, page)), /style="|\son[a-z]+="/);
});

test("bare imports are in the import map, relative ones exist", () => {
  const map = JSON.parse(/<script type="importmap">([\s\S]*?)<\/script>/.exec(read(join(root, "index.html")))[1]).imports;
  for (const target of Object.values(map)) assert.ok(existsSync(join(root, target)), target);
  for (const path of own()) {
    for (const [, name] of read(path).matchAll(/^(?:import|export).* from "([^"]+)"/gm)) {
      if (name.startsWith(".")) assert.ok(existsSync(join(dirname(path), name)), `${path}: ${name}`);
      else assert.ok(map[name], `${path}: ${name}`);
    }
  }
});

test("every stylesheet is linked", () => {
  const pages = ["index.html", "docs/index.html"].map((page) => read(join(root, page))).join();
  for (const path of all(".").filter((f) => f.endsWith(".css"))) assert.ok(pages.includes(`href="${path.slice(root.length)}"`), path);
});
