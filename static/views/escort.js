// The escort's phone: each journey of her duty with its next step as one big button; and the queue of this phone
// with codes to read out when nothing sends. Made for one thumb and for hours without network.
// Must not know: other movements than those of her duty.
import { EmptyState } from "../components/empty-state/empty-state.js";
import { Farewells, isFarewell } from "../components/farewell/farewell.js";
import { QueueCodes } from "../components/queue-codes/queue-codes.js";
import { SignageHeader } from "../components/signage-header/signage-header.js";
import { Tray } from "../components/tray/tray.js";
import { airport, city, zone as zoneOf } from "../core/airports.js";
import { currentLeg, hasLeft } from "../core/flights.js";
import { html } from "../core/html.js";
import { documents, link } from "../core/session.js";
import { t } from "../core/words.js";
import { hhmm } from "../core/zones.js";
import { Journey } from "./escort-journey.js";

export function EscortView({ demo }) {
  const list = documents.live.value.filter((body) => !isFarewell(body));
  const lead = list[0];
  const leg = lead?.legs?.find((l) => l.leg === currentLeg(lead.legs));
  // Before they leave, the time of where they are; on the way, of where they are going.
  const code = leg ? (hasLeft(leg) ? leg.to : leg.from) : null;
  const zone = code ? zoneOf(code) : "UTC";
  return html`<${SignageHeader} sign=${list.length === 1 ? lead.label : t("escort-sign")} title=${t("escort-title")} sub=${leg ? t(hasLeft(leg) ? "escort-to" : "escort-at", { city: city(code) }) : ""} zone=${zone} where=${airport(code)?.city} demo=${demo} />
    <main id="main" class="narrow">
      <${Tray} zoneTime=${(at) => hhmm(at, zone)} waiting=${false} />
      <${QueueCodes} zone=${zone} place=${code} />
      <${Farewells} bodies=${documents.live.value} code=${code} />
      ${list.length === 0 ? html`<${EmptyState} kind=${link.state.value === "live" ? "empty-escort" : "loading"} /> ` : list.map((body) => html`<${Journey} key=${body.movement} body=${body} code=${code} />`)}
    </main>`;
}
