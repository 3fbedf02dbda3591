// The exact queue of this phone, and a short code for each that can be read out over the phone when nothing sends:
// `K7 AMS 22`. Must not know: how actions are sent.
import { html } from "../../core/html.js";
import { documents, link, outbox } from "../../core/session.js";
import { placeOf, shortCode } from "../../core/short-code.js";
import { t } from "../../core/words.js";
import { hhmm } from "../../core/zones.js";
import { doing } from "../tray/tray.js";

/** `zone`: in which times are written; `place`: the airport one is at. */
export function QueueCodes({ zone, place }) {
  const list = outbox.waiting.value;
  if (list.length === 0) return null;
  const offline = link.state.value === "offline" || link.state.value === "stopped";
  return html`<details class="queue ${offline ? "offline" : ""}" open=${offline}>
    <summary><span class="queue-badge">${list.length}</span>${t(offline ? "queue-waiting" : "queue-sending", { n: list.length })}</summary>
    ${offline ? html`<p>${t("queue-read-out")}</p>` : null}
    <ol>${list.map((row) => html`<${Item} key=${row.id} row=${row} zone=${zone} place=${place} />`)}</ol>
  </details>`;
}

function Item({ row, zone, place }) {
  const body = documents.body(row.movement);
  const code = body ? shortCode(row, body.label, placeOf(row, body.legs, place)) : null;
  return html`<li><span><b>${doing(row)}</b> <small><bdi dir="ltr">${hhmm(row.at, zone)}</bdi></small></span>${code ? html`<kbd class="short-code" dir="ltr">${code}</kbd>` : null}</li>`;
}
