// Which wave somebody looked at last, so that "back" leads to its card and not to the top of a long board.
// Must not know: what a wave is.
import { useEffect } from "preact/hooks";

let last = null;

export const lookedAt = (key) => (last = key);

/** On the board: the card one came from is in sight, its link has the focus. Once: a board that is opened anew starts at the top. */
export function useComeBack() {
  useEffect(() => {
    const key = last;
    last = null;
    if (key === null) return;
    const link = [...document.querySelectorAll("[data-key]")].find((card) => card.dataset.key === key)?.querySelector(".open-wave");
    link?.scrollIntoView({ block: "center" });
    link?.focus({ preventScroll: true });
  }, []);
}
