// A modal dialog on the browser's own <dialog>: focus goes in, Escape closes, focus comes back. And the one
// that asks before something that cannot be undone. Must not know: what is asked.
import { useEffect, useRef } from "preact/hooks";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";

export function Dialog({ title, onClose, children, wide }) {
  const box = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current.showModal();
    return () => before?.focus?.();
  }, []);
  const outside = (event) => event.target === box.current && onClose();
  return html`<dialog class="dialog ${wide ? "wide" : ""}" ref=${box} aria-label=${title} onCancel=${(e) => (e.preventDefault(), onClose())} onClick=${outside}>
    <div class="dialog-in">
      <header class="dialog-head">
        <h2>${title}</h2>
        <button type="button" class="bare" aria-label=${t("close")} onClick=${onClose}><${Icon} name="close" /></button>
      </header>
      ${children}
    </div>
  </dialog>`;
}

export function ConfirmDialog({ title, text, yes, onYes, onClose, field }) {
  const typed = useRef(null);
  const send = (event) => {
    event.preventDefault();
    onYes(typed.current?.value.trim() || undefined);
    onClose();
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <form onSubmit=${send}>
      <p>${text}</p>
      ${field ? html`<label class="field">${field}<input ref=${typed} maxlength="200" autocomplete="off" /><small>${t("free-text-hint")}</small></label>` : null}
      <div class="dialog-buttons">
        <button type="button" class="quiet" onClick=${onClose}>${t("back")}</button>
        <button type="submit" class="go">${yes}</button>
      </div>
    </form>
  <//>`;
}
