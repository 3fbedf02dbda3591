// One end of one leg as a sign shows it: flight, where to or from, the best-known time with the planned one
// struck through, terminal and gate. Must not know: who is on board.
import { city } from "../../core/airports.js";
import { best, flightName, standing, text } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";
import { Marked, TimeText } from "../time-text/time-text.js";

/** `end`: `in` at the airport the leg comes to, `out` at the one it leaves. */
export function FlightBlock({ leg, end, compact }) {
  const told = best(leg, end);
  const at = end === "in" ? leg.to : leg.from;
  const other = end === "in" ? leg.from : leg.to;
  const lost = leg.status === "cancelled";
  return html`<div class="flight ${compact ? "compact" : ""} ${lost ? "lost" : ""}">
    <div class="flight-name"><${Name} leg=${leg} /> <span>${t(end === "in" ? "from-city" : "to-city", { city: city(other) })}</span></div>
    <div class="flight-time">
      ${lost
        ? html`<span class="flight-lost">${t("status-cancelled")}</span>${told ? html`<s><${TimeText} at=${told.at} code=${at} /></s>` : null}`
        : html`<${Marked} value=${told?.at}><${TimeText} at=${told?.at} code=${at} /><//>
            ${told?.was ? html`<s><span class="unseen">${t("was")} </span><${TimeText} at=${told.was} code=${at} /></s>` : null}`}
    </div>
    <${Where} leg=${leg} end=${end} told=${told} />
  </div>`;
}

/** `B6 117`, or the kind of ground leg with its pictogram. */
export function Name({ leg }) {
  if (leg.flight) return html`<b dir="ltr">${flightName(leg.flight)}</b>`;
  return html`<b class="by-ground"><${Icon} name=${leg.mode === "bus" ? "bus" : leg.mode === "hotel" ? "bed" : "car"} />${t(`mode-${leg.mode ?? "road"}`)}</b>`;
}

function Where({ leg, end, told }) {
  const terminal = text(leg[`terminal_${end}`]);
  const gate = text(leg[`gate_${end}`]);
  const word = leg.status === "cancelled" ? null : word_of(leg, end, told);
  const differs = (leg.disagreements ?? []).filter((d) => d.field.endsWith(end) || d.field === "belt" || d.field === "status" || d.field === "cancelled");
  return html`<div class="flight-where">
    ${word ? html`<span class="flight-status">${word}</span>` : null}
    ${terminal ? html`<span>${t("terminal")} <bdi>${terminal}</bdi></span>` : null}
    ${gate ? html`<${Marked} value=${gate} tag="strong">${t("gate")} <bdi>${gate}</bdi><//>` : null}
    ${leg.diverted_to ? html`<strong>${t("diverted-to", { city: city(text(leg.diverted_to)) })}</strong>` : null}
    ${differs.length > 0 ? html`<em class="differs">${t("sources-differ", { n: differs.length })}</em>` : null}
  </div>`;
}

/** How sure the time is, in a word: planned, expected, on block, left. */
function word_of(leg, end, told) {
  const stands = standing(leg);
  if (end === "in" && ["off", "on", "diverted"].includes(stands)) return t(`status-${stands}`);
  if (stands === "diverted" || stands === "returned") return t(`status-${stands}`);
  if (!told) return t("time-unknown");
  return t(`time-${told.kind}-${end}`);
}
