// A screen with nothing to show says so, why, and what would change it: empty, loading, forbidden, failed.
// Must not know: the screen it stands on.
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";

/** `kind`: `empty-board`, `loading`, `forbidden` …: its words are `<kind>-title` and `<kind>-text`. */
export function EmptyState({ kind, icon = "plane", children }) {
  return html`<section class="empty" role=${kind === "loading" ? "status" : null}>
    <div class="empty-sign"><${Icon} name=${icon} /></div>
    <h2>${t(`${kind}-title`)}</h2>
    <p>${t(`${kind}-text`)}</p>
    ${children}
  </section>`;
}
