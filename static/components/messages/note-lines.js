// Notes to and from this reader, newest first.
// Must not know: who else reads them.
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";
import { partyName } from "../party-name/party-name.js";
import { TimeText } from "../time-text/time-text.js";

export function NoteLines({ notes = [], task }) {
  if (notes.length === 0) return null;
  const names = { me: task.me, contacts: task.body.contacts };
  const newest = [...notes].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 6);
  return html`<ul class="note-lines">${newest.map((n) => html`<li key=${n.id}><${Icon} name="pen" /><span><b>${partyName(n.from, names)} → ${partyName(n.to, names)}</b> <bdi>${n.text}</bdi> <small><${TimeText} at=${n.at} code=${task.place} /></small></span></li>`)}</ul>`;
}
