// Puts a form's task together for whoever is signed in: the documents of a movement, the queue, and the door its
// actions go out by; for a desk that writes down a call, in the name of the party that called.
// Must not know: screens.
import { act, audience, documents, outbox } from "./session.js";
import { taskOf } from "./task.js";

/** The people document of a movement, or null while names are not open. */
export const docOf = (movement) => {
  // Read for its own sake: it changes whenever a document does, the people documents among them.
  void documents.live.value;
  return documents.body(`${movement}/people`);
};

/** Waiting actions of one movement that this device did itself. */
export const queuedOn = (movement) => outbox.effective.value.filter((row) => row.movement === movement);

/** `station`: the airport of a post. `as`: `{for, heard, at?}` when it writes down what another party said. */
export function taskFor(body, { station, as } = {}) {
  const me = as?.for ?? audience.value;
  const queued = queuedOn(body.movement);
  return taskOf({ body, doc: docOf(body.movement), me, queued, station, send: (kind, said) => act(kind, body.movement, said, as) });
}
