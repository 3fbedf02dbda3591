// A group that parts, unit by unit, and two groups that go on as one.
// Must not know: who is told.
import { useState } from "preact/hooks";
import { Dialog } from "../../components/confirm-dialog/confirm-dialog.js";
import { LabelChip } from "../../components/label-chip/label-chip.js";
import { PersonList } from "../../components/person-list/person-list.js";
import { html } from "../../core/html.js";
import { units as unitsOf } from "../../core/people.js";
import { documents } from "../../core/session.js";
import { t } from "../../core/words.js";

export function SplitDialog({ task, onClose }) {
  const [ids, setIds] = useState([]);
  const chosen = new Set(ids);
  const people = task.people.filter((p) => !p.not_travelling);
  const rest = people.filter((p) => !chosen.has(p.traveller)).map((p) => p.traveller);
  const toggle = (some, on) => setIds(on ? [...chosen, ...some] : [...chosen].filter((id) => !some.includes(id)));
  const send = () => (task.send("movement.split", { parts: [{ travellers: ids }] }), onClose());
  return html`<${Dialog} title=${t("split-title", { label: task.body.label })} onClose=${onClose} wide>
    <p>${t(task.doc ? "split-text" : "names-not-open")}</p>
    <div class="whom-list"><${PersonList} units=${unitsOf(task.doc)} people=${people} chosen=${chosen} toggle=${toggle} whole task=${{ ...task, place: "" }} /></div>
    <p class="count-said" role="status">${t("split-counts", { n: ids.length, rest: rest.length })}</p>
    <button type="button" class="go" disabled=${ids.length === 0 || rest.length === 0} onClick=${send}>${t("split-send", { n: ids.length })}</button>
  <//>`;
}

/** Groups on one of the flights still ahead could go on with these. */
export function JoinDialog({ task, onClose }) {
  const ahead = (body) => new Set((body.legs ?? []).map((l) => l.flight).filter(Boolean));
  const mine = ahead(task.body);
  const list = documents.live.value.filter((b) => b.movement !== task.body.movement && !["closed", "cancelled"].includes(b.state) && [...ahead(b)].some((f) => mine.has(f)));
  const [other, setOther] = useState(null);
  const send = () => (task.send("movement.join", { with: other }), onClose());
  return html`<${Dialog} title=${t("join-title", { label: task.body.label })} onClose=${onClose}>
    <p>${t(list.length > 0 ? "join-text" : "join-none")}</p>
    <div class="tiles">${list.map((b) => html`<button type="button" class="quiet" key=${b.movement} aria-pressed=${b.movement === other} onClick=${() => setOther(b.movement)}><${LabelChip} label=${b.label} /> ${b.counts?.expected ?? ""}<small><bdi dir="ltr">${(b.legs ?? []).at(-1)?.to}</bdi></small></button>`)}</div>
    ${list.length > 0 ? html`<button type="button" class="go" disabled=${!other} onClick=${send}>${t("join-send")}</button>` : null}
  <//>`;
}
