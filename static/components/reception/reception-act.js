// What a receiver answers for its own people: ready, a problem, received N of N; the one that is due is yellow.
// Must not know: what other receivers answer.
import { useState } from "preact/hooks";
import { queuedOn, taskFor } from "../../core/acting.js";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";
import { TimeText } from "../time-text/time-text.js";
import { ProblemDialog } from "./problem-dialog.js";
import { ReceivedDialog } from "./received-dialog.js";

export function ReceptionAct({ body, code }) {
  const [open, setOpen] = useState(null);
  const task = taskFor(body);
  const now = receptionNow(body, queuedOn(body.movement));
  const over = ["closed", "cancelled"].includes(body.state);
  const due = body.next === "accept" || body.state === "arrived";
  const received = html`<button type="button" class=${due ? "go" : "quiet"} onClick=${() => setOpen("received")}>${t("do-received")}</button>`;
  return html`<div class="reception">
    <${Answered} now=${now} code=${code} expected=${expectedOf(body)} />
    ${over || now.received
      ? null
      : html`${due ? received : now.ready ? null : html`<button type="button" class="go" onClick=${() => task.send("reception.ready", {})}>${t("do-ready")}</button>`}
          <div class="reception-more">${due ? null : received}<button type="button" class="quiet" onClick=${() => setOpen("problem")}>${t("do-problem")}</button></div>`}
    ${open === "received" ? html`<${ReceivedDialog} task=${task} onClose=${() => setOpen(null)} />` : null}
    ${open === "problem" ? html`<${ProblemDialog} task=${task} onClose=${() => setOpen(null)} />` : null}
  </div>`;
}

/** Its own people, infants in arms among them. */
export const expectedOf = (body) => body.reception?.expected ?? (body.counts?.expected ?? 0) + (body.counts?.in_arms ?? 0);

/** What has been answered, with what this device has queued. */
export function receptionNow({ reception = {} }, queued) {
  const last = (kind) => queued.filter((q) => q.kind === `reception.${kind}`).at(-1);
  const [ready, problem, received] = [last("ready"), last("problem"), last("received")];
  const instant = (x) => (x && typeof x === "object" ? x.at : x);
  return {
    ready: ready ? { at: ready.at, queued: true } : reception.ready ? { at: instant(reception.ready) } : null,
    problem: problem ? { kind: problem.body.kind, at: problem.at, queued: true } : (reception.problem ?? null),
    received: received ? { count: received.body.count, at: received.at, queued: true } : (reception.received ?? null),
  };
}

function Answered({ now, code, expected }) {
  const line = (icon, word, said, kind = "") => html`<p class="answered ${kind}"><${Icon} name=${icon} /><span>${word} ${typeof said.at === "string" ? html`<small><${TimeText} at=${said.at} code=${code} />${said.queued ? ` · ${t("not-sent-yet")}` : ""}</small>` : null}</span></p>`;
  if (now.received) return line(now.received.count < expected ? "bell" : "check", t("received-of", { n: now.received.count, expected }), now.received, now.received.count < expected ? "missing" : "right");
  return html`${now.problem ? line("bell", t(`problem-kind-${now.problem.kind}`), now.problem, "missing") : null}${now.ready ? line("check", t("ready-since"), now.ready, "right") : null}`;
}
