// One wave on a screen of its own: the flight and its one next action; then the group that is picked: who is with
// whom, what has been seen of it, everything one can do, and its people by case. Back leads to the board.
// Must not know: how a wave is made, how any one action is done.
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { EmptyState } from "../components/empty-state/empty-state.js";
import { SignButton } from "../components/hold-up-sign/hold-up-sign.js";
import { Icon } from "../components/icon/icon.js";
import { JustDone } from "../components/just-done/just-done.js";
import { BandMark } from "../components/band-mark/band-mark.js";
import { marginWords } from "../components/connection-strip/connection-strip.js";
import { NeedList } from "../components/need-list/need-list.js";
import { NoticeList } from "../components/notice-list/notice-list.js";
import { SignageHeader } from "../components/signage-header/signage-header.js";
import { Tray } from "../components/tray/tray.js";
import { WaveAction } from "../components/wave-action/wave-action.js";
import { ClaimLine, Contacts, Several, Single } from "../components/wave-card/wave-card.js";
import { WaveDetails, WaveWords } from "../components/wave-details/wave-details.js";
import { airport, city, zone as zoneOf } from "../core/airports.js";
import { tick } from "../core/clock.js";
import { flightName } from "../core/flights.js";
import { html } from "../core/html.js";
import { audience, documents, link, outbox, place } from "../core/session.js";
import { due, waves as wavesOf } from "../core/waves.js";
import { t } from "../core/words.js";
import { hhmm } from "../core/zones.js";
import { lookedAt } from "./came-from.js";
import { GroupPanel } from "./wave-group.js";

/** Ticked people, by movement: kept while one looks at something else and comes back. */
const chosen = signal({});

export function WaveView({ waveKey, demo }) {
  const station = place.value;
  const zone = zoneOf(station);
  const wave = wavesOf(documents.live.value, station, tick.value, outbox.effective.value, audience.value).find((w) => w.key === waveKey) ?? null;
  const top = useRef(null);
  useEffect(() => {
    lookedAt(waveKey);
    scrollTo(0, 0);
    top.current?.focus({ preventScroll: true });
  }, [waveKey]);
  const labels = wave?.parts.map((p) => p.body.label).join(" ") ?? "";
  return html`<${SignageHeader} sign=${station} title=${wave ? titleOf(wave) : t("wave")} sub=${wave ? t("wave-sub", { labels, n: wave.expected + wave.inArms }) : ""} zone=${zone} where=${airport(station)?.city} demo=${demo} />
    <main id="main" class="wave" tabindex="-1" ref=${top}>
      <a class="back-link" href="#/board"><${Icon} name="back" />${t("board")}</a>
      <${Tray} zoneTime=${(at) => hhmm(at, zone)} />
      ${wave ? html`<${Wave} wave=${wave} />` : html`<${EmptyState} kind=${link.state.value === "live" ? "empty-wave" : "loading"} />`}
    </main>`;
}

function titleOf({ inbound, parts: [{ outbound }] }) {
  const leg = inbound ?? outbound;
  const name = leg.flight ? flightName(leg.flight) : t(`mode-${leg.mode ?? "road"}`);
  return `${name} ${t(inbound ? "from-city" : "to-city", { city: city(inbound ? leg.from : leg.to) })}`;
}

function Wave({ wave }) {
  // Picked once and then only by hand: what arrives must not change the group under somebody's thumb.
  const [picked, setPicked] = useState((due(wave)[0] ?? wave.parts[0]).body.movement);
  const part = wave.parts.find((p) => p.body.movement === picked) ?? wave.parts[0];
  const id = part.body.movement;
  const ticked = chosen.value[id] ?? new Set();
  const tickPeople = (set) => (chosen.value = { ...chosen.value, [id]: set });
  return html`<div class="wave-panes">
      <section class="wave-flight is-${wave.band ?? "none"}">
        <div class="wave-head">
          <div class="count">${wave.expected}<small>${[wave.inArms > 0 ? t("in-arms", { n: wave.inArms }) : null, wave.escorts > 0 ? t("escorts", { n: wave.escorts }) : null].filter(Boolean).map((w) => html`<span key=${w}>${w}</span>`)}</small></div>
          <div class="wave-signs">${wave.parts.map((p) => html`<${SignButton} key=${p.body.movement} label=${p.body.label} word=${wave.parts.length === 1} />`)}</div>
          <${BandMark} band=${wave.done ? null : wave.band}>${wave.done ? t("left") : marginWords(wave.margin)}<//>
        </div>
        <${NeedList} needs=${wave.needs} languages=${wave.languages} words=${true} />
        ${wave.notices.length > 0 ? html`<${NoticeList} lines=${wave.notices} code=${wave.station} />` : null}
      </section>
      <section class="wave-way">
        ${wave.parts.length > 1 ? html`<${Several} wave=${wave} />` : html`<${Single} wave=${wave} part=${part} />`}
        <${Contacts} contacts=${wave.parts.flatMap((p) => p.body.contacts ?? [])} />
        <${WaveWords} wave=${wave} />
        <${WaveDetails} wave=${wave} />
      </section>
      <section class="wave-group" aria-label=${part.body.label}>
        ${wave.parts.length > 1 ? html`<${Tabs} wave=${wave} part=${part} pick=${setPicked} />` : null}
        <${GroupPanel} key=${id} part=${part} station=${wave.station} chosen=${ticked} choose=${tickPeople} />
      </section>
    </div>
    <div class="wave-bar"><div class="wave-bar-in">
      <${JustDone} movements=${wave.parts.map((p) => p.body.movement)} />
      <div class="wave-bar-go"><${ClaimLine} wave=${wave} /><${WaveAction} wave=${wave} /></div>
    </div></div>`;
}

function Tabs({ wave, part, pick }) {
  return html`<div class="segments tabs" role="group" aria-label=${t("groups-of-wave")}>
    ${wave.parts.map((p) => html`<button type="button" class="quiet" key=${p.body.movement} aria-pressed=${p === part} onClick=${() => pick(p.body.movement)}><bdi dir="ltr">${p.body.label}</bdi> <b>${(p.counts?.expected ?? 0) + (p.counts?.in_arms ?? 0)}</b>${p.outbound ? html`<small><bdi dir="ltr">${p.outbound.to}</bdi></small>` : null}</button>`)}
  </div>`;
}

