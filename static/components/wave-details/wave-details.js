// What stands behind a wave: what the minutes are for, where each value comes from, whom to call, what somebody
// here knows better. Must not know: people.
import { hasLeft } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { act, me } from "../../core/session.js";
import { t } from "../../core/words.js";
import { LabelChip } from "../label-chip/label-chip.js";
import { SourcesTable } from "../sources-table/sources-table.js";
import { StaffWord } from "../staff-word/staff-word.js";

export function WaveDetails({ wave }) {
  const legs = legsOf(wave);
  return html`<details class="more-about">
    <summary>${t("details")}</summary>
    <div class="details-in">
      ${wave.parts.map((p) => html`<${Minutes} key=${p.body.movement} part=${p} several=${wave.parts.length > 1} />`)}
      ${legs.map((leg) => html`<${SourcesTable} key=${leg.flight ?? leg.leg} leg=${leg} />`)}
    </div>
  </details>`;
}

/** What is done about the flight rather than about people: a word on it, the claim given back. */
export function WaveWords({ wave }) {
  const mine = wave.claim && (wave.claim.by === null || wave.claim.by === me.value?.account);
  const first = wave.parts[0].body.movement;
  return html`<div class="details-actions">
    ${legsOf(wave)
      .filter((l) => l.flight && !hasLeft(l))
      .map((leg) => html`<${StaffWord} key=${leg.flight} leg=${leg} movement=${first} code=${wave.station} />`)}
    ${mine && !wave.done ? html`<button type="button" class="quiet" onClick=${() => act("unclaim", first, { station: wave.station, flight: wave.flight })}>${t("do-unclaim")}</button>` : null}
  </div>`;
}

/** Each flight once, however many groups are on it. */
function legsOf(wave) {
  const legs = wave.parts.flatMap((p) => [p.inbound, p.outbound]).filter(Boolean);
  return [...new Map(legs.map((l) => [l.flight ?? `${l.from}-${l.to}`, l])).values()];
}

function Minutes({ part, several }) {
  const list = part.connection?.parts ?? [];
  if (list.length === 0) return null;
  return html`<div class="parts">
    <h3>${several ? html`<${LabelChip} label=${part.body.label} /> ` : null}${t("needed-minutes", { n: part.connection.needed_min })}</h3>
    <ul>${list.map((p) => html`<li key=${p.what}><span>${t(`part-${p.what}`)}</span><b>${t("minutes", { n: p.min })}</b></li>`)}</ul>
  </div>`;
}
