// Cards that change places slide to where they now are, so that the eye can follow. Off when motion is not
// wanted. Must not know: what the cards are.
import { useLayoutEffect, useRef } from "preact/hooks";

/** A ref for the parent of elements with `data-key`; `order` changes when they do. */
export function useSlide(order) {
  const parent = useRef(null);
  const places = useRef(new Map());
  useLayoutEffect(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const now = new Map();
    for (const card of parent.current?.querySelectorAll("[data-key]") ?? []) {
      const top = card.offsetTop;
      now.set(card.dataset.key, top);
      const before = places.current.get(card.dataset.key);
      if (!still && before !== undefined && before !== top) {
        card.animate([{ transform: `translateY(${before - top}px)` }, { transform: "none" }], { duration: 350, easing: "ease-out" });
      }
    }
    places.current = now;
  }, [order]);
  return parent;
}
