// The last word to a party that the plan has left: the group no longer comes this way, where it goes instead, and the
// answer that this is known. Nothing about people stands here. Must not know: the new plan.
import { city } from "../../core/airports.js";
import { flightName, unanswered } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { audience, outbox } from "../../core/session.js";
import { t } from "../../core/words.js";
import { LabelChip } from "../label-chip/label-chip.js";
import { NoticeList } from "../notice-list/notice-list.js";

export const isFarewell = (body) => body.state === "farewell";

/** `code`: whose zone times are in. */
export function Farewells({ bodies, code }) {
  const list = bodies.filter(isFarewell);
  if (list.length === 0) return null;
  return html`<section class="farewells" aria-label=${t("farewells")}>${list.map((body) => html`<${Farewell} key=${body.movement} body=${body} code=${code} />`)}</section>`;
}

function Farewell({ body, code }) {
  const acked = new Set(outbox.waiting.value.filter((q) => q.kind === "notice.ack").map((q) => q.body.notice));
  const lines = unanswered(body, audience.value).filter((n) => !acked.has(n.id)).map((n) => ({ ...n, movement: body.movement }));
  const { flight, via = [] } = body.farewell ?? {};
  return html`<article class="farewell-card" data-movement=${body.movement}>
    <div class="farewell-head"><${LabelChip} label=${body.label} /><b class="farewell-count">${(body.counts?.expected ?? 0) + (body.counts?.in_arms ?? 0)}</b>
      <p><b>${t("state-farewell")}</b> ${flight ? html`<bdi dir="ltr">${flightName(flight)}</bdi> ` : null}${via.length > 0 ? html`<span>${t("farewell-via")} ${via.map((c, i) => html`${i > 0 ? " – " : ""}<bdi>${city(c)}</bdi>`)}</span>` : null}</p></div>
    ${lines.length > 0 ? html`<${NoticeList} lines=${lines} code=${code} />` : null}
  </article>`;
}
