// The checksum of a set of documents: XOR of FNV-1a-64 over `id + " " + rev`, as protocol.md §2 defines it.
// Hub and screen compare it to know that both hold the same. Must not know: what a document says.

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;
const encoder = new TextEncoder();

export function fnv(text) {
  let hash = OFFSET;
  for (const byte of encoder.encode(text)) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  return hash;
}

/** `[[id, rev], …]` in any order → 16 hex digits. */
export function sum(pairs) {
  let all = 0n;
  for (const [id, rev] of pairs) all ^= fnv(`${id} ${rev}`);
  return all.toString(16).padStart(16, "0");
}
