// The live link to the hub: one websocket, `onward.v1`, exactly as protocol.md §2 says. It says what this
// device holds, takes what differs, sends the queue, and comes back by itself.
// Must not know: what documents say, screens.
import { signal } from "@preact/signals";
import { jitter } from "./backoff.js";

const PING_AFTER_MS = 25_000;
const DEAD_AFTER_MS = 35_000;
/** A hub that said it leaves is followed elsewhere, or back to where it starts again, without an alarm for this long. */
const MOVING_MS = 20_000;
/** A `hello` may be 1 MiB; beyond this many documents their sum is said first. */
const HAVE_MAX = 8000;

/** What a close code asks for. A code that is not here is a broken connection. */
const CLOSES = {
  4400: "stop",
  4401: "session-expired",
  4403: "session-revoked",
  4408: "again",
  4413: "stop",
  4429: "slowly",
  4510: "at-once",
};

export class Link {
  /** `connecting` · `catching-up` · `live` · `offline` · `stopped`. */
  state = signal("stopped");
  /** Real time of the last frame, to say how old the picture is; and hub time of it. */
  heard = signal(0);
  /** Health per source, as `fresh` says it. */
  sources = signal([]);
  /** How the hub's store is, as `fresh` says it; a hub that says nothing of it has one that answers. */
  store = signal({ state: "ok", heard: null });
  #socket = null;
  #audience = null;
  #attempt = 0;
  #timers = new Set();
  #lastReal = 0;
  #sentReal = 0;
  #pinged = false;
  #welcomed = false;
  /** When the hub said that it leaves; 0 if it did not. */
  #moving = 0;
  /** The moment of the move, once drawn. */
  #move = null;
  #beat = null;
  #needs;

  /** `needs`: `{documents, outbox, receipts, clock, api, onSession, WebSocket?, url?, random?}`. */
  constructor(needs) {
    this.#needs = { WebSocket: globalThis.WebSocket, random: Math.random, ...needs };
    needs.outbox.onQueued = () => this.#flush();
  }

  start(audience) {
    this.stop();
    this.#audience = audience;
    this.#attempt = 0;
    this.#beat = setInterval(() => this.#alive(), 1000);
    this.#wake = () => this.#again(0);
    globalThis.addEventListener?.("online", this.#wake);
    this.#connect();
  }

  stop() {
    clearInterval(this.#beat);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    globalThis.removeEventListener?.("online", this.#wake);
    this.#drop();
    this.state.value = "stopped";
  }

  #wake = () => {};

  #connect() {
    this.#drop();
    clearTimeout(this.#move);
    this.#timers.delete(this.#move);
    this.#move = null;
    this.#welcomed = false;
    this.#pinged = false;
    this.#lastReal = Date.now();
    if (this.state.value !== "offline") this.state.value = "connecting";
    const url = this.#needs.url ?? `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/ws`;
    const socket = new this.#needs.WebSocket(url, "onward.v1");
    this.#socket = socket;
    socket.onopen = () => this.#hello();
    socket.onmessage = (event) => socket === this.#socket && this.#received(event.data);
    socket.onclose = (event) => socket === this.#socket && this.#closed(event.code);
  }

  /** Lets go of a socket at once: a half-open one may take minutes to say that it is closed. */
  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    if (socket && socket.readyState < 2) socket.close(1000);
  }

  #hello() {
    const { documents, outbox } = this.#needs;
    outbox.reconnected();
    const held = documents.count() <= HAVE_MAX ? { have: documents.have() } : { count: documents.count(), sum: documents.sum() };
    this.#send({ t: "hello", ...held, audience: this.#audience, pending: outbox.pending(), app: "onward-web" });
  }

  #send(frame) {
    if (this.#socket?.readyState !== 1) return;
    this.#sentReal = Date.now();
    this.#socket.send(JSON.stringify(frame));
  }

  #received(data) {
    this.#lastReal = Date.now();
    this.#pinged = false;
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    this.#frames[frame.t]?.(frame);
    this.heard.value = this.#needs.clock.now();
  }

  // One entry per frame; a type that is not here is newer than this screen and is ignored.
  #frames = {
    welcome: ({ now, rate }) => {
      this.#needs.clock.set(now, rate);
      this.#welcomed = true;
      this.#attempt = 0;
      this.#moving = 0;
      this.state.value = "catching-up";
      this.#flush();
    },
    put: ({ docs }) => {
      this.#needs.documents.put(docs);
      this.#receipts();
    },
    gone: ({ ids }) => this.#needs.documents.gone(ids),
    live: (frame) => {
      this.state.value = "live";
      this.#check(frame);
      this.#receipts();
    },
    check: (frame) => this.#check(frame),
    done: (frame) => {
      this.#needs.outbox.done(frame);
      if (frame.outcome === "later") this.#later(2000 + this.#needs.random() * 1000, () => this.#flush());
      this.#flush();
    },
    unknown: ({ ids }) => {
      this.#needs.outbox.unknown(ids);
      this.#flush();
    },
    fresh: ({ sources, store }) => {
      this.sources.value = sources;
      this.store.value = store ?? { state: "ok", heard: null };
    },
    // Sent again to whoever is slow: the moment that was drawn first stands.
    drain: ({ in_ms: wait, spread_ms: spread }) => {
      if (this.#move !== null) return;
      this.#moving = Date.now();
      this.#move = this.#later((wait ?? 0) + this.#needs.random() * (spread ?? 0), () => this.#connect());
    },
    problem: ({ code }) => {
      if (code === "have-needed") this.#send({ t: "have", have: this.#needs.documents.have() });
    },
    ping: ({ n }) => this.#send({ t: "pong", n }),
    pong: () => {},
  };

  #check({ count, sum }) {
    const { documents } = this.#needs;
    if (documents.count() !== count || documents.sum() !== sum) this.#send({ t: "have", have: documents.have() });
  }

  #flush() {
    if (!this.#welcomed || this.#socket?.readyState !== 1) return;
    for (const frame of this.#needs.outbox.take()) this.#send(frame);
  }

  #receipts() {
    if (!this.#welcomed) return;
    const notices = this.#needs.receipts.owed(this.#audience);
    if (notices.length > 0) this.#send({ t: "receipt", notices });
  }

  #alive() {
    if (!this.#socket) return;
    const quiet = Date.now() - this.#lastReal;
    const mute = Date.now() - this.#sentReal;
    if (quiet > DEAD_AFTER_MS) this.#closed(1006);
    // Also while much arrives: on a slow line the hub's own ping waits behind it, and a device that says nothing for
    // 35 s would be cut in the middle of what it waits for.
    else if ((quiet > PING_AFTER_MS && !this.#pinged) || (this.#welcomed && mute > PING_AFTER_MS)) {
      this.#pinged = true;
      this.#send({ t: "ping", n: this.#lastReal });
    } else this.#receipts();
  }

  async #closed(code) {
    this.#drop();
    this.#welcomed = false;
    const asks = CLOSES[code];
    const calm = asks === "at-once" || Date.now() - this.#moving < MOVING_MS;
    this.state.value = calm ? "connecting" : "offline";
    if (asks === "session-expired" || asks === "session-revoked") return this.#needs.onSession(asks);
    if (asks === "stop") return void (this.state.value = "stopped");
    if (asks === "at-once") return this.#again(0);
    if (asks === "slowly") return this.#again(20_000);
    if (this.#move !== null) return;
    if (code === 1006 && (await this.#over())) return;
    this.#again(jitter(this.#attempt++, this.#needs.random));
  }

  /** A browser does not say why a socket could not open: the hub does, when asked over HTTP. */
  async #over() {
    try {
      await this.#needs.api.get("/me");
    } catch (problem) {
      if (problem.status !== 401) return false;
      this.#needs.onSession(problem.code === "session-revoked" ? "session-revoked" : "session-expired");
      return true;
    }
    return false;
  }

  #again(ms) {
    this.#later(ms, () => {
      if (this.state.value !== "stopped" && !this.#welcomed) this.#connect();
    });
  }

  #later(ms, run) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }
}
