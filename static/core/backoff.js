// How long to wait before connecting again: full jitter, so that a thousand tablets that lost the same hub
// do not come back in the same second. Must not know: sockets.

const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/** `attempt` counts from 0. Anywhere between nothing and the ceiling, which doubles up to 20 s. */
export function jitter(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(random() * ceiling);
}

export const bounds = { FIRST_MS, LONGEST_MS };
