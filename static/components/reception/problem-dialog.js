// Something stands in the way of receiving them: what kind, in one tap.
// Must not know: who solves it.
import { useRef, useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";

const KINDS = ["late", "vehicle", "interpreter", "room", "people", "other"];

export function ProblemDialog({ task, onClose }) {
  const [kind, setKind] = useState(KINDS[0]);
  const text = useRef(null);
  const send = (event) => {
    event.preventDefault();
    const said = text.current.value.trim();
    task.send("reception.problem", { kind, ...(said ? { text: said } : {}) });
    onClose();
  };
  return html`<${Dialog} title=${t("problem-title", { label: task.body.label })} onClose=${onClose}>
    <form onSubmit=${send}>
      <fieldset class="tiles"><legend>${t("problem-what")}</legend>${KINDS.map((one) => html`<button type="button" class="quiet" key=${one} aria-pressed=${one === kind} onClick=${() => setKind(one)}>${t(`problem-kind-${one}`)}</button>`)}</fieldset>
      <label class="field">${t("missing-more")}<input ref=${text} maxlength="200" autocomplete="off" /><small>${t("free-text-hint")}</small></label>
      <button type="submit" class="go">${t("problem-send")}</button>
    </form>
  <//>`;
}
