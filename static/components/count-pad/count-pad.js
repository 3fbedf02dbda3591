// Counting at a door: an empty number pad. What is expected stays hidden until a number has been typed, so
// that people are counted and not confirmed. Infants in arms and escorts apart; a part can be named, and parts
// add up. A number that differs is said before it is sent, and sent as it is. Must not know: who is counted.
import { useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { PARTS, counted } from "../../core/share.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { NumberPad, useTyped } from "../number-pad/number-pad.js";

/** `expected`: `{expected, in_arms, escorts}`; `parts`: those counted before. `onCount({here, in_arms, escorts, part})`.
 *  `sendWord`, `stay`: where something comes after it, what the button says, and that it does not close. */
export function CountPad({ label, expected, parts = [], onCount, onClose, sendWord, stay }) {
  const [part, setPart] = useState("");
  const asked = ["here", "in_arms", ...(expected.escorts > 0 ? ["escorts"] : [])];
  const pad = useTyped(asked);
  const here = pad.number("here");
  const ready = here !== null;
  const before = part ? counted(parts, part) : 0;
  // Infants in arms are counted too: where they were, the button says their number. What was not typed is not said.
  const arms = pad.number("in_arms");
  const sending = sendWord ?? (arms === null ? t("count-send", { n: here }) : t("count-send-arms", { n: here, arms }));
  const send = () => {
    if (!ready) return;
    const apart = Object.fromEntries(asked.slice(1).map((name) => [name, pad.number(name)]).filter(([, n]) => n !== null));
    onCount({ here, ...apart, ...(part ? { part } : {}) });
    if (!stay) onClose();
  };
  return html`<${Dialog} title=${t("count-title", { label })} onClose=${onClose}>
    <${NumberPad} fields=${asked.map((name) => ({ name, word: t(`count-${name.replace("_", "-")}`) }))} pad=${pad} onEnter=${send}>
      <p class="count-said" role="status">${ready ? html`<${Verdict} here=${here + before} expected=${expected.expected} part=${part} />` : t("count-hint")}</p>
    <//>
    <label class="field count-part">${t("count-part")}
      <select value=${part} onChange=${(e) => setPart(e.target.value)}>
        <option value="">${t("count-part-none")}</option>
        ${PARTS.map((name) => html`<option key=${name} value=${name}>${partName(name)}</option>`)}
      </select>
    </label>
    ${parts.length > 0 ? html`<${PartsSoFar} parts=${parts} />` : null}
    <button type="button" class="go" disabled=${!ready} onClick=${send}>${ready ? sending : t("count-send-empty")}</button>
  <//>`;
}

/** `bus-1` → Bus 1, in the reader's language. */
export function partName(part) {
  const [kind, n] = String(part).split("-");
  return t("part-name", { kind, n: n ?? "" });
}

/** The parts counted so far and their sum. */
export function PartsSoFar({ parts }) {
  const named = parts.filter((p) => p.part);
  if (named.length === 0) return null;
  return html`<p class="count-parts">${named.map((p) => html`<span key=${p.part}>${partName(p.part)} <b>${p.here}</b></span>`)}<span>${t("count-together")} <b>${named.reduce((n, p) => n + p.here, 0)}</b></span></p>`;
}

/** Right, missing or over: a real value each, said before it is sent. Of a part only the sum so far is known. */
function Verdict({ here, expected, part }) {
  const kind = here === expected ? "right" : here < expected ? "missing" : "over";
  if (part && kind === "missing") return html`<span>${t("count-so-far", { here, expected })}</span>`;
  return html`<span class="count-${kind}">${t(`count-${kind}`, { n: Math.abs(here - expected), here, expected })}</span>`;
}
