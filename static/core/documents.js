// The documents of one audience, as the hub last sent them: put, gone, and erased by the device's own clock
// at `until`. Whoever shows them reads `live`. Must not know: frames, sockets, what a document says.
import { signal } from "@preact/signals";
import { sum } from "./sum.js";

export class Documents {
  #held = new Map();
  #store;
  #owner = "";
  /** The live bodies, newest content: a new array whenever one changed. */
  live = signal([]);

  constructor(store) {
    this.#store = store;
  }

  /** Takes up what was kept for this account and audience; what belongs to another is erased. */
  async open(owner, now) {
    this.#owner = owner;
    this.#held.clear();
    for (const row of await this.#store.all("documents")) {
      if (row.owner !== owner) await this.#store.remove("documents", row.key);
      else this.#held.set(row.id, { id: row.id, rev: row.rev, body: row.body, until: row.until });
    }
    this.expire(now);
    this.#show();
  }

  put(docs) {
    for (const { id, rev, body, until } of docs) {
      this.#held.set(id, { id, rev, body, until });
      // `<movement>/people` holds names: memory only.
      if (!id.includes("/")) this.#keep({ key: `${this.#owner} ${id}`, owner: this.#owner, id, rev, body, until });
    }
    this.#show();
  }

  gone(ids) {
    for (const id of ids) {
      this.#held.delete(id);
      this.#store.remove("documents", `${this.#owner} ${id}`).catch(() => {});
    }
    this.#show();
  }

  /** Erases what may only be held until now. Called by the clock, connected or not. */
  expire(now) {
    const over = [...this.#held.values()].filter((d) => d.until && Date.parse(d.until) <= now).map((d) => d.id);
    if (over.length > 0) this.gone(over);
    return over;
  }

  async erase() {
    this.#held.clear();
    this.#show();
    await this.#store.clear("documents");
  }

  body(id) {
    return this.#held.get(id)?.body ?? null;
  }

  have() {
    return Object.fromEntries([...this.#held.values()].map((d) => [d.id, d.rev]));
  }

  count() {
    return this.#held.size;
  }

  sum() {
    return sum([...this.#held.values()].map((d) => [d.id, d.rev]));
  }

  #show() {
    this.live.value = [...this.#held.values()].filter((d) => !d.id.includes("/")).map((d) => d.body);
  }

  #keep(row) {
    // A full disk costs the next visit a few more bytes, nothing else.
    this.#store.put("documents", row).catch(() => {});
  }
}
