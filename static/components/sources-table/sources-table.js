// Where each value of a leg comes from and since when; values of sources that disagree side by side, both of
// them in full sight. Must not know: which one is right.
import { zone as zoneOf } from "../../core/airports.js";
import { tick } from "../../core/clock.js";
import { flightName, sourced } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { say, t } from "../../core/words.js";
import { TimeText } from "../time-text/time-text.js";

/** Out and off happen where it leaves, on and in where it comes to. */
const zoneCode = (leg, field) => (/_(out|off)$/.test(field) ? leg.from : leg.to);
export const fieldName = (field) => say(`field-${field.replaceAll("_", "-")}`) ?? field.replaceAll("_", " ");
export const sourceName = (source) => say(`source-${source.replaceAll(":", "-")}`) ?? source;

export function SourcesTable({ leg }) {
  const rows = sourced(leg);
  return html`<div class="sources">
    <${Disagreements} leg=${leg} />
    <table>
      <caption><bdi dir="ltr">${leg.flight ? flightName(leg.flight) : t(`mode-${leg.mode ?? "road"}`)}</bdi> <bdi dir="ltr">${leg.from}–${leg.to}</bdi></caption>
      <thead><tr><th scope="col">${t("what")}</th><th scope="col">${t("value")}</th><th scope="col">${t("source")}</th><th scope="col">${t("said")}</th></tr></thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr key=${row.field}>
            <th scope="row">${fieldName(row.field)}</th>
            <td>${row.at ? html`<${TimeText} at=${row.at} code=${zoneCode(leg, row.field)} />` : html`<bdi>${row.value}</bdi>`}</td>
            <td><bdi>${sourceName(row.source ?? "")}</bdi></td>
            <td>${row.heard ? html`<${Age} at=${row.heard} code=${zoneCode(leg, row.field)} />` : "–"}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Minutes while they are few, then the time. */
export function Age({ at, code }) {
  const min = Math.floor((tick.value - Date.parse(at)) / 60_000);
  return min >= 0 && min < 60 ? html`<span>${t("minutes-ago", { n: min })}</span>` : html`<${TimeText} at=${at} code=${code} />`;
}

function Disagreements({ leg }) {
  const list = leg.disagreements ?? [];
  if (list.length === 0) return null;
  const time = (value) => /^\d{4}-\d\d-\d\dT/.test(value);
  return html`<ul class="disagreements">
    ${list.map(
      (d) => html`<li key=${d.field}>
        <b>${fieldName(d.field)}</b>
        ${d.values.map(
          (v) => html`<span class="said"><strong>${time(String(v.value)) ? html`<${TimeText} at=${v.value} code=${zoneCode(leg, d.field)} />` : html`<bdi>${String(v.value)}</bdi>`}</strong>
            <small><bdi>${sourceName(v.source)}</bdi>, <${Age} at=${v.heard} code=${zoneCode(leg, d.field)} /></small></span>`,
        )}
      </li>`,
    )}
  </ul>`;
}
