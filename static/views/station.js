// The station board: all our people on one flight are one wave; now, the next two hours, later; worst first.
// Must not know: how a wave is made (core/waves.js) or drawn (components/wave-card).
import { computed, signal } from "@preact/signals";
import { EmptyState } from "../components/empty-state/empty-state.js";
import { Farewells } from "../components/farewell/farewell.js";
import { SignageHeader } from "../components/signage-header/signage-header.js";
import { Tray } from "../components/tray/tray.js";
import { WaveCard } from "../components/wave-card/wave-card.js";
import { Icon } from "../components/icon/icon.js";
import { airport, signName, zone as zoneOf } from "../core/airports.js";
import { tick } from "../core/clock.js";
import { flightName } from "../core/flights.js";
import { html } from "../core/html.js";
import { audience, documents, link, me, outbox, place } from "../core/session.js";
import { waves as wavesOf } from "../core/waves.js";
import { t } from "../core/words.js";
import { hhmm } from "../core/zones.js";
import { useComeBack } from "./came-from.js";
import { useSlide } from "./slide.js";

const filter = signal("all");
const asked = signal("");

const waves = computed(() => wavesOf(documents.live.value, place.value, tick.value, outbox.effective.value, audience.value));
const mine = (w) => Boolean(w.claim) && (w.claim.by === null || w.claim.by === me.value?.account);
const tight = (w) => !w.done && (w.band === "tight" || w.band === "broken");
const FILTERS = { all: () => true, tight, mine };
const BANDS = ["now", "next", "later", "done"];

/** A label, or a flight with or without its space. */
function found(wave, text) {
  const q = text.replace(/\s/g, "").toUpperCase();
  if (!q) return true;
  const names = wave.parts.flatMap((p) => [p.body.label, ...[p.inbound, p.outbound].filter(Boolean).map((l) => flightName(l.flight).replace(" ", ""))]);
  return names.some((n) => String(n ?? "").toUpperCase().startsWith(q));
}

export function StationView({ demo }) {
  const station = place.value;
  const zone = zoneOf(station);
  const known = airport(station);
  const list = waves.value;
  const open = list.filter((w) => !w.done);
  const shown = list.filter((w) => FILTERS[filter.value](w) && found(w, asked.value));
  useComeBack();
  const slide = useSlide(shown.map((w) => w.key).join());
  return html`<${SignageHeader} sign=${station} title=${signName(station)} sub=${t("board-sub", { n: open.length, people: open.reduce((n, w) => n + w.expected, 0) })} zone=${zone} where=${known?.city} demo=${demo} />
    <main id="main" ref=${slide}>
      <${Tray} zoneTime=${(at) => hhmm(at, zone)} />
      <${Farewells} bodies=${documents.live.value} code=${station} />
      <div class="bar">
        ${Object.keys(FILTERS).map(
          (name) => html`<button type="button" key=${name} aria-pressed=${filter.value === name} onClick=${() => (filter.value = name)}>${t(`filter-${name}`)} ${open.filter(FILTERS[name]).length}</button>`,
        )}
        <label class="search"><span class="unseen">${t("search-board")}</span><${Icon} name="search" />
          <input type="search" placeholder=${t("search-board")} value=${asked.value} onInput=${(e) => (asked.value = e.target.value)} autocomplete="off" />
        </label>
      </div>
      ${shown.length > 0 ? BANDS.map((when) => html`<${Band} key=${when} when=${when} waves=${shown.filter((w) => w.when === when)} />`) : html`<${Nothing} any=${list.length > 0} />`}
    </main>`;
}

function Band({ when, waves }) {
  if (waves.length === 0) return null;
  const cards = waves.map((wave) => html`<${WaveCard} key=${wave.key} wave=${wave} />`);
  if (when === "done") return html`<details class="band-done"><summary><h2>${t("band-of-done")} <span>${t("waves", { n: waves.length })}</span></h2></summary>${cards}</details>`;
  return html`<section aria-label=${t(`band-of-${when}`)}><h2>${t(`band-of-${when}`)} <span>${t(`band-of-${when}-hint`)}</span></h2>${cards}</section>`;
}

function Nothing({ any }) {
  if (any) return html`<${EmptyState} kind="nothing-found" icon="search" />`;
  return html`<${EmptyState} kind=${link.state.value === "live" ? "empty-board" : "loading"} />`;
}
