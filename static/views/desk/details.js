// One movement on the desk: what is wrong first, then who is with whom, what receivers answer, what could not be
// applied, the journey, who has been told what, what happened, and everything the desk can do.
// Must not know: the list beside it, how any one part is drawn.
import { SignButton } from "../../components/hold-up-sign/hold-up-sign.js";
import { Icon } from "../../components/icon/icon.js";
import { JustDone } from "../../components/just-done/just-done.js";
import { LegLine } from "../../components/leg-line/leg-line.js";
import { FamilyLines } from "../../components/messages/family-told.js";
import { NoteLines } from "../../components/messages/note-lines.js";
import { NeedList } from "../../components/need-list/need-list.js";
import { NoticeList } from "../../components/notice-list/notice-list.js";
import { SourcesTable } from "../../components/sources-table/sources-table.js";
import { Contacts } from "../../components/wave-card/wave-card.js";
import { taskFor } from "../../core/acting.js";
import { unanswered } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { audience, outbox } from "../../core/session.js";
import { t } from "../../core/words.js";
import { Actions } from "./actions.js";
import { Bookings } from "./bookings.js";
import { History } from "./history.js";
import { Receptions } from "./receptions.js";
import { Refused } from "./refused.js";
import { Standing, Told } from "./told.js";
import { Alerts, Whereabouts } from "./whereabouts.js";

export function DeskDetails({ body, back }) {
  const queued = new Set(outbox.waiting.value.filter((q) => q.kind === "notice.ack").map((q) => q.body.notice));
  const mine = unanswered(body, audience.value).filter((n) => !queued.has(n.id));
  const lines = mine.map((n) => ({ ...n, movement: body.movement }));
  const task = taskFor(body);
  return html`<article class="details-pane" data-movement=${body.movement}>
    <header class="pane-head">
      <button type="button" class="bare pane-back" onClick=${back} aria-label=${t("back")}><${Icon} name="back" /></button>
      <${SignButton} label=${body.label} /><b class="pane-count">${body.counts?.expected ?? ""}</b>
      <div><b>${t(`state-${body.state}`)}</b><small><bdi>${body.reference ?? ""}</bdi> · ${t("version", { n: body.version ?? 1 })}</small></div>
    </header>
    <${Split} split=${body.split} />
    ${lines.length > 0 ? html`<${NoticeList} lines=${lines} code="" />` : null}
    <${Alerts} task=${task} />
    <${Refused} body=${body} />
    <${Whereabouts} task=${task} />
    <${Actions} key=${body.movement} task=${task} />
    <${JustDone} movements=${[body.movement]} />
    <${Receptions} body=${body} />
    <${NeedList} needs=${body.needs} languages=${body.languages} words=${true} />
    <${FamilyLines} task=${task} /><${NoteLines} notes=${body.notes} task=${task} />
    <h3>${t("journey")}</h3>
    <${LegLine} body=${body} />
    <${Bookings} task=${task} />
    <${Told} body=${body} />
    <${Standing} body=${body} />
    <${Contacts} contacts=${body.contacts ?? []} />
    <${History} task=${task} />
    <details class="more-about"><summary>${t("sources-and-ages")}</summary>${(body.legs ?? []).map((leg) => html`<${SourcesTable} key=${leg.leg} leg=${leg} />`)}</details>
  </article>`;
}

function Split({ split }) {
  if (!split) return null;
  const into = split.into ?? [];
  return html`<p class="split-line"><${Icon} name="route" />${into.length > 0 ? html`<span>${t("split-into")} ${into.map((s) => html`<b key=${s.movement}><bdi dir="ltr">${s.label}</bdi> (${s.count})</b> `)}</span>` : html`<span>${t("split-from")}</span>`}</p>`;
}
