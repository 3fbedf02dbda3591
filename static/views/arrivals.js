// Arrivals, for a receiver (its own people) and for an authority (a whole arrival): by day, who is at the door
// when, how many, what they need, what changed and when the next word comes.
// Must not know: what other receivers see.
import { EmptyState } from "../components/empty-state/empty-state.js";
import { BandMark } from "../components/band-mark/band-mark.js";
import { Farewells } from "../components/farewell/farewell.js";
import { FlightBlock } from "../components/flight-block/flight-block.js";
import { Icon } from "../components/icon/icon.js";
import { SignButton } from "../components/hold-up-sign/hold-up-sign.js";
import { JustDone } from "../components/just-done/just-done.js";
import { NeedList } from "../components/need-list/need-list.js";
import { NoticeList, nextWord } from "../components/notice-list/notice-list.js";
import { PersonList } from "../components/person-list/person-list.js";
import { ReceptionAct } from "../components/reception/reception-act.js";
import { SignageHeader } from "../components/signage-header/signage-header.js";
import { SourcesTable } from "../components/sources-table/sources-table.js";
import { Marked, TimeText } from "../components/time-text/time-text.js";
import { Tray } from "../components/tray/tray.js";
import { Contacts } from "../components/wave-card/wave-card.js";
import { WithList } from "../components/with-list/with-list.js";
import { taskFor } from "../core/acting.js";
import { airport, zone as zoneOf } from "../core/airports.js";
import { tick } from "../core/clock.js";
import { best, bestMs, text, unanswered, worst } from "../core/flights.js";
import { html } from "../core/html.js";
import { units as unitsOf } from "../core/people.js";
import { audience, documents, link, outbox, place, role } from "../core/session.js";
import { language, t } from "../core/words.js";
import { day, dayNumber, hhmm } from "../core/zones.js";

const MIN = 60_000;

/** One arrival: where, when at the door (or off the aircraft), and what it was. */
function arrival(body) {
  const leg = (body.legs ?? []).at(-1);
  const doors = body.door ? [body.door] : (body.doors ?? []);
  const door = doors.length > 0 ? { from: least(doors, "from", Math.min), to: least(doors, "to", Math.max), cause: doors[0].cause, next_word: doors[0].next_word } : null;
  const at = door?.from ?? bestMs(leg, "in");
  return { body, leg, door, was: door ? doorBefore(body, door) : null, at, code: leg?.to };
}

const least = (doors, end, pick) => pick(...doors.map((d) => Date.parse(d[end])));

/** What was said before, from the notice that moved it. */
function doorBefore(body, door) {
  const moved = (body.notices ?? []).find((n) => n.kind === "door" && n.words?.min && Date.parse(n.words.from) === door.from);
  return moved ? door.from - moved.words.min * MIN : null;
}

export function ArrivalsView({ demo }) {
  const list = documents.live.value.map(arrival).filter((a) => a.leg).sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const codes = [...new Set(list.map((a) => a.code))];
  const code = codes[0];
  const zone = codes.length > 0 ? zoneOf(code) : "UTC";
  const open = list.filter((a) => !["closed", "cancelled"].includes(a.body.state));
  const people = open.reduce((n, a) => n + (a.body.counts?.expected ?? 0), 0);
  const sign = codes.length === 1 ? code : html`<${Icon} name="landed" word=${t("arrivals")} />`;
  return html`<${SignageHeader} sign=${sign} title=${t(role.value === "authority" ? "arrivals-all" : "arrivals")} sub=${t("arrivals-sub", { n: open.length, people, who: place.value })} zone=${zone} where=${airport(code)?.city} demo=${demo} />
    <main id="main">
      <${Tray} zoneTime=${(at) => hhmm(at, zone)} />
      <${Farewells} bodies=${documents.live.value} code=${code} />
      ${list.length === 0 ? html`<${EmptyState} kind=${link.state.value === "live" ? "empty-arrivals" : "loading"} icon="landed" />` : days(list).map((d) => html`<${Day} key=${d.number} day=${d} />`)}
    </main>`;
}

function days(list) {
  const found = new Map();
  for (const item of list) {
    const number = dayNumber(item.at ?? tick.value, zoneOf(item.code));
    if (!found.has(number)) found.set(number, { number, list: [], zone: zoneOf(item.code), at: item.at ?? tick.value });
    found.get(number).list.push(item);
  }
  return [...found.values()].sort((a, b) => a.number - b.number);
}

function Day({ day: { list, zone, at } }) {
  return html`<section>
    <h2>${day(at, zone, language.value)} <span>${t("arrivals-day", { n: list.length, people: list.reduce((n, a) => n + (a.body.counts?.expected ?? 0), 0) })}</span></h2>
    ${list.map((a) => html`<${Arrival} key=${a.body.movement} arrival=${a} />`)}
  </section>`;
}

function Arrival({ arrival: { body, leg, door, was, code } }) {
  const queued = new Set(outbox.waiting.value.filter((q) => q.kind === "notice.ack").map((q) => q.body.notice));
  const asks = unanswered(body, audience.value).filter((n) => !queued.has(n.id));
  const lines = asks.map((n) => ({ ...n, movement: body.movement }));
  const connection = worst(body);
  const band = body.state === "broken" ? "broken" : ["arrived", "closed", "cancelled"].includes(body.state) ? null : (connection?.band ?? null);
  const { expected, in_arms: inArms } = body.counts ?? {};
  return html`<article class="card arrival is-${band ?? "none"}" data-movement=${body.movement}>
    <div class="who">
      <${SignButton} label=${body.label} />
      <div class="count"><${Marked} value=${expected}>${expected}<//><small>${[inArms > 0 ? t("in-arms", { n: inArms }) : null, t("people", { n: expected })].filter(Boolean).reverse().join(" ")}</small></div>
    </div>
    <div class="mid">
      ${lines.length > 0 ? html`<${NoticeList} lines=${lines} code=${code} verb="seen" />` : null}
      <div class="arrival-in"><div>
      <${DoorWindow} door=${door} was=${was} leg=${leg} code=${code} broken=${body.state === "broken"} />
      <div class="flights"><${FlightBlock} leg=${leg} end="in" compact=${Boolean(door)} /></div>
      ${text(leg.belt) ? html`<p class="belt"><${Icon} name="bag" />${t("belt")} <b dir="ltr">${text(leg.belt)}</b></p>` : null}
      </div><div><${Summed} body=${body} /><${Contacts} contacts=${body.contacts ?? []} /></div></div>
      <${Whereabouts} body=${body} code=${code} />
      <details class="more-about"><summary>${t("details")}</summary><div class="details-in"><${Earlier} body=${body} code=${code} /><${SourcesTable} leg=${leg} /></div></details>
    </div>
    <div class="act"><div class="act-in">
      <${BandMark} band=${band}>${t(`state-${body.state}`)}<//>
      ${band === "broken" || band === "tight" ? html`<p class="claim">${t(`way-${band}`)}</p>` : null}
      ${role.value === "receiver" ? html`<${ReceptionAct} body=${body} code=${code} /><${JustDone} movements=${[body.movement]} />` : null}
    </div></div>
  </article>`;
}

/** How far its people have come, and who they are once names are open. */
function Whereabouts({ body, code }) {
  const task = taskFor(body);
  const people = task.people.filter((p) => !p.not_travelling);
  return html`${(body.with ?? []).length > 0 ? html`<${WithList} list=${task.with} people=${people} me=${task.me} contacts=${body.contacts} code=${code} />` : null}
    ${task.doc && people.length > 0 ? html`<details class="more-about"><summary>${t("people-by-case")} (${people.length})</summary><${PersonList} units=${unitsOf(task.doc)} people=${people} task=${task} more=${() => null} /></details>` : null}`;
}

function DoorWindow({ door, was, leg, code, broken }) {
  // A window told before the way broke no longer holds: it is shown as what was said, never as what will be.
  if (broken && door) {
    return html`<div class="door-window">
      <p class="door-none">${t("door-none")}</p>
      <s>${t("was")} <${TimeText} at=${door.from} code=${code} /> – <${TimeText} at=${door.to} code=${code} /></s>
      ${door.next_word ? html`<small>${nextWord(door.next_word, code)}</small>` : null}
    </div>`;
  }
  if (!door) return html`<p class="door-none">${t(best(leg, "in") ? "door-none" : "time-unknown")}</p>`;
  return html`<div class="door-window">
    <span class="door-word">${t("at-the-door")}</span>
    <div class="door-times" dir="ltr"><${Marked} value=${door.from}><${TimeText} at=${door.from} code=${code} /><//> – <${TimeText} at=${door.to} code=${code} /></div>
    ${was ? html`<s>${t("was")} <${TimeText} at=${was} code=${code} /></s>` : null}
    ${door.next_word ? html`<small>${nextWord(door.next_word, code)}</small>` : null}
  </div>`;
}

function Summed({ body }) {
  const seats = [body.seats ? t("seats", { n: body.seats }) : null, body.child_seats ? t("child-seats", { n: body.child_seats }) : null].filter(Boolean);
  return html`<div class="summed">
    ${seats.length > 0 ? html`<p class="seats"><${Icon} name="seat" />${seats.join(" · ")}</p>` : null}
    <${NeedList} needs=${body.needs} languages=${body.languages} words=${true} />
  </div>`;
}

/** What was said and answered before. */
function Earlier({ body, code }) {
  const before = (body.notices ?? []).filter((n) => !n.must_ack || n.stage === "acknowledged").slice(0, 6);
  if (before.length === 0) return null;
  return html`<ul class="earlier">${before.map((n) => html`<li key=${n.id}><${TimeText} at=${n.at} code=${code} /> <span>${n.text}</span> <small>${t(`stage-${n.stage}`)}</small></li>`)}</ul>`;
}
