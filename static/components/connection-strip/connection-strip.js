// The signature picture: one connection on a time axis. On block, then what it takes in order, then the line
// where the door closes and the departure. Slack is empty space, shortage is overlap; the yellow mark is now.
// One sentence beneath says the same. Must not know: who connects.
import { useEffect, useRef, useState } from "preact/hooks";
import { zone as zoneOf } from "../../core/airports.js";
import { tick } from "../../core/clock.js";
import { html } from "../../core/html.js";
import { say, t } from "../../core/words.js";
import { hhmm } from "../../core/zones.js";
import { axis as axisOf, geometry, scale, ticks } from "./geometry.js";

const CHARACTER_PX = 7.4;
const HALF_TIME_PX = 24;

export function ConnectionStrip({ connection, inbound, outbound, axis, reason = true }) {
  const picture = geometry({ connection, inbound, outbound });
  const why = reasonOf({ connection, inbound, outbound });
  if (!picture) return html`<p class="why">${why}</p>`;
  return html`<${Picture} picture=${picture} axis=${axis ?? axisOf([picture])} zone=${zoneOf(connection.station)} why=${why} band=${connection.band} />
    ${reason ? html`<p class="why">${why}</p>` : null}`;
}

function Picture({ picture, axis, zone, why, band }) {
  const [box, width] = useWidth();
  const on = scale(axis);
  const now = tick.value;
  const at = (ms, more) => ({ "--x": `${on.x(ms).toFixed(2)}%`, ...more });
  const wide = (ms) => ({ "--w": `${on.width(ms).toFixed(2)}%` });
  const fits = (word, ms) => (on.width(ms) / 100) * width > word.length * CHARACTER_PX + 8;
  // A time whose middle is nearer to an end than half its own width would stand outside the picture.
  const inside = (ms) => on.x(ms) * width > HALF_TIME_PX * 100 && (100 - on.x(ms)) * width > HALF_TIME_PX * 100;
  const minutes = Math.round(Math.abs(picture.gap) / 60_000);
  const slack = t("minutes", { n: minutes });
  return html`<div class="strip is-${band}" role="img" aria-label=${why} ref=${box}>
    <div class="strip-axis"></div>
    ${ticks(axis).filter(inside).map((ms) => html`<span class="strip-tick" key=${ms} style=${at(ms)}><bdi dir="ltr">${hhmm(ms, zone)}</bdi></span>`)}
    ${picture.likely ? html`<div class="strip-likely" style=${at(picture.likely.from, wide(picture.likely.to - picture.likely.from))}></div>` : null}
    ${picture.blocks.map((b, i) => {
      const word = partName(b.what);
      return html`<div class="strip-block" key=${i} style=${at(b.from, wide(b.to - b.from))}>${b.to <= picture.door && fits(word, b.to - b.from) ? word : ""}</div>`;
    })}
    ${picture.gap >= 0
      ? html`<div class="strip-slack" style=${at(picture.ready, wide(picture.gap))}>${fits(slack, picture.gap) ? slack : ""}</div>`
      : html`<div class="strip-short" style=${at(picture.door, wide(-picture.gap))}></div>`}
    <div class="strip-best" style=${at(picture.onBlock)}></div>
    <div class="strip-door ${on.x(picture.door) > 55 ? "before" : ""}" style=${at(picture.door)}>
      <span>${t("strip-door", { time: hhmm(picture.door, zone), limit: picture.limit })}</span>
    </div>
    ${picture.departs && picture.departs > picture.door ? html`<div class="strip-departs" style=${at(picture.departs)}></div>` : null}
    ${on.shows(now) ? html`<div class="strip-now" style=${at(now)}></div>` : null}
  </div>`;
}

export const partName = (what) => say(`part-${what}`) ?? what;

/** The reason in one sentence, from what the hub says: minutes where they may be seen, else the long part. */
export function reasonOf({ connection, inbound, outbound }) {
  if (outbound?.status === "cancelled") return t("why-out-cancelled");
  if (inbound?.status === "cancelled") return t("why-in-cancelled");
  if (inbound?.status === "diverted") return t("why-in-diverted");
  if (!connection) return t(outbound?.kind === "ground" ? "why-ground" : outbound ? "why-unknown" : "why-last");
  const { margin_min: margin, needed_min: needed, available_min: available, limit_at: limit } = connection;
  if (margin == null || !limit) return connection.reason ? t("why-reason-only", { part: partName(connection.reason) }) : t("why-unknown");
  const longest = [...(connection.parts ?? [])].sort((a, b) => b.min - a.min)[0];
  const args = { needed, available, time: hhmm(limit, zoneOf(connection.station)), limit: connection.limit };
  const first = margin < 0 ? t("why-short", { ...args, n: -margin }) : t("why-spare", { ...args, n: margin });
  return longest && margin < 30 ? `${first} ${t("why-longest", { part: partName(longest.what), min: longest.min })}` : first;
}

/** `14 min short` or `22 min to spare`. */
export function marginWords(margin) {
  if (margin == null) return null;
  return margin < 0 ? t("margin-short", { n: -margin }) : t("margin-spare", { n: margin });
}

function useWidth() {
  const box = useRef(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.round(entry.contentRect.width)));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return [box, width];
}
