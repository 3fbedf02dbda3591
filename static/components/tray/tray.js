// What a person did and what became of it, where it is not what was hoped: refused or overtaken actions stay
// until read; offline, the exact queue. Must not know: how actions are sent.
import { html } from "../../core/html.js";
import { documents, link, outbox } from "../../core/session.js";
import { say, t } from "../../core/words.js";

export function Tray({ zoneTime }) {
  const refused = outbox.refused.value;
  const waiting = link.state.value === "offline" ? outbox.waiting.value : [];
  if (refused.length + waiting.length === 0) return null;
  return html`<section class="tray" aria-label=${t("tray")}>
    ${refused.map(
      (row) => html`<div class="tray-row refused" key=${row.id} role="alert">
        <div><b>${doing(row)}</b><small>${problemText(row)}</small></div>
        <button type="button" class="quiet" onClick=${() => outbox.dismiss(row.id)}>${t("understood")}</button>
      </div>`,
    )}
    ${waiting.map((row) => html`<div class="tray-row" key=${row.id}><div><b>${doing(row)}</b><small>${t("waiting-since", { time: zoneTime(row.at) })}</small></div></div>`)}
  </section>`;
}

const labelOf = (movement) => documents.body(movement)?.label ?? "";
const doing = (row) => `${say(`did-${row.kind.replace(".", "-")}`) ?? row.kind} ${labelOf(row.movement)}`;

function problemText({ outcome, problem }) {
  return say(`problem-${problem?.code ?? problem?.type?.split("/").pop()}`) ?? problem?.detail ?? t(`outcome-${outcome}`);
}
