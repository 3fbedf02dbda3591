// One wave on the station board: who, the flight they come or go on, each group's connection as a strip, the
// band, who has claimed it, and one next action. Must not know: how waves are made or sorted.
import { isLost } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { me } from "../../core/session.js";
import { waveHash } from "../../core/waves.js";
import { t } from "../../core/words.js";
import { BandMark, BandShape } from "../band-mark/band-mark.js";
import { ConnectionStrip, marginWords } from "../connection-strip/connection-strip.js";
import { axis as axisOf, geometry } from "../connection-strip/geometry.js";
import { FlightBlock } from "../flight-block/flight-block.js";
import { Icon } from "../icon/icon.js";
import { LabelChip } from "../label-chip/label-chip.js";
import { NeedList } from "../need-list/need-list.js";
import { NoticeList } from "../notice-list/notice-list.js";
import { Marked, TimeText } from "../time-text/time-text.js";
import { WaveAction } from "../wave-action/wave-action.js";

export function WaveCard({ wave }) {
  const several = wave.parts.length > 1;
  const lead = wave.parts[0];
  return html`<article class="card is-${wave.band ?? "none"} ${wave.done ? "done" : ""}" data-key=${wave.key} aria-label=${t("wave-name", { labels: wave.parts.map((p) => p.body.label).join(", "), n: wave.expected })}>
    <${Who} wave=${wave} />
    <div class="mid">
      ${wave.notices.length > 0 ? html`<${NoticeList} lines=${wave.notices} code=${wave.station} />` : null}
      ${several ? html`<${Several} wave=${wave} />` : html`<${Single} wave=${wave} part=${lead} />`}
    </div>
    <${Act} wave=${wave} />
  </article>`;
}

function Who({ wave }) {
  const labels = wave.parts.map((p) => p.body.label);
  const more = [
    wave.inArms > 0 ? t("in-arms", { n: wave.inArms }) : null,
    labels.length > 1 ? t("groups", { n: labels.length }) : null,
    wave.escorts > 0 ? t("escorts", { n: wave.escorts }) : null,
  ].filter(Boolean);
  return html`<div class="who">
    <div class="labels">${labels.map((label) => html`<${LabelChip} key=${label} label=${label} />`)}</div>
    <div class="count"><${Marked} value=${wave.expected}>${wave.expected}<//><small>${more.map((word) => html`<span key=${word}>${word}</span>`)}</small></div>
    <${NeedList} needs=${wave.needs} languages=${wave.languages} />
  </div>`;
}

/** One group: where it comes from beside where it goes on. */
export function Single({ wave, part }) {
  const { inbound, outbound, connection } = part;
  return html`<div class="flights ${inbound && outbound ? "two" : ""}">
      ${inbound ? html`<${FlightBlock} leg=${inbound} end="in" />` : null}
      ${inbound && outbound ? html`<${Icon} name="arrow" />` : null}
      ${outbound ? html`<${FlightBlock} leg=${outbound} end="out" />` : null}
    </div>
    ${inbound && outbound ? html`<${ConnectionStrip} connection=${connection} inbound=${inbound} outbound=${outbound} />` : html`<${Final} wave=${wave} part=${part} />`}
    <${Counted} part=${part} />`;
}

/** Several groups on one flight: the flight once, then each group's onward flight on one common axis. */
export function Several({ wave }) {
  const pictures = wave.parts.map(geometry);
  const axis = pictures.some(Boolean) ? axisOf(pictures) : null;
  const lead = wave.parts[0];
  return html`<div class="flights"><${FlightBlock} leg=${lead.inbound ?? lead.outbound} end=${lead.inbound ? "in" : "out"} /></div>
    <ul class="groups">
      ${wave.parts.map(
        (part) => html`<li class="group is-${part.gone ? "none" : (part.connection?.band ?? "none")}" key=${part.body.movement}>
          <div class="group-head">
            <${LabelChip} label=${part.body.label} /><b class="group-count">${part.counts?.expected ?? ""}</b>
            ${part.inbound && part.outbound ? html`<${FlightBlock} leg=${part.outbound} end="out" compact=${true} />` : null}
            ${part.connection && !part.gone
              ? html`<span class="group-band"><${BandShape} band=${part.connection.band} /><span>${t(`band-${part.connection.band}`)}</span><small>${marginWords(part.connection.margin_min)}</small></span>`
              : null}
          </div>
          <div class="group-strip">
            ${part.inbound && part.outbound && !part.gone
              ? html`<${ConnectionStrip} connection=${part.connection} inbound=${part.inbound} outbound=${part.outbound} axis=${axis} />`
              : null}
            <${Counted} part=${part} />
          </div>
        </li>`,
      )}
    </ul>`;
}

function Final({ wave, part }) {
  if (isLost(part.inbound)) return html`<p class="why">${t(part.inbound.status === "cancelled" ? "why-in-cancelled" : "why-in-diverted")}</p>`;
  return html`<p class="why">${t(wave.kind === "arriving" ? "why-last" : "why-first")}</p>`;
}

/** Expected against here, in words, as soon as somebody has counted. */
export function Counted({ part }) {
  const { here, expected, missing, over, acted, queued, other } = part.counts ?? {};
  if (here == null) return null;
  const kind = over > 0 ? "over" : missing > 0 ? "missing" : "right";
  return html`<p class="counted ${kind}">
    <${Icon} name=${kind === "right" ? "check" : "bell"} /><b>${t(`counted-${kind}`, { here, expected, n: kind === "over" ? over : (missing ?? 0) })}</b>
    <small><${TimeText} at=${acted} code=${(part.inbound ?? part.outbound)[part.inbound ? "to" : "from"]} />${queued ? ` · ${t("not-sent-yet")}` : ""}</small>
    ${(other ?? []).map((o) => html`<em>${t("counted-other", { here: o.here })}</em>`)}
  </p>`;
}

function Act({ wave }) {
  return html`<div class="act"><div class="act-in">
    <${BandMark} band=${wave.done ? null : wave.band}>${wave.done ? t("left") : marginWords(wave.margin)}<//>
    <div class="act-end"><${ClaimLine} wave=${wave} />${wave.done ? null : html`<${WaveAction} wave=${wave} />`}<a class="open-wave" href=${waveHash(wave.key)}>${t("open-wave")}<${Icon} name="arrow" /></a></div>
  </div></div>`;
}

export function ClaimLine({ wave }) {
  const claim = wave.claim;
  if (!claim) return wave.flight && !wave.done ? html`<p class="claim">${t("claim-nobody")}</p>` : null;
  const mine = claim.by === null || claim.by === me.value?.account;
  const at = html`<${TimeText} at=${claim.arrived ?? claim.at} code=${wave.station} />`;
  return html`<p class="claim">${mine ? t(claim.arrived ? "claim-mine-there" : "claim-mine") : html`${t(claim.arrived ? "claim-there" : "claim-by")} <b><bdi>${claim.by}</bdi></b>`}, ${at}${claim.queued ? html` <em>${t("not-sent-yet")}</em>` : null}</p>`;
}

export function Contacts({ contacts }) {
  const callable = [...new Map(contacts.filter((c) => c.phone).map((c) => [c.phone, c])).values()];
  if (callable.length === 0) return null;
  return html`<div class="contacts">
    ${callable.map((c) => html`<a class="button quiet" key=${c.phone} href=${`tel:${c.phone.replace(/[^+\d]/g, "")}`}><${Icon} name="phone" /><span>${t("call", { who: c.called ?? c.who })}</span> <bdi dir="ltr">${c.phone}</bdi></a>`)}
  </div>`;
}
