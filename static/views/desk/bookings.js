// What was done to each booking: who is on it, by whom, the flights now, which family it cuts, whose papers no longer
// fit. Must not know: locators.
import { Icon } from "../../components/icon/icon.js";
import { TimeText } from "../../components/time-text/time-text.js";
import { flightName } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { called } from "../../core/people.js";
import { t } from "../../core/words.js";

export function Bookings({ task }) {
  const list = task.body.bookings ?? [];
  if (list.length === 0) return null;
  const names = (ids = []) => ids.map((id) => called(task.people.find((p) => p.traveller === id) ?? {})).filter(Boolean).join(", ");
  const unit = (id) => names(task.people.filter((p) => p.unit === id).map((p) => p.traveller)) || String(id);
  return html`<h3>${t("bookings")}</h3><ul class="bookings">${list.map(
    (b, i) => html`<li key=${i}>
      <p><b>${t(`booking-by-${b.by}`)}</b> <small><${TimeText} at=${b.at} code="" /> UTC</small> <bdi>${names(b.travellers) || t("n-people", { n: b.travellers?.length ?? 0 })}</bdi></p>
      <p class="booking-way">${(b.itinerary ?? []).map((leg, j) => html`<span key=${j}><b dir="ltr">${leg.flight ? flightName(leg.flight) : t("mode-road")}</b> <bdi dir="ltr">${leg.from}–${leg.to}</bdi> <${TimeText} at=${leg.scheduled_out} code=${leg.from} />–<${TimeText} at=${leg.scheduled_in} code=${leg.to} /></span>`)}</p>
      ${(b.cuts ?? []).map((u) => html`<p class="missing" key=${u}><${Icon} name="bell" />${t("booking-cut")} <bdi>${unit(u)}</bdi></p>`)}
      ${(b.papers ?? []).length > 0 ? html`<p class="missing"><${Icon} name="paper" />${t("booking-papers")} <bdi>${names(b.papers)}</bdi></p>` : null}
    </li>`,
  )}</ul>`;
}
