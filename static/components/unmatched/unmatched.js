// Messages of feeds that wait for a person: what each said in plain words, why nothing was done with it, and one
// button for each flight it may be about. Nothing at all while none waits. Must not know: who rides a flight.
import { useEffect, useRef, useState } from "preact/hooks";
import { city } from "../../core/airports.js";
import { get, post, remove } from "../../core/api.js";
import { tick } from "../../core/clock.js";
import { flightName } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { say, t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { Icon } from "../icon/icon.js";
import { fieldName, sourceName } from "../sources-table/sources-table.js";
import { TimeText } from "../time-text/time-text.js";
import { groups } from "./groups.js";

/** Real time between two looks: what waits is not pushed, and nobody is waiting at a gate for it. */
const LOOK_MS = 15_000;
/** More at once than a person reads in one look; the rest is behind one button. */
const SHOWN = 4;

/** `flights`: keys of the flights in play, for a message that none of its own proposals fits. */
export function Unmatched({ flights = [] }) {
  const [list, setList] = useState([]);
  const [all, setAll] = useState(false);
  const [asking, setAsking] = useState(null);
  const [said, setSaid] = useState("");
  const head = useRef(null);
  const look = () => get("/feeds/unmatched").then((answer) => setList(answer.unmatched ?? []), () => {});
  useEffect(() => {
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  // The button that was pressed is gone with its message: whoever works by keyboard or by ear stays in the list.
  const done = async (call, words) => {
    setAsking(null);
    const problem = await call.then(() => null, (e) => e);
    await look();
    setSaid(!problem || problem.status === 404 ? words : (say(`problem-${problem.code}`) ?? t("unmatched-failed")));
    head.current?.focus();
  };
  const settle = (entry, flight) => done(post(`/feeds/unmatched/${entry.id}`, flight ? { flight } : {}), t(flight ? "unmatched-settled" : "unmatched-taken", flight ? { flight: flightName(flight) } : {}));
  const aside = (entries) => done(each(entries.map((entry) => entry.id)), t("unmatched-laid"));
  const entries = groups(list);
  const shown = all ? entries : entries.slice(0, SHOWN);
  return html`<div class="unseen" role="status">${said}</div>
    ${entries.length === 0 ? null : html`<section class="unmatched" aria-labelledby="unmatched-head">
      <h2 id="unmatched-head" tabindex="-1" ref=${head}>${t("unmatched")} <span class="unmatched-n">${entries.length}</span></h2>
      <ul>
        ${shown.map((entry) => html`<li key=${entry.id} data-why=${entry.why}>
          <${What} entry=${entry} />
          <div class="unmatched-do">
            ${entry.why === "mass-cancellation"
              ? html`<button type="button" class="quiet choice" onClick=${() => settle(entry)}>${t("unmatched-real")}</button>`
              : html`${entry.flights.map((key) => html`<${Choice} key=${key} flight=${key} onClick=${() => settle(entry, key)} />`)}
                  ${flights.length > 0 ? html`<button type="button" class="quiet" onClick=${() => setAsking(entry)}>${t("unmatched-other")}</button>` : null}`}
            <button type="button" class="quiet aside" aria-label=${t("unmatched-aside-what", { what: name(entry) })} onClick=${() => aside(entry.entries)}>${t("unmatched-aside")}</button>
          </div>
        </li>`)}
      </ul>
      ${entries.length > shown.length ? html`<button type="button" class="quiet wide" onClick=${() => setAll(true)}>${t("unmatched-more", { n: entries.length - shown.length })}</button>` : null}
    </section>`}
    ${asking ? html`<${OtherFlight} entry=${asking} flights=${flights} onClose=${() => setAsking(null)} onChoose=${(key) => settle(asking, key)} />` : null}`;
}

/** One after the other: they are few, and the hub answers each. One that is gone is as good as laid aside. */
async function each(ids) {
  for (const id of ids) {
    await remove(`/feeds/unmatched/${id}`).catch((e) => {
      if (e.status !== 404) throw e;
    });
  }
}

/** `RJ 262`, as the message named it. */
const name = (entry) => (entry.why === "mass-cancellation" ? sourceName(entry.source) : numbered(entry.said.flight));
const numbered = (f) => `${f.carrier} ${f.number}${f.suffix ?? ""}`;

function What({ entry }) {
  const { flight, says } = entry.said;
  const min = Math.max(0, Math.floor((tick.value - Date.parse(entry.since)) / 60_000));
  const waits = min < 120 ? t("unmatched-waits-min", { n: min }) : t("unmatched-waits-h", { n: Math.floor(min / 60) });
  if (entry.why === "mass-cancellation") {
    return html`<div class="unmatched-what">
      <p class="unmatched-title question"><${Icon} name="bell" /><b>${t("unmatched-mass", { n: entry.entries.length, who: sourceName(entry.source) })}</b></p>
      <p>${t("unmatched-why-mass-cancellation")} <small>${waits}</small></p>
      <details><summary>${t("unmatched-which")}</summary><ul class="unmatched-flights">${entry.entries.map((one) => html`<li key=${one.id}><${FlightText} flight=${one.said.flight} /></li>`)}</ul></details>
    </div>`;
  }
  return html`<div class="unmatched-what">
    <p class="unmatched-title"><${Icon} name="plane" /><${FlightText} flight=${flight} /></p>
    <dl>${plain(says).map(([field, value]) => html`<div key=${field}><dt>${fieldName(field)}</dt><dd><${Value} field=${field} value=${value} flight=${flight} /></dd></div>`)}</dl>
    <p>${t(`unmatched-why-${entry.why}`)} <small><bdi>${sourceName(entry.source)}</bdi> · ${waits}</small></p>
  </div>`;
}

/** What a desk decides by; type and registration of the aircraft do not say which flight it is. */
function plain(says) {
  const all = Object.entries(says);
  const known = all.filter(([field]) => say(`field-${field.replaceAll("_", "-")}`));
  return known.length > 0 ? known : all;
}

function FlightText({ flight }) {
  return html`<b dir="ltr">${numbered(flight)}</b> <span dir="ltr">${flight.date}</span> <bdi dir="ltr">${flight.from ?? "?"}–${flight.to ?? "?"}</bdi>`;
}

function Value({ field, value, flight }) {
  if (value === null) return t("unmatched-withdrawn");
  if (/^\d{4}-\d\d-\d\dT/.test(String(value))) {
    const code = /_(out|off)$/.test(field) ? flight.from : flight.to;
    return html`<${TimeText} at=${value} code=${code ?? ""} />${code ? "" : " UTC"}`;
  }
  if (field === "status") return t(`status-${value}`);
  return html`<bdi>${Array.isArray(value) ? value.join(", ") : String(value)}</bdi>`;
}

/** One flight as a button: number, day, and from where to where in words. */
function Choice({ flight, onClick }) {
  const [, date, route] = flight.split("/");
  const [from, to] = (route ?? "").replace(/~\d$/, "").split("-");
  return html`<button type="button" class="quiet choice" onClick=${onClick}>
    <b>${t("unmatched-it-is", { flight: flightName(flight) })}</b> <span dir="ltr">${date}</span> <small>${t("unmatched-route", { from: city(from), to: city(to) })}</small>
  </button>`;
}

function OtherFlight({ entry, flights, onClose, onChoose }) {
  const [asked, setAsked] = useState("");
  const wanted = asked.replace(/\s/g, "").toUpperCase();
  const list = flights.filter((key) => !wanted || key.toUpperCase().includes(wanted));
  return html`<${Dialog} title=${t("unmatched-other-title", { what: numbered(entry.said.flight) })} onClose=${onClose}>
    <label class="field">${t("unmatched-search")}<input type="search" value=${asked} onInput=${(e) => setAsked(e.target.value)} autocomplete="off" /></label>
    <div class="unmatched-list">
      ${list.map((key) => html`<${Choice} key=${key} flight=${key} onClick=${() => onChoose(key)} />`)}
      ${list.length === 0 ? html`<p>${t("nothing-found-title")}</p>` : null}
    </div>
  <//>`;
}
