// Day or night, as chosen on this device or as the device itself is set. The first paint is core/theme.js's.
// Must not know: screens.
import { signal } from "@preact/signals";

const KEPT = "onward.theme";

export const theme = signal(document.documentElement.dataset.theme ?? "day");

new MutationObserver(() => (theme.value = document.documentElement.dataset.theme)).observe(document.documentElement, {
  attributeFilter: ["data-theme"],
});

export function toggleTheme() {
  const next = theme.value === "night" ? "day" : "night";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // Chosen for this visit only.
  }
}
