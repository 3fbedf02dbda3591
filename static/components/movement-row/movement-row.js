// One movement in the coordinator's list: band, label, how many, the way, the worst connection, what waits.
// Must not know: how the list is sorted, what opens beside it.
import { city } from "../../core/airports.js";
import { worst } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { say, t } from "../../core/words.js";
import { BandShape } from "../band-mark/band-mark.js";
import { marginWords } from "../connection-strip/connection-strip.js";
import { LabelChip } from "../label-chip/label-chip.js";

export function MovementRow({ body, chosen, onChoose }) {
  const over = ["closed", "cancelled", "arrived"].includes(body.state);
  const connection = over ? null : worst(body);
  const band = over ? null : body.state === "broken" ? "broken" : (connection?.band ?? null);
  const legs = body.legs ?? [];
  const stops = legs.length > 0 ? [legs[0].from, ...legs.map((l) => l.to)] : [];
  const waiting = (body.notices ?? []).filter((n) => n.must_ack && n.stage !== "acknowledged").length;
  const alerts = (body.alerts ?? []).length;
  return html`<button type="button" class="movement-row is-${band ?? "none"}" aria-current=${chosen ? "true" : null} data-movement=${body.movement} onClick=${onChoose}>
    <${BandShape} band=${band} />
    <span class="row-who"><${LabelChip} label=${body.label} /><b>${body.counts?.expected ?? ""}</b></span>
    <span class="row-way"><span dir="ltr">${stops.map((s, i) => html`<span class="stop">${i > 0 ? "→ " : ""}${s}</span>${" "}`)}</span><small>${city(stops.at(-1))}</small></span>
    <span class="row-band"><b>${over ? t(`state-${body.state}`) : t(`band-${band ?? "none"}`)}</b><small>${connection?.margin_min != null ? `${connection.station} ${marginWords(connection.margin_min)}` : (say(`state-${body.state}`) ?? "")}</small></span>
    <span class="row-flags">
      ${alerts > 0 ? html`<em class="flag alert">${t("n-alerts", { n: alerts })}</em>` : null}
      ${waiting > 0 ? html`<em class="flag">${t("n-waiting", { n: waiting })}</em>` : null}
    </span>
  </button>`;
}
