// The family is a party too: that they were told, in which of their languages, by whom and when; one tap.
// Must not know: what they were told.
import { html } from "../../core/html.js";
import { languageName, t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { Icon } from "../icon/icon.js";
import { partyName } from "../party-name/party-name.js";
import { TimeText } from "../time-text/time-text.js";

export function FamilyTold({ task, onClose }) {
  const own = (task.body.languages ?? []).map((l) => l.language);
  const list = [...new Set([...own, "en", "ar", "fr"])];
  const send = (language) => (task.send("told.family", { language }), onClose());
  return html`<${Dialog} title=${t("family-title", { label: task.body.label })} onClose=${onClose}>
    <p>${t("family-text")}</p>
    <div class="tiles">${list.map((language, i) => html`<button type="button" key=${language} class=${i === 0 ? "go" : "quiet"} onClick=${() => send(language)}>${t("family-in", { language: languageName(language) })}</button>`)}</div>
    <${FamilyLines} task=${task} />
  <//>`;
}

export function FamilyLines({ task }) {
  const list = task.body.family ?? [];
  if (list.length === 0) return null;
  return html`<ul class="family-lines">${list.map((f, i) => html`<li key=${i}><${Icon} name="family" /><span>${t("family-told-in", { language: languageName(f.language), party: partyName(f.by, { me: task.me, contacts: task.body.contacts }) })} <small><${TimeText} at=${f.at} code=${task.place} /></small></span></li>`)}</ul>`;
}
