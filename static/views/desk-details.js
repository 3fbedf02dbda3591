// One movement on the desk: alerts, the journey with its connections, who has been told what and how far that
// has come, counts and claims, what happened, and the two ways to end it. Must not know: the list beside it.
import { useEffect, useState } from "preact/hooks";
import { ConfirmDialog } from "../components/confirm-dialog/confirm-dialog.js";
import { LabelChip } from "../components/label-chip/label-chip.js";
import { LegLine } from "../components/leg-line/leg-line.js";
import { NeedList } from "../components/need-list/need-list.js";
import { NoticeList, noticeText } from "../components/notice-list/notice-list.js";
import { SourcesTable } from "../components/sources-table/sources-table.js";
import { TimeText } from "../components/time-text/time-text.js";
import { Contacts } from "../components/wave-card/wave-card.js";
import { Icon } from "../components/icon/icon.js";
import { get } from "../core/api.js";
import { unanswered } from "../core/flights.js";
import { html } from "../core/html.js";
import { act, audience, outbox } from "../core/session.js";
import { say, t } from "../core/words.js";

export function DeskDetails({ body, back }) {
  const queued = new Set(outbox.waiting.value.filter((q) => q.kind === "notice.ack").map((q) => q.body.notice));
  const mine = unanswered(body, audience.value).filter((n) => !queued.has(n.id));
  const lines = mine.map((n) => ({ ...n, movement: body.movement }));
  return html`<article class="details-pane" data-movement=${body.movement}>
    <header class="pane-head">
      <button type="button" class="bare pane-back" onClick=${back} aria-label=${t("back")}><${Icon} name="close" /></button>
      <${LabelChip} label=${body.label} /><b class="pane-count">${body.counts?.expected ?? ""}</b>
      <div><b>${t(`state-${body.state}`)}</b><small><bdi>${body.reference ?? ""}</bdi> · ${t("version", { n: body.version ?? 1 })}</small></div>
    </header>
    ${lines.length > 0 ? html`<${NoticeList} lines=${lines} code="" />` : null}
    <${Alerts} body=${body} />
    <${NeedList} needs=${body.needs} languages=${body.languages} words=${true} />
    <h3>${t("journey")}</h3>
    <${LegLine} body=${body} />
    <${Told} body=${body} />
    <${Standing} body=${body} />
    <${Contacts} contacts=${body.contacts ?? []} />
    <${History} body=${body} />
    <details class="more-about"><summary>${t("sources-and-ages")}</summary>${(body.legs ?? []).map((leg) => html`<${SourcesTable} key=${leg.leg} leg=${leg} />`)}</details>
    <${Ends} body=${body} />
  </article>`;
}

function Alerts({ body }) {
  const [raising, setRaising] = useState(false);
  const list = body.alerts ?? [];
  return html`<section class="alerts">
    ${list.map(
      (a) => html`<div class="notice" key=${a.id}>
        <${Icon} name="bell" /><div class="notice-text"><p>${say(`alert-${a.kind}`) ?? a.kind}${a.text ? html`: <bdi>${a.text}</bdi>` : null}</p><small><${TimeText} at=${a.at} code="" /> UTC</small></div>
        <button type="button" class="answer" onClick=${() => act("alert.resolve", body.movement, { alert: a.id })}>${t("resolve")}</button>
      </div>`,
    )}
    ${["closed", "cancelled"].includes(body.state) ? null : html`<button type="button" class="quiet" onClick=${() => setRaising(true)}>${t("alert-raise")}</button>`}
    ${raising
      ? html`<${ConfirmDialog} title=${t("alert-raise")} text=${t("alert-raise-text")} yes=${t("alert-raise")} field=${t("alert-what")} onYes=${(text) => act("alert.raise", body.movement, { kind: "other", ...(text ? { text } : {}) })} onClose=${() => setRaising(false)} />`
      : null}
  </section>`;
}

/** Notices with their stage per party: who knows. */
function Told({ body }) {
  const list = body.notices ?? [];
  if (list.length === 0) return html`<h3>${t("told")}</h3><p class="why">${t("told-nothing")}</p>`;
  const groups = new Map();
  for (const n of list) {
    // A receiver is told the same thing with fewer figures: one line, with the fuller words.
    const key = `${n.kind} ${n.words?.at ?? n.text} ${n.at}`;
    groups.set(key, [...(groups.get(key) ?? []), n].sort((a, b) => b.text.length - a.text.length));
  }
  return html`<h3>${t("told")}</h3>
    <ul class="told">
      ${[...groups.values()].map(
        (same) => html`<li key=${same[0].id}>
          <p>${noticeText(same[0], "", true)} <small><${TimeText} at=${same[0].at} code="" /> UTC</small></p>
          <ul class="parties">${same.map((n) => html`<li key=${n.id} class="stage-${n.stage} ${n.must_ack ? "must" : ""}"><bdi>${partyName(n.party)}</bdi> <b>${t(`stage-${n.stage}`)}</b></li>`)}</ul>
        </li>`,
      )}
    </ul>`;
}

/** `station:ORD` → the kind in words and the name. */
function partyName(party) {
  const [kind, ...rest] = String(party ?? "").split(":");
  return `${say(`party-${kind}`) ?? kind} ${kind === "coordinator" ? "" : rest.join(":")}`.trim();
}

function Standing({ body }) {
  const { here, expected, place } = body.counts ?? {};
  const claims = body.claims ?? [];
  if (here == null && claims.length === 0) return null;
  return html`<h3>${t("on-the-ground")}</h3>
    <ul class="earlier">
      ${here == null ? null : html`<li>${t("counted-desk", { here, expected, place: say(`place-${place}`) ?? place ?? "" })} <small><${TimeText} at=${body.counts.acted} code="" /> UTC</small></li>`}
      ${claims.map((c) => html`<li key=${c.station + c.flight}><b>${c.station}</b> ${t("claim-by")} <bdi>${c.by}</bdi> <small><${TimeText} at=${c.at} code=${c.station} /></small></li>`)}
    </ul>`;
}

/** Every fact, newest first; receipts are in "who has been told". Asked for when somebody opens it, and again when the movement changes. */
function History({ body }) {
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
  return html`<details class="more-about" onToggle=${(e) => setOpen(e.target.open)}>
    <summary>${t("history")}</summary>
    ${list
      ? html`<p class="why">${list}</p>`
      : html`<ol class="history">${[...facts].reverse().map((f) => html`<li key=${f.id}><span><${TimeText} at=${f.acted} code="" /> UTC</span> <b>${say(`fact-${f.kind.replace(".", "-")}`) ?? f.kind}</b> <span>${factText(f)}</span> <small><bdi>${f.by === "hub" ? "" : (f.by ?? "")}</bdi></small></li>`)}</ol>`}
  </details>`;
}

function factText({ body }) {
  if (body?.words?.text) return body.words.text;
  if (body?.here != null) return `${body.here}${body.in_arms ? ` + ${body.in_arms}` : ""}`;
  return [body?.station, body?.flight?.split?.("/")[0], typeof body?.to === "string" ? body.to : null, body?.text].filter(Boolean).join(" · ");
}

function Ends({ body }) {
  const [asking, setAsking] = useState(null);
  if (["closed", "cancelled"].includes(body.state)) return null;
  return html`<div class="details-actions">
    ${["close", "cancel"].map((kind) => html`<button type="button" class="quiet" key=${kind} onClick=${() => setAsking(kind)}>${t(`movement-${kind}`)}</button>`)}
    ${asking
      ? html`<${ConfirmDialog} title=${t(`movement-${asking}`)} text=${t(`movement-${asking}-text`, { label: body.label })} yes=${t(`movement-${asking}`)} field=${t("reason")} onYes=${(reason) => act(`movement.${asking}`, body.movement, reason ? { reason } : {})} onClose=${() => setAsking(null)} />`
      : null}
  </div>`;
}
