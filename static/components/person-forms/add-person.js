// Somebody who is on no list: one tap for whom they walk with, one to record. They stand as unconfirmed until the
// desk says who they are. Must not know: what the desk does with it.
import { useRef, useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { called, everybody, tail } from "../../core/people.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";

const AGES = ["infant", "child", "teen", "adult"];

export function AddPerson({ task, onClose }) {
  const [age, setAge] = useState("adult");
  const [like, setLike] = useState("");
  const name = useRef(null);
  const send = (event) => {
    event.preventDefault();
    const said = name.current.value.trim();
    task.send("traveller.add", { reason: "unlisted", age_band: age, ...(said ? { called: said } : {}), ...(like ? { like } : {}) });
    onClose();
  };
  return html`<${Dialog} title=${t("add-title", { label: task.body.label })} onClose=${onClose}>
    <form onSubmit=${send}>
      <p>${t("add-text")}</p>
      <fieldset class="segments"><legend>${t("age")}</legend>${AGES.map((one) => html`<button type="button" class="quiet" key=${one} aria-pressed=${one === age} onClick=${() => setAge(one)}>${t(`age-${one}`)}</button>`)}</fieldset>
      <button type="submit" class="go">${t("add-send")}</button>
      <label class="field">${t("called")}<input ref=${name} maxlength="40" autocomplete="off" /></label>
      ${task.doc ? html`<label class="field">${t("walks-with")}<select value=${like} onChange=${(e) => setLike(e.target.value)}><option value="">${t("nobody-here")}</option>${everybody(task.doc).filter((p) => !p.not_travelling).map((p) => html`<option key=${p.traveller} value=${p.traveller}>${called(p)} · ${tail(p.case)}</option>`)}</select></label>` : null}
    </form>
  <//>`;
}
