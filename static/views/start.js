// The first page of the demonstration: what one is looking at, what of it is recorded and what derived, one
// button per role, and what has just happened, as it happens. Must not know: what a role will see.
import { useEffect, useState } from "preact/hooks";
import { SignageHeader } from "../components/signage-header/signage-header.js";
import { Icon } from "../components/icon/icon.js";
import { TimeText } from "../components/time-text/time-text.js";
import { get } from "../core/api.js";
import * as clock from "../core/clock.js";
import { html } from "../core/html.js";
import { ended, enter } from "../core/session.js";
import { language, say, t } from "../core/words.js";
import { date } from "../core/zones.js";

const PULSE_MS = 2000;
const SIGNS = { coordinator: "desk", station: "plane", receiver: "landed", authority: "bell", escort: "hand", display: "eye" };
const HOMES = { coordinator: "#/desk", station: "#/board", receiver: "#/arrivals", authority: "#/arrivals", escort: "#/escort", display: "#/board" };

export function StartView({ demo }) {
  const [failed, setFailed] = useState(null);
  const zone = demo.zone ?? "UTC";
  // Asked each time the page is opened: what was said when the application started is old by now.
  useEffect(() => {
    get("/demo").then(({ clock: told }) => told && clock.set(told.now, told.rate), () => {});
  }, []);
  const open = async (role) => {
    try {
      await enter(role.account);
      location.hash = role.link?.replace(/^\/?#?/, "#").replace("#/#", "#") || HOMES[role.role] || "#/board";
    } catch (problem) {
      setFailed(problem);
    }
  };
  const roles = (demo.roles ?? []).filter((r) => HOMES[r.role]);
  return html`<${SignageHeader} sign=${html`<${Icon} name="arrow" />`} title="Onward" sub=${t("onward-sub")} zone=${zone} where=${demo.city ?? ""} />
    <main id="main" class="start">
      <section class="start-say">
        <h2 class="start-title">${t("start-title")}</h2>
        ${ended.value ? html`<p class="sign-in-why" role="status">${t("start-again")}</p>` : null}
        <p>${t("start-1")}</p>
        <p>${t(demo.title ? "start-2-titled" : "start-2", { day: day(demo, zone), title: demo.title ?? "" })}</p>
        <p>${t("start-3", { rate: demo.clock?.rate ?? 1 })}</p>
      </section>
      <${Pulse} zone=${zone} />
      <section class="start-roles" aria-label=${t("start-roles")}>
        <h2>${t("start-roles")}</h2>
        ${failed ? html`<p class="sign-in-wrong" role="alert">${say(`problem-${failed.code}`) ?? failed.message}</p>` : null}
        <div class="roles">
          ${roles.map(
            (role) => html`<button type="button" class="role role-${role.role}" key=${role.account} data-account=${role.account} onClick=${() => open(role)}>
              <span class="role-sign"><${Icon} name=${SIGNS[role.role] ?? "alone"} /></span>
              <span><b>${role.title}</b><small>${role.where}</small></span>
            </button>`,
          )}
        </div>
      </section>
      <section class="start-facts">
        <${Facts} title=${t("start-recorded")} list=${demo.recorded} />
        <${Facts} title=${t("start-derived")} list=${demo.derived} />
        ${demo.source_note ? html`<p class="source-note">${demo.source_note}</p>` : null}
      </section>
    </main>`;
}

/** The day may come as a date or as text. */
function day(demo, zone) {
  return /^\d{4}-\d\d-\d\d$/.test(demo.day ?? "") ? date(`${demo.day}T12:00:00Z`, zone, language.value) : (demo.day ?? "");
}

function Facts({ title, list }) {
  if (!list?.length) return null;
  return html`<div><h3>${title}</h3><ul>${list.map((x) => html`<li key=${x}>${x}</li>`)}</ul></div>`;
}

/** What has just happened, newest on top. */
function Pulse({ zone }) {
  const [pulse, setPulse] = useState(null);
  useEffect(() => {
    let timer = null;
    let gone = false;
    const ask = async () => {
      try {
        const answer = await get("/demo/pulse");
        if (!gone) setPulse(answer);
      } catch {
        // The next question comes in two seconds anyway.
      }
      if (!gone) timer = setTimeout(ask, PULSE_MS);
    };
    ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, []);
  const events = newest(pulse?.events ?? []);
  const figure = (name) => html`<li class="figure ${name}"><b>${pulse?.[name] ?? "–"}</b><span>${t(`pulse-${name}`)}</span></li>`;
  return html`<section class="pulse" aria-label=${t("pulse-title")}>
    <h2>${t("pulse-title")}</h2>
    <ul class="figures">${["moving", "broken", "cancelled"].map(figure)}</ul>
    <ol class="ticker" aria-live="polite">
      ${events.length === 0 ? html`<li class="ticker-none">${t("pulse-none")}</li>` : null}
      ${events.map((e) => html`<li key=${e.at + e.text} class="event kind-${e.kind}"><${TimeAt} at=${e.at} zone=${zone} /><i aria-hidden="true"></i><span>${e.text}</span></li>`)}
    </ol>
  </section>`;
}

/** Mostly what concerns our groups: a snow day brings a delay a second. */
function newest(events) {
  const by = (a, b) => (a.at < b.at ? 1 : -1);
  const ours = events.filter((e) => e.text.startsWith("Group")).sort(by).slice(0, 4);
  const others = events.filter((e) => !ours.includes(e)).sort(by).slice(0, 7 - ours.length);
  return [...ours, ...others].sort(by);
}

const TimeAt = ({ at, zone }) => html`<${TimeText} at=${at} zone=${zone} />`;
