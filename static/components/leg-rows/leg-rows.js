// Rows in which somebody types a way onward: flight number or ground, from, to, and times on the clocks of each
// airport. What cannot be read is said at its field. Must not know: what the way is for.
import { airport, zone as zoneOf } from "../../core/airports.js";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { hhmm, instant, isoDay, offset } from "../../core/zones.js";
import { ClockField } from "../clock-field/clock-field.js";
import { Icon } from "../icon/icon.js";

/** A leg of a document as a row to start from. */
export function rowOf(leg) {
  const at = (end) => leg.times?.[`scheduled_${end}`]?.at ?? leg[`scheduled_${end}`] ?? null;
  const part = (end, code) => (at(end) ? { [`${end}_date`]: isoDay(at(end), zoneOf(code)), [`${end}_time`]: hhmm(at(end), zoneOf(code)) } : {});
  const flight = leg.flight ? String(leg.flight).split("/")[0] : "";
  return { kind: leg.kind === "ground" ? "ground" : "flight", mode: leg.mode, flight, from: leg.from ?? "", to: leg.to ?? "", ...part("out", leg.from), ...part("in", leg.to) };
}

/** The row that follows: it begins where the one before ends, that day. */
export const rowAfter = (row, to = "") => ({ kind: "flight", flight: "", from: row?.to ?? "", to, out_date: row?.in_date ?? "", in_date: row?.in_date ?? "", out_time: "", in_time: "" });

export function LegRows({ rows, setRows, wrong = [], to }) {
  const change = (i, field, value) => setRows(rows.map((row, j) => (j === i ? { ...row, [field]: value } : row)));
  const upper = (i, field) => (e) => change(i, field, e.target.value.toUpperCase());
  return html`<div class="leg-rows">
      ${rows.map((row, i) => html`<${Row} key=${i} i=${i} row=${row} wrong=${wrong[i] ?? {}} change=${change} upper=${upper} remove=${rows.length > 1 ? () => setRows(rows.filter((_, j) => j !== i)) : null} />`)}
    </div>
    <button type="button" class="quiet wide" onClick=${() => setRows([...rows, rowAfter(rows.at(-1), to)])}><${Icon} name="plus" />${t("leg-add")}</button>`;
}

function Row({ i, row, wrong, change, upper, remove }) {
  // What is wrong stands beside its field and not in its name.
  const id = (field) => `leg-${i}-${field}`;
  const said = (field) => (wrong[field] ? html`<small class="wrong" id=${`${id(field)}-wrong`} role="alert">${t(wrong[field])}</small>` : null);
  const text = (field, word, props) => html`<div class="field"><label for=${id(field)}>${word}</label><input ...${props} id=${id(field)} dir="ltr" autocomplete="off" spellcheck=${false} value=${row[field] ?? ""} onInput=${upper(i, field)} aria-invalid=${Boolean(wrong[field])} aria-describedby=${wrong[field] ? `${id(field)}-wrong` : null} />${said(field)}</div>`;
  return html`<div class="leg-row" role="group" aria-label=${t("leg-n", { n: i + 1 })}>
    <div class="field"><label for=${id("kind")}>${t("leg-kind")}</label><select id=${id("kind")} value=${row.kind} onChange=${(e) => change(i, "kind", e.target.value)}><option value="flight">${t("flight")}</option><option value="ground">${t("mode-road")}</option></select></div>
    ${row.kind === "ground" ? html`<span></span>` : text("flight", t("flight-number"), { maxlength: 8 })}
    ${text("from", t("from"), { maxlength: 4 })}${text("to", t("to"), { maxlength: 4 })}
    <${When} i=${i} row=${row} end="out" code=${row.from} word=${t("departs")} change=${change} wrong=${said("out")} />
    <${When} i=${i} row=${row} end="in" code=${row.to} word=${t("arrives")} change=${change} wrong=${said("in")} />
    ${remove ? html`<button type="button" class="quiet" onClick=${remove}><${Icon} name="close" />${t("leg-remove")}</button>` : null}
  </div>`;
}

/** A day and a time on the clocks of the airport, with the zone beside it. */
function When({ i, row, end, code, word, change, wrong }) {
  const known = airport(code);
  const [date, time] = [`${end}_date`, `${end}_time`];
  const at = instant(row[date], row[time], zoneOf(code));
  return html`<fieldset class="when"><legend>${word} <small>${known ? html`<bdi>${known.city}</bdi> <bdi dir="ltr">${at ? offset(at, zoneOf(code)) : ""}</bdi>` : t("local-time")}</small></legend>
    <input type="date" aria-label=${`${word}: ${t("day")}`} dir="ltr" value=${row[date] ?? ""} onInput=${(e) => change(i, date, e.target.value)} />
    <${ClockField} word=${`${word}: ${t("time")}`} value=${row[time]} set=${(value) => change(i, time, value)} />${wrong}
  </fieldset>`;
}
