// What has been seen of a group here, each a fact of its own with its time: counted, at the border, boarded, the
// aircraft off the block. One never stands for another. Must not know: what is next.
import { html } from "../../core/html.js";
import { passed } from "../../core/steps.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";
import { placeName } from "../person-list/person-list.js";
import { TimeText } from "../time-text/time-text.js";

/** `part` as the wave has it, `queued` actions of its movement. */
export function FactLine({ part, station, queued = [] }) {
  const list = factsOf(part, station, queued);
  if (list.length === 0) return null;
  return html`<ol class="fact-line">
    ${list.map((f, i) => html`<li key=${i} class=${f.queued ? "queued" : ""}><${Icon} name=${f.queued ? "due" : "check"} /><span>${f.text}</span> <b><${TimeText} at=${f.at} code=${station} /></b>${f.queued ? html`<small>${t("not-sent-yet")}</small>` : null}</li>`)}
  </ol>`;
}

export function factsOf(part, station, queued) {
  const facts = [];
  const { counts } = part;
  if (counts?.here != null) facts.push({ text: t("fact-counted", { n: counts.here }), at: counts.acted, queued: counts.queued });
  for (const c of passed(part, station, queued)) facts.push({ text: c.count == null ? placeName(c.checkpoint) : t("fact-seen", { n: c.count, place: placeName(c.checkpoint) }), at: c.at, queued: c.queued });
  const leg = part.outbound?.leg;
  for (const b of part.body.boarded ?? []) if (b.leg === leg) facts.push({ text: t("fact-boarded-n", { n: b.count }), at: b.at });
  for (const q of queued) if (q.kind === "boarded") facts.push({ text: t("fact-boarded-n", { n: q.body.count }), at: q.at, queued: true });
  const off = part.outbound?.times?.actual_out?.at;
  if (off) facts.push({ text: t("time-actual-out"), at: off });
  return facts.filter((f) => f.at).sort((a, b) => (a.at < b.at ? -1 : 1));
}
