// Who is signed in, for which post, and the three things that follow from it: documents, queue, link.
// Must not know: how anything looks.
import { batch, computed, effect, signal } from "@preact/signals";
import * as api from "./api.js";
import * as clock from "./clock.js";
import { Documents } from "./documents.js";
import { Link } from "./link.js";
import { Outbox } from "./outbox.js";
import { forgetPerson, person } from "./person.js";
import { Receipts } from "./receipts.js";
import { openStore } from "./store.js";

const POST = "onward.post";

/** `unknown` until the first answer; then `out`, `in`, or `offline` with what this device remembers. */
export const state = signal("unknown");
export const me = signal(null);
export const audience = signal(null);
/** Why somebody was sent to sign in again: `session-expired` or `session-revoked`. */
export const ended = signal(null);
export const role = computed(() => audience.value?.split(":")[0] ?? me.value?.role ?? null);
/** What follows the colon: a station, a receiver, an account, a programme. */
export const place = computed(() => audience.value?.split(":").slice(1).join(":") ?? "");

const store = await openStore();
export const documents = new Documents(store);
export const outbox = new Outbox(store, clock);
export const receipts = new Receipts(documents);
export const link = new Link({ documents, outbox, receipts, clock, api, onSession: sessionEnded });

/** Whether somebody has signed in on this device before: only then is there a reason to ask. */
export const known = () => remembered() !== null;

/** Nobody is signed in, and nobody needs to be asked. */
export const stayOut = () => (state.value = "out");

/** Asks the hub who this is. Without network: who it was, so that a shift goes on. */
export async function begin() {
  try {
    await signedIn(await api.get("/me"));
  } catch (problem) {
    const kept = problem.status === 0 ? remembered() : null;
    if (kept) await signedIn(kept.me);
    else state.value = "out";
  }
}

export async function signIn(account, password) {
  ended.value = null;
  await signedIn(await api.post("/sign-in", { account, password }));
}

/** The demonstration opens an account without a password; the hub allows it on loopback only. */
export async function enter(account) {
  link.stop();
  await documents.erase();
  // Each run of the demonstration is a hub of its own: what was done in another one is not its business.
  await store.clear("actions").catch(() => {});
  await api.post("/demo/enter", { account });
  await signedIn(await api.get("/me"));
}

export async function signOut() {
  link.stop();
  await api.post("/sign-out").catch(() => {});
  await forget();
}

/** Another post of the same account: its documents are other documents. */
export async function choose(name) {
  link.stop();
  await open(me.value, name);
}

/** Whether several people work at this account: a post, a reception, a desk. An escort's phone is her own. */
export const shared = computed(() => ["station", "receiver", "coordinator"].includes(role.value));

/** Queues an action on a movement. `as`: `{for, heard, at?}` where it writes down what another party said. */
export function act(kind, movement, body, as = {}) {
  const by = shared.value && person.value ? { by: person.value } : {};
  return outbox.add(kind, movement, body, { audience: audience.value, ...by, ...as });
}

async function signedIn(who) {
  const kept = remembered()?.audience;
  const audiences = who.audiences ?? [];
  await open(who, audiences.includes(kept) ? kept : (audiences[0] ?? null));
}

async function open(who, name) {
  const owner = `${who.account} ${name ?? ""}`;
  await documents.open(owner, clock.now());
  await outbox.open(owner);
  batch(() => {
    me.value = who;
    audience.value = name;
    state.value = "in";
    ended.value = null;
  });
  remember({ me: who, audience: name });
  if (name) link.start(name);
}

async function sessionEnded(why) {
  link.stop();
  // Expired: the queue and the cache are still this person's. Revoked: nothing may stay.
  if (why === "session-revoked") {
    await sendLate();
    await forget();
  }
  batch(() => {
    ended.value = why;
    me.value = null;
    audience.value = null;
    state.value = "out";
  });
}

/** What was done while the account was still open is told before this device forgets it. */
async function sendLate() {
  const commands = outbox.late().map((said) => ({ ...said, audience: audience.value }));
  if (commands.length > 0) await api.post("/commands/late", { commands }).catch(() => {});
}

async function forget() {
  await documents.erase();
  await outbox.erase();
  forgetPerson();
  try {
    localStorage.removeItem(POST);
  } catch {
    // Nothing was kept then.
  }
  batch(() => {
    me.value = null;
    audience.value = null;
    state.value = "out";
  });
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(POST));
  } catch {
    return null;
  }
}

function remember(what) {
  try {
    localStorage.setItem(POST, JSON.stringify(what));
  } catch {
    // A private window: the next visit signs in again.
  }
}

effect(() => {
  documents.expire(clock.tick.value);
});
