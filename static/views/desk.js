// The desk of a coordinator: every movement, alerts first and then by worst margin; the chosen one beside it
// with its legs, who has been told and what happened; all flights; how the feeds are.
// Must not know: how any one part is drawn.
import { computed, signal } from "@preact/signals";
import { EmptyState } from "../components/empty-state/empty-state.js";
import { Icon } from "../components/icon/icon.js";
import { MovementRow } from "../components/movement-row/movement-row.js";
import { SignageHeader } from "../components/signage-header/signage-header.js";
import { Tray } from "../components/tray/tray.js";
import { Unmatched } from "../components/unmatched/unmatched.js";
import { flightName, severity, worst } from "../core/flights.js";
import { html } from "../core/html.js";
import { documents, link, place } from "../core/session.js";
import { t } from "../core/words.js";
import { hhmm } from "../core/zones.js";
import { DeskDetails } from "./desk/details.js";
import { FeedStrip, FlightBoard, flightsInPlay } from "./desk/flights.js";

const chosen = signal(null);
const tab = signal("movements");
const asked = signal("");
const over = (b) => ["closed", "cancelled", "arrived"].includes(b.state);

/** Alerts first, then broken, then the least margin; what is over at the end. */
const sorted = computed(() => {
  const rank = (b) => {
    const c = worst(b);
    if (over(b)) return [3, 0, 0];
    return [(b.alerts ?? []).length > 0 ? 0 : 1, b.state === "broken" ? -9 : -severity(c?.band), c?.margin_min ?? 999];
  };
  const list = documents.live.value.map((body) => ({ body, rank: rank(body) }));
  const by = (a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2] || (a.body.label < b.body.label ? -1 : 1);
  return list.sort(by).map((x) => x.body);
});

function found(body, text) {
  const q = text.replace(/\s/g, "").toUpperCase();
  const names = [body.label, body.reference, ...(body.legs ?? []).flatMap((l) => [flightName(l.flight).replace(" ", ""), l.from, l.to])];
  return !q || names.some((n) => String(n ?? "").toUpperCase().includes(q));
}

export function DeskView({ demo }) {
  const list = sorted.value;
  const open = list.filter((b) => !over(b));
  const shown = list.filter((b) => found(b, asked.value));
  const pick = shown.find((b) => b.movement === chosen.value) ?? null;
  const alerts = open.reduce((n, b) => n + (b.alerts ?? []).length, 0);
  return html`<${SignageHeader} sign=${t("desk-sign")} title=${t("desk-title", { programme: place.value })} sub=${t("desk-sub", { n: open.length, broken: open.filter((b) => b.state === "broken").length, alerts })} zone="UTC" where="" demo=${demo} />
    <main id="main" class="desk">
      <${FeedStrip} />
      <${Unmatched} flights=${flightsInPlay(open)} />
      <${Tray} zoneTime=${(at) => hhmm(at, "UTC")} />
      <div class="bar">
        ${["movements", "flights"].map((name) => html`<button type="button" key=${name} aria-pressed=${tab.value === name} onClick=${() => (tab.value = name)}>${t(`desk-${name}`)}</button>`)}
        <label class="search"><span class="unseen">${t("search-desk")}</span><${Icon} name="search" />
          <input type="search" placeholder=${t("search-desk")} value=${asked.value} onInput=${(e) => (asked.value = e.target.value)} autocomplete="off" />
        </label>
      </div>
      ${list.length === 0
        ? html`<${EmptyState} kind=${link.state.value === "live" ? "empty-desk" : "loading"} />`
        : tab.value === "flights"
          ? html`<${FlightBoard} bodies=${shown} />`
          : html`<div class="desk-panes ${pick ? "picked" : ""}">
              <nav class="desk-list" aria-label=${t("desk-movements")}>
                ${shown.map((body) => html`<${MovementRow} key=${body.movement} body=${body} chosen=${body.movement === chosen.value} onChoose=${() => (chosen.value = body.movement)} />`)}
                ${shown.length === 0 ? html`<${EmptyState} kind="nothing-found" icon="search" />` : null}
              </nav>
              <div class="desk-details">${pick ? html`<${DeskDetails} key=${pick.movement} body=${pick} back=${() => (chosen.value = null)} />` : html`<${EmptyState} kind="desk-none" icon="arrow" />`}</div>
            </div>`}
    </main>`;
}
