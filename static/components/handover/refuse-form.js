// Not taking people over, and saying why.
// Must not know: how the offer was counted.
import { useRef } from "preact/hooks";
import { html } from "../../core/html.js";
import { named } from "../../core/parties.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";

export function RefuseForm({ task, source, title, onClose }) {
  const text = useRef(null);
  const send = (event) => {
    event.preventDefault();
    const said = text.current.value.trim();
    task.send("handover.refuse", { from: named(source.party, task.inbound), ...(source.offer ? { offer: source.offer } : {}), ...(said ? { text: said } : {}) });
    onClose();
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <form onSubmit=${send}>
      <p>${t("refuse-text")}</p>
      <label class="field">${t("reason")}<input ref=${text} maxlength="200" autocomplete="off" /><small>${t("free-text-hint")}</small></label>
      <div class="dialog-buttons"><button type="button" class="quiet" onClick=${onClose}>${t("back")}</button><button type="submit" class="go">${t("refuse")}</button></div>
    </form>
  <//>`;
}
