// A person is missing, or has been found: who, and where last or now. An adult is free to go: missing says that
// nobody knows, and nothing more. Must not know: who is told.
import { useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { units as unitsOf } from "../../core/people.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { PersonList, placeName } from "../person-list/person-list.js";

const WHERE = ["gate", "border", "security", "bags", "washroom", "shops", "aircraft", "kerb"];

/** `kind`: `missing` or `found`; `who`: an id, where one person is already meant. */
export function MissingDialog({ task, kind, who, chosen, onClose }) {
  const candidates = task.people.filter((p) => !p.not_travelling && (kind === "found" ? p.party === "unknown" || p.party !== task.me : p.party !== "unknown"));
  const first = kind === "found" ? candidates.filter((p) => p.party === "unknown").map((p) => p.traveller).slice(0, 1) : [];
  const [ids, setIds] = useState(who ? [who] : chosen?.size > 0 ? [...chosen] : first);
  const [where, setWhere] = useState("gate");
  const [text, setText] = useState("");
  const toggle = (some, on) => setIds((now) => (on ? [...now, ...some] : now.filter((id) => !some.includes(id))));
  const send = () => {
    const said = text.trim();
    for (const traveller of ids) task.send(`person.${kind}`, { traveller, where, ...(said && kind === "missing" ? { text: said } : {}) });
    onClose();
  };
  const shown = who ? candidates.filter((p) => p.traveller === who) : kind === "found" && first.length > 0 ? candidates.filter((p) => p.party === "unknown") : candidates;
  const title = t(`${kind}-title`, { label: task.body.label });
  if (shown.length === 0) return html`<${Dialog} title=${title} onClose=${onClose}><p>${t(task.doc ? "found-nobody" : "names-not-open")}</p><//>`;
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <div class="whom-list"><${PersonList} units=${unitsOf(task.doc)} people=${shown} chosen=${new Set(ids)} toggle=${toggle} task=${task} /></div>
    <fieldset class="tiles"><legend>${t(`${kind}-where`)}</legend>${WHERE.map((one) => html`<button type="button" class="quiet" key=${one} aria-pressed=${one === where} onClick=${() => setWhere(one)}>${placeName(one)}</button>`)}</fieldset>
    ${kind === "missing" ? html`<label class="field">${t("missing-more")}<input maxlength="200" autocomplete="off" value=${text} onInput=${(e) => setText(e.target.value)} /><small>${t("free-text-hint")}</small></label>` : null}
    <button type="button" class="go" disabled=${ids.length === 0} onClick=${send}>${t(`${kind}-send`, { n: ids.length })}</button>
  <//>`;
}
