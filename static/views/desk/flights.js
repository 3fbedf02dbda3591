// The desk's view of flights: every leg in play with its best-known times, and how each feed is doing, with its switch.
// Must not know: who is on board.
import { useEffect, useState } from "preact/hooks";
import { ConfirmDialog } from "../../components/confirm-dialog/confirm-dialog.js";
import { LabelChip } from "../../components/label-chip/label-chip.js";
import { Name } from "../../components/flight-block/flight-block.js";
import { sourceName } from "../../components/sources-table/sources-table.js";
import { Marked, TimeText } from "../../components/time-text/time-text.js";
import { get, post } from "../../core/api.js";
import { tick } from "../../core/clock.js";
import { best, bestMs, hasLeft, isIn, standing, text } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { link } from "../../core/session.js";
import { t } from "../../core/words.js";

export function FlightBoard({ bodies }) {
  const flights = new Map();
  for (const body of bodies) {
    for (const leg of body.legs ?? []) {
      const key = leg.flight;
      if (!key) continue;
      if (!flights.has(key)) flights.set(key, { leg, labels: [], people: 0 });
      flights.get(key).labels.push(body.label);
      flights.get(key).people += body.counts?.expected ?? 0;
    }
  }
  const order = (f) => (isIn(f.leg) ? 1 : 0) * 1e15 + (bestMs(f.leg, hasLeft(f.leg) ? "in" : "out") ?? 0);
  const list = [...flights.values()].sort((a, b) => order(a) - order(b));
  return html`<div class="flight-board">
    <table>
      <thead><tr><th scope="col">${t("flight")}</th><th scope="col">${t("from")}</th><th scope="col">${t("to")}</th><th scope="col">${t("departs")}</th><th scope="col">${t("arrives")}</th><th scope="col">${t("status")}</th><th scope="col">${t("gate")}</th><th scope="col">${t("our-people")}</th></tr></thead>
      <tbody>${list.map((f) => html`<${FlightRow} key=${f.leg.flight} flight=${f} />`)}</tbody>
    </table>
  </div>`;
}

function FlightRow({ flight: { leg, labels, people } }) {
  const stands = standing(leg);
  const both = (end, code) => {
    const told = best(leg, end);
    return html`<${Marked} value=${told?.at}><b><${TimeText} at=${told?.at} code=${code} /></b><//> ${told?.was ? html`<s><${TimeText} at=${told.was} code=${code} /></s>` : null}`;
  };
  return html`<tr class="stands-${stands}">
    <th scope="row"><${Name} leg=${leg} /></th><td dir="ltr">${leg.from}</td><td dir="ltr">${leg.to}</td>
    <td>${both("out", leg.from)}</td><td>${both("in", leg.to)}</td><td><${Marked} value=${stands}>${t(`status-${stands}`)}<//></td><td><bdi>${text(leg.gate_out) ?? ""}</bdi></td>
    <td><b>${people}</b> ${labels.map((l) => html`<${LabelChip} key=${l} label=${l} />`)}</td>
  </tr>`;
}

/** Each source with its state and age, and its switch. Silence is never shown as "on time". */
export function FeedStrip() {
  const [feeds, setFeeds] = useState([]);
  const [asking, setAsking] = useState(null);
  const fresh = link.sources.value;
  const look = () => get("/feeds").then((answer) => setFeeds(answer.sources ?? []), () => {});
  useEffect(() => void look(), [fresh]);
  const list = fresh.length > 0 ? fresh : feeds;
  if (list.length === 0) return null;
  const turn = (source, on) => post(`/feeds/${source}/switch`, { on }).then(look, look);
  return html`<ul class="feeds" aria-label=${t("feeds")}>
      ${list.map((s) => html`<${FeedLine} key=${s.source} source=${s} more=${feeds.find((f) => f.source === s.source)} turn=${(on) => (on ? turn(s.source, true) : setAsking(s.source))} />`)}
    </ul>
    ${asking ? html`<${ConfirmDialog} title=${t("feed-off-title", { who: sourceName(asking) })} text=${t("feed-off-text")} yes=${t("feed-turn-off")} onYes=${() => turn(asking, false)} onClose=${() => setAsking(null)} />` : null}`;
}

/** A source without a flight of ours ahead may be quiet for hours, and is not called heard. */
const QUIET_MIN = 30;

function FeedLine({ source, more, turn }) {
  const { state, heard } = source;
  const min = heard ? Math.max(0, Math.floor((tick.value - Date.parse(heard)) / 60_000)) : null;
  const quiet = state === "ok" && (min === null || min >= QUIET_MIN);
  const word = t(quiet ? "feed-quiet" : `feed-${state}`);
  return html`<li class="feed ${state}"><i aria-hidden="true"></i><b><bdi>${sourceName(source.source)}</bdi></b>
    <span>${word}${min === null || (state === "ok" && !quiet) ? "" : `, ${t("heard-ago", { n: min })}`}</span>
    ${more ? html`<small>${t("feed-sums", { accepted: more.accepted, unmatched: more.unmatched, rejected: more.rejected })}</small>` : null}
    <button type="button" class="feed-switch" aria-label=${t(state === "off" ? "feed-turn-on-what" : "feed-turn-off-what", { who: sourceName(source.source) })} onClick=${() => turn(state === "off")}>${t(state === "off" ? "feed-turn-on" : "feed-turn-off")}</button>
  </li>`;
}

/** Keys of the flights in play, the next to leave first, for a message that needs one of them. */
export function flightsInPlay(bodies) {
  const legs = bodies.flatMap((body) => body.legs ?? []).filter((leg) => leg.flight && !isIn(leg));
  const byTime = [...legs].sort((a, b) => (bestMs(a, "out") ?? 0) - (bestMs(b, "out") ?? 0));
  return [...new Set(byTime.map((leg) => leg.flight))];
}
