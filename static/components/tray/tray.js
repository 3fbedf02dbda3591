// What a person did and what became of it, where it is not what was hoped: refused or overtaken actions stay
// until read; offline, the exact queue. Must not know: how actions are sent.
import { html } from "../../core/html.js";
import { documents, link, outbox } from "../../core/session.js";
import { say, t } from "../../core/words.js";

/** More than these are one line that opens: the screen beneath shows what they change. */
const FEW = 2;

/** `waiting`: false where the queue is shown elsewhere. */
export function Tray({ zoneTime, waiting: shown = true }) {
  const refused = outbox.refused.value;
  const waiting = shown && link.state.value === "offline" ? outbox.waiting.value : [];
  if (refused.length + waiting.length === 0) return null;
  return html`<section class="tray" aria-label=${t("tray")}>
    ${refused.map(
      (row) => html`<div class="tray-row refused" key=${row.id} role="alert">
        <div><b>${doing(row)}</b><small>${problemText(row)}</small></div>
        <button type="button" class="quiet" onClick=${() => outbox.dismiss(row.id)}>${t("understood")}</button>
      </div>`,
    )}
    ${waiting.length > FEW ? html`<details class="tray-more"><summary>${t("queue-waiting", { n: waiting.length })}</summary><${Waiting} rows=${waiting} zoneTime=${zoneTime} /></details>` : html`<${Waiting} rows=${waiting} zoneTime=${zoneTime} />`}
  </section>`;
}

function Waiting({ rows, zoneTime }) {
  return rows.map((row) => html`<div class="tray-row" key=${row.id}><div><b>${doing(row)}</b><small>${t("waiting-since", { time: zoneTime(row.at) })}</small></div></div>`);
}

const labelOf = (movement) => documents.body(movement)?.label ?? "";

/** An action in a few words: what, how many, which group, and for whom it was written down. */
export function doing(row) {
  const n = row.body?.here ?? row.body?.count ?? row.body?.travellers?.length ?? null;
  const what = say(`did-${row.kind.replace(".", "-")}`) ?? row.kind;
  const words = [what, n, labelOf(row.movement)].filter((part) => part !== null && part !== "").join(" ");
  return row.for ? `${words} · ${t("did-for", { party: row.for.replace(":", " ") })}` : words;
}

export function problemText({ outcome, problem }) {
  return say(`problem-${problem?.code ?? problem?.type?.split("/").pop()}`) ?? problem?.detail ?? t(`outcome-${outcome}`);
}
