// The count of a whole flight at one door, then shared out by group: each starts at what is expected of it, the
// difference has to be placed by hand, and only then it is recorded. Must not know: who is in a group.
import { useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { left, moved, start } from "../../core/share.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { CountPad } from "../count-pad/count-pad.js";
import { LabelChip } from "../label-chip/label-chip.js";

/** `groups`: `[{movement, label, expected, in_arms, escorts, parts}]`. `onCount(movement, count)` once for each. */
export function DoorCount({ groups, onCount, onClose }) {
  const [total, setTotal] = useState(null);
  const sum = (name) => groups.reduce((n, g) => n + (g[name] ?? 0), 0);
  if (groups.length === 1) {
    const [one] = groups;
    return html`<${CountPad} label=${one.label} expected=${one} parts=${one.parts} onCount=${(count) => onCount(one.movement, count)} onClose=${onClose} />`;
  }
  if (total) return html`<${ShareOut} total=${total} groups=${groups} onCount=${onCount} onClose=${onClose} again=${() => setTotal(null)} />`;
  const labels = groups.map((g) => g.label).join(" ");
  const expected = { expected: sum("expected"), in_arms: sum("in_arms"), escorts: sum("escorts") };
  return html`<${CountPad} label=${labels} expected=${expected} parts=${added(groups)} onCount=${setTotal} onClose=${onClose} stay=${true} sendWord=${t("share-next")} />`;
}

/** Parts of all groups together. */
function added(groups) {
  const sums = new Map();
  for (const { parts = [] } of groups) for (const p of parts) if (p.part) sums.set(p.part, { part: p.part, here: (sums.get(p.part)?.here ?? 0) + p.here });
  return [...sums.values()];
}

function ShareOut({ total, groups, onCount, onClose, again }) {
  const [shares, setShares] = useState(() => start(total.part ? groups.map(({ movement }) => ({ movement })) : groups));
  const rest = left(total, shares);
  // Only what was counted at the door is shared out: what nobody counted is said of no group.
  const names = ["here", "in_arms", "escorts"].filter((name) => total[name] !== undefined);
  const placed = names.every((name) => rest[name] === 0);
  const send = () => {
    for (const { movement } of groups) onCount(movement, { ...Object.fromEntries(names.map((name) => [name, shares[movement][name]])), ...(total.part ? { part: total.part } : {}), wave: true });
    onClose();
  };
  return html`<${Dialog} title=${t("share-title", { n: total.here })} onClose=${onClose} wide>
    <p>${t("share-hint")}</p>
    <ul class="shares">
      ${groups.map(
        (g) => html`<li key=${g.movement}>
          <${LabelChip} label=${g.label} />
          ${names.filter((name) => name === "here" || g[name] > 0 || shares[g.movement][name] > 0 || rest[name] > 0).map((name) => html`<${Stepper} key=${name} name=${name} label=${g.label} value=${shares[g.movement][name]} move=${(by) => setShares((now) => moved(now, g.movement, name, by))} />`)}
        </li>`,
      )}
    </ul>
    <p class="count-said" role="status">${placed ? html`<span class="count-right">${t("share-placed")}</span>` : names.filter((name) => rest[name] !== 0).map((name) => html`<span class="count-missing" key=${name}>${t(rest[name] > 0 ? "share-left" : "share-over", { n: Math.abs(rest[name]), what: t(`count-${name.replace("_", "-")}`) })} </span>`)}</p>
    <div class="dialog-buttons"><button type="button" class="quiet" onClick=${again}>${t("count-again")}</button><button type="button" class="go" disabled=${!placed} onClick=${send}>${t("count-send", { n: total.here })}</button></div>
  <//>`;
}

function Stepper({ name, label, value, move }) {
  const word = t(`count-${name.replace("_", "-")}`);
  return html`<div class="stepper" role="group" aria-label=${`${label} ${word}`} dir="ltr">
    <button type="button" class="quiet" aria-label=${t("one-less")} onClick=${() => move(-1)}>−</button>
    <span class="stepper-value"><b>${value}</b><small>${word}</small></span>
    <button type="button" class="quiet" aria-label=${t("one-more")} onClick=${() => move(1)}>+</button>
  </div>`;
}
