// The read-back of a count: one's own number first, typed while the other was hidden; then both side by side, and
// whether they are the same, in words and shape. Must not know: who counted.
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";

/** `mine`, `theirs`: numbers; `who`: whose the other one is. */
export function Readback({ mine, theirs, who }) {
  const same = theirs === null || theirs === undefined || mine === theirs;
  return html`<div class="readback ${same ? "same" : "differ"}" role="status">
    <p class="readback-number"><b dir="ltr">${mine}</b><span>${t("readback-mine")}</span></p>
    ${theirs === null || theirs === undefined ? null : html`<${Icon} name=${same ? "check" : "differ"} /><p class="readback-number"><b dir="ltr">${theirs}</b><span>${t("readback-theirs", { who })}</span></p>`}
    <p class="readback-said">${theirs === null || theirs === undefined ? t("readback-alone") : same ? t("readback-same") : t("readback-differ", { n: Math.abs(mine - theirs) })}</p>
  </div>`;
}
