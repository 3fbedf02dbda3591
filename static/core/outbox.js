// The queue of actions: each gets its id and its own time the moment it is made, is written down before it is
// sent, and stays until the hub has answered. Nothing is ever dropped; what the hub refuses stays on screen
// until somebody has read it. Must not know: sockets, what an action means.
import { signal } from "@preact/signals";
import { uuidv7 } from "./ids.js";

export const UNANSWERED_MAX = 16;
const REMEMBER_MS = 24 * 3600 * 1000;

export class Outbox {
  #rows = new Map();
  #store;
  #owner = "";
  #clock;
  #unanswered = new Set();
  #quietUntil = 0;
  /** Waiting for an answer, oldest first. */
  waiting = signal([]);
  /** Refused by the hub and not yet read. */
  refused = signal([]);
  /** Waiting, without what has been taken back again before it was sent: what a screen may already show. */
  effective = signal([]);
  /** Done or waiting, newest first, with what has been taken back left out: what an undo can be offered for. */
  made = signal([]);
  onQueued = () => {};

  /** `clock`: `{stamp}` hub time for `at` and `sent`. */
  constructor(store, clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async open(owner) {
    this.#owner = owner;
    this.#rows.clear();
    this.#unanswered.clear();
    const old = Date.now() - REMEMBER_MS;
    for (const row of await this.#store.all("actions")) {
      if (row.state === "applied" && row.answered < old) await this.#store.remove("actions", row.id);
      else if (row.owner === owner) this.#rows.set(row.id, row);
    }
    this.#show();
  }

  /** Writes an action down. It is sent when there is a link; its time is now, unless `extra` says when it was.
   *  `extra` also says for whom it was written down, how it was heard, and who at a shared post did it. */
  async add(kind, movement, body, extra = {}) {
    const row = { id: uuidv7(), owner: this.#owner, kind, movement, body, at: this.#clock.stamp(), state: "waiting", tried: false, ...extra };
    this.#rows.set(row.id, row);
    this.#show();
    await this.#store.put("actions", row).catch(() => {});
    this.onQueued();
    return row.id;
  }

  /** Ids the hub is asked about: what was sent and not answered, and what it applied in the last day. */
  pending() {
    const old = Date.now() - REMEMBER_MS;
    const asked = (r) => (r.state === "waiting" && r.tried) || (r.state === "applied" && r.answered >= old);
    return Object.fromEntries([...this.#rows.values()].filter(asked).map((r) => [r.id, r.movement]));
  }

  /** A new connection: nothing is in flight on it, except what `pending` asks about. */
  reconnected() {
    this.#unanswered = new Set([...this.#rows.values()].filter((r) => r.state === "waiting" && r.tried).map((r) => r.id));
    this.#quietUntil = 0;
  }

  /** The frames that may be sent now, each marked as tried before it leaves. */
  take(real = Date.now()) {
    const frames = [];
    if (real < this.#quietUntil) return frames;
    for (const row of this.waiting.value) {
      if (this.#unanswered.size >= UNANSWERED_MAX) break;
      if (this.#unanswered.has(row.id)) continue;
      this.#unanswered.add(row.id);
      if (!row.tried) this.#write({ ...row, tried: true });
      frames.push({ t: "do", ...this.#said(row) });
    }
    return frames;
  }

  /** All that waits, for the door that takes it from somebody who has lost the account. */
  late() {
    return this.waiting.value.map((row) => this.#said(row));
  }

  #said({ id, kind, movement, at, body, for: party, heard, by }) {
    const more = Object.fromEntries(Object.entries({ for: party, heard, by }).filter(([, value]) => value));
    return { id, kind, movement, at, sent: this.#clock.stamp(), body, ...more };
  }

  /** The hub has answered. `later` means nothing is known: keep and send again. */
  done({ id, outcome, was, problem }, real = Date.now()) {
    const row = this.#rows.get(id);
    this.#unanswered.delete(id);
    if (!row) return;
    const said = outcome === "repeated" ? (was ?? "applied") : outcome;
    if (said === "later") this.#quietUntil = real + 2000;
    else if (said === "applied") this.#write({ ...row, state: "applied", answered: real });
    else if (row.state === "waiting") this.#write({ ...row, state: "refused", outcome: said, problem: problem ?? null, answered: real });
    this.#show();
  }

  /** The hub does not know these: a store that was rolled back, or a frame that never arrived. Send again. */
  unknown(ids) {
    for (const id of ids) {
      const row = this.#rows.get(id);
      this.#unanswered.delete(id);
      if (row && row.state === "applied") this.#write({ ...row, state: "waiting" });
    }
    this.#show();
  }

  /** Somebody has read why an action did not apply. */
  async dismiss(id) {
    this.#rows.delete(id);
    this.#show();
    await this.#store.remove("actions", id).catch(() => {});
  }

  async erase() {
    for (const row of [...this.#rows.values()]) await this.#store.remove("actions", row.id).catch(() => {});
    this.#rows.clear();
    this.#unanswered.clear();
    this.#show();
  }

  #write(row) {
    this.#rows.set(row.id, row);
    this.#store.put("actions", row).catch(() => {});
  }

  #show() {
    const rows = [...this.#rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.waiting.value = rows.filter((r) => r.state === "waiting");
    this.refused.value = rows.filter((r) => r.state === "refused");
    const kept = rows.filter((r) => r.state !== "refused");
    const undone = new Set(kept.filter((r) => r.kind === "undo").map((r) => r.body.command));
    const stands = kept.filter((r) => r.kind !== "undo" && !undone.has(r.id));
    this.made.value = [...stands].reverse();
    this.effective.value = stands.filter((r) => r.state === "waiting");
  }
}
