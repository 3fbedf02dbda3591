// A wall screen in a room the public cannot see into: waves only, no names, nothing to press, large.
// Must not know: actions.
import { ConnectionStrip } from "../components/connection-strip/connection-strip.js";
import { BandMark } from "../components/band-mark/band-mark.js";
import { EmptyState } from "../components/empty-state/empty-state.js";
import { FlightBlock } from "../components/flight-block/flight-block.js";
import { LabelChip } from "../components/label-chip/label-chip.js";
import { SignageHeader } from "../components/signage-header/signage-header.js";
import { airport, signName, zone as zoneOf } from "../core/airports.js";
import { tick } from "../core/clock.js";
import { html } from "../core/html.js";
import { documents, link, place } from "../core/session.js";
import { waves } from "../core/waves.js";
import { t } from "../core/words.js";

export function DisplayView({ demo }) {
  const station = place.value;
  const list = waves(documents.live.value, station, tick.value).filter((w) => !w.done);
  return html`<${SignageHeader} sign=${station} title=${signName(station)} sub=${t("waves", { n: list.length })} zone=${zoneOf(station)} where=${airport(station)?.city} demo=${demo} />
    <main id="main" class="wall">
      ${list.length === 0 ? html`<${EmptyState} kind=${link.state.value === "live" ? "empty-board" : "loading"} />` : list.flatMap((w) => w.parts.map((p) => html`<${Row} key=${p.body.movement} part=${p} />`))}
    </main>`;
}

function Row({ part: { body, inbound, outbound, connection } }) {
  const people = body.people === "few" ? t("few") : body.people;
  return html`<article class="card is-${connection?.band ?? "none"}">
    <div class="who"><${LabelChip} label=${body.label} /><div class="count">${people}</div></div>
    <div class="mid">
      <div class="flights two">${inbound ? html`<${FlightBlock} leg=${inbound} end="in" />` : null}<span></span>${outbound ? html`<${FlightBlock} leg=${outbound} end="out" />` : null}</div>
      ${inbound && outbound ? html`<${ConnectionStrip} connection=${connection} inbound=${inbound} outbound=${outbound} reason=${false} />` : null}
    </div>
    <div class="act"><${BandMark} band=${connection?.band} /></div>
  </article>`;
}
