// The escort's phone: the journey as one line with "you are here", what comes next, the count, who meets them.
// Made for one thumb and for hours without network. Must not know: other movements than those of her duty.
import { signal } from "@preact/signals";
import { CountPad } from "../components/count-pad/count-pad.js";
import { EmptyState } from "../components/empty-state/empty-state.js";
import { LabelChip } from "../components/label-chip/label-chip.js";
import { LegLine, currentLeg } from "../components/leg-line/leg-line.js";
import { NeedList } from "../components/need-list/need-list.js";
import { NoticeList } from "../components/notice-list/notice-list.js";
import { SignageHeader } from "../components/signage-header/signage-header.js";
import { Tray } from "../components/tray/tray.js";
import { Contacts } from "../components/wave-card/wave-card.js";
import { TimeText } from "../components/time-text/time-text.js";
import { airport, city, zone as zoneOf } from "../core/airports.js";
import { hasLeft, unanswered } from "../core/flights.js";
import { html } from "../core/html.js";
import { act, audience, documents, link, outbox } from "../core/session.js";
import { t } from "../core/words.js";
import { hhmm } from "../core/zones.js";

const counting = signal(null);

export function EscortView({ demo }) {
  const list = documents.live.value;
  const lead = list[0];
  const leg = lead?.legs?.find((l) => l.leg === currentLeg(lead.legs));
  // Before they leave, the time of where they are; on the way, of where they are going.
  const code = leg ? (hasLeft(leg) ? leg.to : leg.from) : null;
  const zone = code ? zoneOf(code) : "UTC";
  return html`<${SignageHeader} sign=${list.length === 1 ? lead.label : t("escort-sign")} title=${t("escort-title")} sub=${leg ? t(hasLeft(leg) ? "escort-to" : "escort-at", { city: city(code) }) : ""} zone=${zone} where=${airport(code)?.city} demo=${demo} />
    <main id="main" class="narrow">
      <${Tray} zoneTime=${(at) => hhmm(at, zone)} />
      ${list.length === 0 ? html`<${EmptyState} kind=${link.state.value === "live" ? "empty-escort" : "loading"} /> ` : list.map((body) => html`<${Journey} key=${body.movement} body=${body} code=${code} />`)}
    </main>`;
}

function Journey({ body, code }) {
  const queued = outbox.waiting.value;
  const acked = new Set(queued.filter((q) => q.kind === "notice.ack").map((q) => q.body.notice));
  const lines = unanswered(body, audience.value).filter((n) => !acked.has(n.id)).map((n) => ({ ...n, movement: body.movement }));
  const waiting = queued.filter((q) => q.kind === "count" && q.movement === body.movement).at(-1);
  const counts = waiting ? { ...body.counts, here: waiting.body.here, acted: waiting.at, queued: true } : (body.counts ?? {});
  const leg = currentLeg(body.legs ?? []);
  const record = (count) => act("count", body.movement, { leg, place: "with-escort", ...count });
  return html`<article class="journey" data-movement=${body.movement}>
    <div class="journey-head">
      <${LabelChip} label=${body.label} />
      <div class="count">${counts.expected ?? ""}<small>${[counts.in_arms > 0 ? t("in-arms", { n: counts.in_arms }) : null, t("people", { n: counts.expected ?? 0 })].filter(Boolean).reverse().join(" ")}</small></div>
    </div>
    ${lines.length > 0 ? html`<${NoticeList} lines=${lines} code=${code} />` : null}
    ${counts.here == null ? null : html`<p class="counted ${counts.here === counts.expected ? "right" : "missing"}"><b>${t("counted-desk", { here: counts.here, expected: counts.expected, place: "" })}</b> <small><${TimeText} at=${counts.acted} code=${code} />${counts.queued ? ` · ${t("not-sent-yet")}` : ""}</small></p>`}
    <${LegLine} body=${body} />
    <${Contacts} contacts=${body.contacts ?? []} />
    <${NeedList} needs=${body.needs} languages=${body.languages} words=${true} />
    ${body.next === "count" ? html`<div class="thumb"><button type="button" class="go" onClick=${() => (counting.value = body.movement)}>${t("do-count")}</button></div>` : null}
    ${counting.value === body.movement ? html`<${CountPad} label=${body.label} expected=${counts} onCount=${record} onClose=${() => (counting.value = null)} />` : null}
  </article>`;
}
