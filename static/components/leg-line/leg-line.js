// A journey as a line of legs: where from, by what, where to, best-known times, what has happened, and where
// the group is now. Must not know: who travels.
import { city } from "../../core/airports.js";
import { currentLeg, hasLeft, isIn, standing } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { ConnectionStrip, marginWords } from "../connection-strip/connection-strip.js";
import { BandMark } from "../band-mark/band-mark.js";
import { FlightBlock, Name } from "../flight-block/flight-block.js";

export function LegLine({ body, strips = true }) {
  const legs = body.legs ?? [];
  const here = currentLeg(legs);
  return html`<ol class="leg-line">
    ${legs.map((leg, i) => {
      const connection = (body.connections ?? []).find((c) => c.in === leg.leg);
      return html`<li key=${leg.leg} class="leg ${isIn(leg) ? "past" : ""} ${leg.leg === here ? "here" : ""}">
          ${leg.leg === here ? html`<span class="you-are-here">${t(hasLeft(leg) ? "here-aboard" : "here-waiting")}</span>` : null}
          <div class="leg-name"><${Name} leg=${leg} /> <span>${city(leg.from)} – ${city(leg.to)}</span> <span class="leg-status ${standing(leg)}">${t(`status-${standing(leg)}`)}</span></div>
          <div class="flights two"><${FlightBlock} leg=${leg} end="out" compact=${true} /><span></span><${FlightBlock} leg=${leg} end="in" compact=${true} /></div>
        </li>
        ${connection && strips
          ? html`<li class="leg-between is-${connection.band}" key=${`c${leg.leg}`}>
              <${BandMark} band=${connection.band}>${city(connection.station)}${connection.margin_min == null ? "" : `: ${marginWords(connection.margin_min)}`}<//>
              <${ConnectionStrip} connection=${connection} inbound=${leg} outbound=${legs[i + 1]} />
            </li>`
          : null}`;
    })}
  </ol>`;
}
