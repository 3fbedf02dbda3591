// What this device keeps between visits, in IndexedDB: live documents, the clock of the last contact and the
// queue of actions. Names are never written here: the people document stays in memory.
// Must not know: frames, screens.
import { openDB } from "idb";

/** One database for the device; every row carries the account and audience it belongs to. */
export async function openStore() {
  try {
    const db = await openDB("onward", 1, {
      upgrade(db) {
        db.createObjectStore("documents", { keyPath: "key" });
        db.createObjectStore("actions", { keyPath: "id" });
      },
    });
    return {
      all: (table) => db.getAll(table),
      put: (table, row) => db.put(table, row),
      remove: (table, key) => db.delete(table, key),
      clear: (table) => db.clear(table),
    };
  } catch {
    return memoryStore();
  }
}

/** A browser that keeps nothing (a private window): the same calls, gone with the page. */
export function memoryStore() {
  const tables = { documents: new Map(), actions: new Map() };
  const keyOf = (table, row) => (table === "documents" ? row.key : row.id);
  return {
    all: async (table) => [...tables[table].values()],
    put: async (table, row) => void tables[table].set(keyOf(table, row), structuredClone(row)),
    remove: async (table, key) => void tables[table].delete(key),
    clear: async (table) => tables[table].clear(),
  };
}
