// What somebody must know: the notice in the reader's own language, when it came, when the next word comes,
// and the button that says "I know". Must not know: who else was told.
import { useEffect } from "preact/hooks";
import { city, zone as zoneOf } from "../../core/airports.js";
import { html } from "../../core/html.js";
import { act, receipts } from "../../core/session.js";
import { say, t } from "../../core/words.js";
import { hhmm } from "../../core/zones.js";
import { Icon } from "../icon/icon.js";
import { LabelChip } from "../label-chip/label-chip.js";

/** `lines`: notices, or notices of several groups that say the same (`labels`, `acks`). */
export function NoticeList({ lines, code, verb = "acknowledge" }) {
  const shown = lines.slice(0, 2);
  const rest = lines.slice(2);
  return html`<div class="notices">
    ${shown.map((line) => html`<${Notice} key=${line.id} line=${line} code=${code} verb=${verb} />`)}
    ${rest.length > 0
      ? html`<div class="notice more">
          <p>${t("notices-more", { n: rest.length })}</p>
          <button type="button" class="answer" onClick=${() => lines.forEach(answer)}>${t("seen-all")}</button>
        </div>`
      : null}
  </div>`;
}

function Notice({ line, code, verb }) {
  useEffect(() => {
    for (const ack of acksOf(line)) receipts.seen(ack.notice);
  }, [line.id]);
  return html`<div class="notice kind-${line.kind}">
    <${Icon} name="bell" />
    <div class="notice-text">
      <p>${noticeText(line, code)}${(line.labels ?? []).length > 1 ? html` <span class="notice-labels">${line.labels.map((l) => html`<${LabelChip} label=${l} />`)}</span>` : null}</p>
      <small>${t("notice-at", { time: hhmm(line.at, zoneOf(code)) })}${line.next_word ? html` · ${t("next-word", { time: hhmm(line.next_word, zoneOf(code)) })}` : null}</small>
    </div>
    ${line.must_ack && line.stage !== "acknowledged" ? html`<button type="button" class="answer" onClick=${() => answer(line)}>${t(verb)}</button>` : null}
  </div>`;
}

const acksOf = (line) => line.acks ?? [{ movement: line.movement, notice: line.id }];
const answer = (line) => acksOf(line).forEach(({ movement, notice }) => act("notice.ack", movement, { notice }));

/** In the reader's language where its parts are given; else the hub's English. */
export function noticeText(line, code) {
  const { flight, at, min, from, to } = line.words ?? {};
  const zone = zoneOf(code);
  const args = { flight: flight ?? "", city: at ? city(at) : "", min: Math.abs(min ?? 0), late: (min ?? 0) >= 0 ? "later" : "earlier" };
  if (from) Object.assign(args, { from: hhmm(from, zone), to: hhmm(to ?? from, zone) });
  const enough = flight || at || from || min != null;
  // A receiver is told that a connection broke, not by how many minutes.
  const id = line.kind === "broken" && min == null ? "notice-broken-plain" : `notice-${line.kind}`;
  return (enough && say(id, args)) || line.text;
}
