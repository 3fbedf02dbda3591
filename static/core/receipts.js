// Tells the hub how far a notice has come with this reader: delivered when it is on the device, seen when it
// has been on the screen. Said again until the document shows it. Must not know: sockets, how notices look.

const AGAIN_MS = 30_000;
const MOST = 100;

export class Receipts {
  #documents;
  #seen = new Set();
  #said = new Map();

  constructor(documents) {
    this.#documents = documents;
  }

  /** A notice has been in front of somebody. */
  seen(id) {
    this.#seen.add(id);
  }

  /** Receipts the hub should hear now, for notices addressed to `audience`. */
  owed(audience, real = Date.now()) {
    const owed = [];
    for (const body of this.#documents.live.value) {
      for (const notice of body.notices ?? []) {
        const stage = this.#next(notice, audience);
        const key = `${notice.id} ${stage}`;
        if (!stage || real - (this.#said.get(key) ?? -AGAIN_MS) < AGAIN_MS || owed.length >= MOST) continue;
        this.#said.set(key, real);
        owed.push({ id: notice.id, movement: body.movement, stage });
      }
    }
    return owed;
  }

  #next(notice, audience) {
    if (notice.party && notice.party !== audience) return null;
    if (notice.stage === "told") return this.#seen.has(notice.id) ? "seen" : "delivered";
    return notice.stage === "delivered" && this.#seen.has(notice.id) ? "seen" : null;
  }
}
