// The hold-up sign: the whole screen in one colour, a symbol and the group's label, the same on every phone and
// tablet. Nothing else stands on it: no name, no number, nothing that says who these people are.
// Must not know: who is in the group.
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { signOf } from "../../core/sign.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";
import { SHAPES } from "./symbols.js";

/** The label as a button with its symbol: one tap and the sign fills the screen. */
export function SignButton({ label, word }) {
  const [open, setOpen] = useState(false);
  const { symbol, colour } = signOf(label);
  return html`<button type="button" class="sign-button is-${colour}" aria-label=${t("sign-show", { label })} onClick=${() => setOpen(true)}>
      <${Symbol} name=${symbol} /><bdi dir="ltr">${label}</bdi>${word ? html`<span>${t("sign-hold-up")}</span>` : null}
    </button>
    ${open ? html`<${FullSign} label=${label} onClose=${() => setOpen(false)} />` : null}`;
}

const Symbol = ({ name }) => html`<svg class="symbol" viewBox="0 0 24 24" aria-hidden="true"><path d=${SHAPES[name]} fill-rule="evenodd" /></svg>`;

function FullSign({ label, onClose }) {
  const box = useRef(null);
  const { symbol, colour } = signOf(label);
  useEffect(() => {
    const before = document.activeElement;
    box.current.showModal();
    return () => before?.focus?.();
  }, []);
  return html`<dialog class="full-sign is-${colour}" ref=${box} aria-label=${t("sign-of", { label, symbol: t(`symbol-${symbol}`) })} onCancel=${(e) => (e.preventDefault(), onClose())}>
    <div class="full-sign-in">
      <${Symbol} name=${symbol} />
      <bdi class="full-sign-label" dir="ltr">${label}</bdi>
      <button type="button" class="full-sign-close" aria-label=${t("close")} onClick=${onClose}><${Icon} name="close" /></button>
    </div>
  </dialog>`;
}
