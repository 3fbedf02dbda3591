// A note to one party, short and free of anything personal that does not belong in it; and "call me back".
// Must not know: how it is delivered.
import { useRef, useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { targets } from "../../core/task.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { partyName } from "../party-name/party-name.js";

export function NoteDialog({ task, onClose }) {
  const list = [...(task.role === "coordinator" ? [] : ["coordinator"]), ...targets(task)];
  const [to, setTo] = useState(list[0]);
  const text = useRef(null);
  const send = (event) => {
    event.preventDefault();
    task.send("note", { to, text: text.current.value.trim() });
    onClose();
  };
  return html`<${Dialog} title=${t("note-title", { label: task.body.label })} onClose=${onClose}>
    <form onSubmit=${send}>
      <fieldset class="tiles"><legend>${t("note-to")}</legend>${list.map((party) => html`<button type="button" class="quiet" key=${party} aria-pressed=${party === to} onClick=${() => setTo(party)}>${partyName(party, { me: task.me, contacts: task.body.contacts })}</button>`)}</fieldset>
      <label class="field">${t("note-text")}<textarea ref=${text} rows="3" maxlength="200" required></textarea><small>${t("free-text-hint")}</small></label>
      <button type="submit" class="go">${t("note-send")}</button>
    </form>
  <//>`;
}

const SOON = ["now", "soon", "later"];

export function CallbackDialog({ task, onClose }) {
  const [priority, setPriority] = useState("soon");
  const about = useRef(null);
  const send = (event) => {
    event.preventDefault();
    task.send("callback", { priority, about: about.current.value.trim() || task.body.label });
    onClose();
  };
  return html`<${Dialog} title=${t("callback-title", { label: task.body.label })} onClose=${onClose}>
    <form onSubmit=${send}>
      <fieldset class="segments"><legend>${t("callback-when")}</legend>${SOON.map((one) => html`<button type="button" class="quiet" key=${one} aria-pressed=${one === priority} onClick=${() => setPriority(one)}>${t(`callback-${one}`)}</button>`)}</fieldset>
      <label class="field">${t("callback-about")}<input ref=${about} maxlength="200" autocomplete="off" /><small>${t("free-text-hint")}</small></label>
      <button type="submit" class="go">${t("callback-send")}</button>
    </form>
  <//>`;
}
