// Who is at this shared post just now: a short name, said with what is done, changed in two taps.
// Must not know: accounts and passwords.
import { useRef, useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { LONGEST, be, people, person } from "../../core/person.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { Icon } from "../icon/icon.js";

export function PersonChip() {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="person-chip" onClick=${() => setOpen(true)}>
      <${Icon} name="alone" /><span class="unseen">${t("person-at-post")} </span><bdi>${person.value ?? t("person-nobody")}</bdi>
    </button>
    ${open ? html`<${Chooser} onClose=${() => setOpen(false)} />` : null}`;
}

function Chooser({ onClose }) {
  const name = useRef(null);
  const pick = (who) => (be(who), onClose());
  const send = (event) => (event.preventDefault(), pick(name.current.value));
  return html`<${Dialog} title=${t("person-title")} onClose=${onClose}>
    <p>${t("person-text")}</p>
    ${people.value.length > 0 ? html`<div class="tiles">${people.value.map((who) => html`<button type="button" class="quiet" key=${who} aria-pressed=${who === person.value} onClick=${() => pick(who)}><bdi>${who}</bdi></button>`)}</div>` : null}
    <form onSubmit=${send}>
      <label class="field">${t("person-name")}<input ref=${name} required maxlength=${LONGEST} autocomplete="off" /></label>
      <div class="dialog-buttons"><button type="button" class="quiet" onClick=${() => pick(null)}>${t("person-none")}</button><button type="submit" class="go">${t("person-send")}</button></div>
    </form>
  <//>`;
}
