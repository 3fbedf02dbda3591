// What happened, as lines one can read: when, who, what, whom it was written down for. And the question a desk is
// asked most afterwards: who was with whom at a time. Must not know: how facts are folded.
import { useEffect, useState } from "preact/hooks";
import { ClockField } from "../../components/clock-field/clock-field.js";
import { partyName } from "../../components/party-name/party-name.js";
import { placeName } from "../../components/person-list/person-list.js";
import { TimeText } from "../../components/time-text/time-text.js";
import { WithList } from "../../components/with-list/with-list.js";
import { get } from "../../core/api.js";
import { now } from "../../core/clock.js";
import { flightName } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { inOrder } from "../../core/parties.js";
import { called } from "../../core/people.js";
import { languageName, say, t } from "../../core/words.js";
import { hhmm, instant, isoDay } from "../../core/zones.js";

/** Asked for when somebody opens it, and again when the movement changes; receipts are in "who has been told". */
export function History({ task }) {
  const { body } = task;
  const [open, setOpen] = useState(false);
  const [facts, setFacts] = useState(null);
  useEffect(() => {
    if (!open) return undefined;
    let gone = false;
    get(`/movements/${body.movement}/history`).then(
      (answer) => !gone && setFacts((answer.facts ?? []).filter((f) => f.kind !== "receipt")),
      () => !gone && setFacts(false),
    );
    return () => (gone = true);
  }, [open, body]);
  const list = facts === null ? t("loading-title") : facts === false ? t("history-none") : null;
  return html`<${AtTime} task=${task} />
  <details class="more-about" onToggle=${(e) => setOpen(e.target.open)}>
    <summary>${t("history")}</summary>
    ${list ? html`<p class="why">${list}</p>` : html`<ol class="history">${[...facts].reverse().map((f) => html`<${Line} key=${f.id} fact=${f} task=${task} />`)}</ol>`}
  </details>`;
}

function Line({ fact, task }) {
  const by = fact.by === "hub" ? null : fact.by;
  const heard = fact.for ? t("heard-for", { party: partyName(fact.for, { contacts: task.body.contacts }), how: say(`heard-${fact.heard}`) ?? "" }) : null;
  return html`<li>
    <span><${TimeText} at=${fact.acted} code="" /> UTC</span>
    <b>${say(`fact-${fact.kind.replace(".", "-")}`) ?? fact.kind}</b>
    <span>${factText(fact, task)}</span>
    ${heard ? html`<em class="heard">${heard}</em>` : null}
    ${by ? html`<small><bdi>${by}${fact.body?.person && typeof fact.body.person === "string" ? ` (${fact.body.person})` : ""}</bdi></small>` : null}
  </li>`;
}

/** The rest of the line: how many, from whom, to whom, where, which flight, who. */
export function factText({ body }, task) {
  if (!body) return "";
  if (body.words?.text) return body.words.text;
  const names = { contacts: task.body.contacts };
  const ids = body.travellers?.length > 0 ? body.travellers : body.traveller ? [typeof body.traveller === "string" ? body.traveller : body.traveller.id] : [];
  const people = ids.map((id) => called(task.people.find((p) => p.traveller === id) ?? {})).filter(Boolean);
  const number = body.here ?? body.count ?? null;
  const to = typeof body.to === "string" && body.to.includes(":") ? partyName(body.to, names) : (body.to ?? null);
  const out = typeof body.party === "string" ? partyName(`out:${body.party}`) : null;
  const legs = task.legs.find((l) => l.leg === body.leg);
  return [
    number === null ? null : `${number}${body.in_arms ? ` + ${body.in_arms}` : ""}`,
    typeof body.from === "string" ? t("from-party", { party: partyName(body.from, names) }) : null,
    typeof to === "string" ? t("to-party", { party: to }) : null,
    out ? t("to-party", { party: out }) : null,
    body.back_by ? t("back-at", { time: `${hhmm(body.back_by, "UTC")} UTC` }) : null,
    body.checkpoint || body.place || body.where ? placeName(body.checkpoint ?? body.place ?? body.where) : null,
    body.station ?? null,
    typeof body.flight === "string" ? flightName(body.flight) : legs?.flight ? flightName(legs.flight) : null,
    body.language ? languageName(body.language) : null,
    body.outcome ? say(`outcome-${body.outcome}`) : null,
    people.length > 0 && people.length <= 6 ? people.join(", ") : null,
    body.text ?? null,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Who was with whom at a time: asked of the hub, which folds what was known up to then. */
function AtTime({ task }) {
  const at = now();
  const [day, setDay] = useState(() => isoDay(at, "UTC"));
  const [time, setTime] = useState(() => hhmm(at, "UTC"));
  const [answer, setAnswer] = useState(null);
  const ask = async (event) => {
    event.preventDefault();
    const minute = instant(day, time, "UTC");
    if (!minute) return;
    // What happened within that minute had happened by then.
    const when = minute.replace(":00Z", ":59Z");
    setAnswer(await get(`/movements/${task.body.movement}/whereabouts?at=${encodeURIComponent(when)}`).catch(() => false));
  };
  const people = (answer?.travellers ?? []).map((w) => ({ ...(task.people.find((p) => p.traveller === w.traveller) ?? {}), queued: false, ...w }));
  return html`<details class="more-about"><summary>${t("at-time")}</summary>
    <form class="at-time" onSubmit=${ask}>
      <label class="field">${t("day")}<input type="date" required value=${day} onInput=${(e) => setDay(e.target.value)} dir="ltr" /></label>
      <label class="field">${t("time-utc")}<${ClockField} required value=${time} set=${setTime} /></label>
      <button type="submit" class="quiet">${t("at-time-ask")}</button>
    </form>
    <div role="status">${answer === false ? html`<p class="why">${t("history-none")}</p>` : answer ? html`<p class="why">${t("at-time-was", { time: `${hhmm(answer.at, "UTC")} UTC` })}</p><${WithList} list=${inOrder(answer.with ?? [])} people=${people} me=${task.me} contacts=${task.body.contacts} code="" />` : null}</div>
  </details>`;
}
