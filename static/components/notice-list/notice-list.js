// What somebody must know: the notice in the reader's own language, when it came, when the next word comes,
// and the button that says "I know". Must not know: who else was told.
import { useEffect } from "preact/hooks";
import { city, zone as zoneOf } from "../../core/airports.js";
import { tick } from "../../core/clock.js";
import { html } from "../../core/html.js";
import { act, receipts } from "../../core/session.js";
import { say, t } from "../../core/words.js";
import { hhmm } from "../../core/zones.js";
import { Icon } from "../icon/icon.js";
import { LabelChip } from "../label-chip/label-chip.js";

/** One box for all of them, worst first, with one answer: in a storm nobody presses ten buttons. */
const SHOWN = 3;
const ORDER = ["not-known", "left-behind", "contradiction", "cancelled", "diverted", "movement-cancelled", "broken", "rerouted", "farewell", "split", "joined", "count-mismatch", "handover-refused", "not-received", "reception-problem", "callback", "alone-too-long", "returned", "manifest", "door", "tight", "watch", "recovered", "reinstated", "departed"];

/** What is about people or the plan, and not about a flight. */
const ABOUT_PEOPLE = ["not-known", "left-behind", "contradiction", "rerouted", "farewell", "split", "joined", "count-mismatch", "handover-refused", "not-received", "reception-problem", "callback", "alone-too-long"];

/** `lines`: notices, or notices of several groups that say the same (`labels`, `acks`). */
export function NoticeList({ lines, code, verb = "acknowledge" }) {
  const worst = [...lines].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.at < b.at ? 1 : -1));
  const shown = worst.slice(0, SHOWN);
  const rest = lines.length - shown.length;
  return html`<div class="notices">
    <div class="notice kind-${shown[0].kind}">
      <${Icon} name="bell" />
      <div class="notice-text">
        ${shown.map((line) => html`<${Line} key=${line.id} line=${line} code=${code} several=${new Set(lines.flatMap((l) => l.labels ?? [])).size > 1} />`)}
        ${rest > 0 ? html`<small>${t("notices-more", { n: rest })}</small>` : null}
      </div>
      <button type="button" class="answer" onClick=${() => lines.forEach(answer)}>${lines.length > 1 ? t(`${verb}-all`, { n: lines.length }) : t(verb)}</button>
    </div>
  </div>`;
}

function Line({ line, code, several }) {
  useEffect(() => {
    for (const ack of acksOf(line)) receipts.seen(ack.notice);
  }, [line.id]);
  const utc = code ? "" : " UTC";
  const labels = line.labels ?? [];
  return html`<div class="notice-line">
    <p>${noticeText(line, code)}${several && labels.length > 0 ? html` <span class="notice-labels">${labels.map((l) => html`<${LabelChip} label=${l} />`)}</span>` : null}</p>
    <small>${hhmm(line.at, zoneOf(code))}${utc}${line.next_word ? html` · ${nextWord(line.next_word, code)}` : null}</small>
  </div>`;
}

/** When more will be said; a promise that has passed is shown as one. */
export function nextWord(at, code) {
  const time = hhmm(at, zoneOf(code)) + (code ? "" : " UTC");
  return t(Date.parse(at) < tick.value ? "next-word-late" : "next-word", { time });
}

const acksOf = (line) => line.acks ?? [{ movement: line.movement, notice: line.id }];
const answer = (line) => acksOf(line).forEach(({ movement, notice }) => act("notice.ack", movement, { notice }));

/** In the reader's language where its parts are given; else the hub's English. The minutes of a margin are those
 *  of the moment it was said: where the present margin stands beside it they would only contradict it. */
export function noticeText(line, code, minutes = false) {
  if (ABOUT_PEOPLE.includes(line.kind)) return say(`notice-${line.kind}`, { n: line.words?.count ?? 0, via: line.words?.at ?? "" }) ?? line.text;
  const { flight, at, min, from, to } = line.words ?? {};
  const zone = zoneOf(code);
  const args = { flight: flight ?? "", city: at ? city(at) : "", min: Math.abs(min ?? 0), late: (min ?? 0) >= 0 ? "later" : "earlier" };
  if (from) Object.assign(args, { from: hhmm(from, zone), to: hhmm(to ?? from, zone) });
  const enough = flight || at || from || min != null;
  // A receiver is told that a connection broke, not by how many minutes.
  const plain = minutes && min != null ? null : say(`notice-${line.kind}-plain`, args);
  return (enough && (plain ?? say(`notice-${line.kind}`, args))) || line.text;
}
