// Writing down a call: which party said it, how it was heard and how long ago; then the same forms that party would
// use itself, sent in its name. Must not know: what the forms ask.
import { useState } from "preact/hooks";
import { Dialog } from "../../components/confirm-dialog/confirm-dialog.js";
import { ProblemDialog } from "../../components/reception/problem-dialog.js";
import { ReceivedDialog } from "../../components/reception/received-dialog.js";
import { partyName, partyPlace } from "../../components/party-name/party-name.js";
import { TaskGrid } from "../../components/task-grid/task-grid.js";
import { taskFor } from "../../core/acting.js";
import { now, stamp } from "../../core/clock.js";
import { callers } from "../../core/callers.js";
import { hasLeft, isIn } from "../../core/flights.js";
import { html } from "../../core/html.js";
import { partyOf } from "../../core/parties.js";
import { partsOf } from "../../core/share.js";
import { t } from "../../core/words.js";

const HEARD = ["phone", "radio", "in-person"];
const AGO = [0, 5, 10, 20, 30, 60];
const GRIDS = {
  station: ["count", "take", "seen", "hand-on", "outside", "boarded", "missing", "found", "note", "callback"],
  escort: ["count", "take", "seen", "hand-on", "outside", "boarded", "missing", "found", "family", "note"],
  receiver: ["count", "note"],
};

export function CallDialog({ task, onClose }) {
  const { body } = task;
  const list = callers(body);
  const [party, setParty] = useState(null);
  const [heard, setHeard] = useState("phone");
  const [ago, setAgo] = useState(0);
  return html`<${Dialog} title=${t("call-title", { label: body.label })} onClose=${onClose} wide>
    <fieldset class="tiles"><legend>${t("call-who")}</legend>
      ${list.map((one) => html`<button type="button" class="quiet" key=${one} aria-pressed=${one === party} onClick=${() => setParty(one)}>${partyName(one, { contacts: body.contacts })}${partyPlace(one) ? html`<small>${partyPlace(one)}</small>` : null}</button>`)}
    </fieldset>
    <div class="two-fields">
      <label class="field">${t("call-heard")}<select value=${heard} onChange=${(e) => setHeard(e.target.value)}>${HEARD.map((how) => html`<option key=${how} value=${how}>${t(`heard-${how}`)}</option>`)}</select></label>
      <label class="field">${t("call-when")}<select value=${ago} onChange=${(e) => setAgo(Number(e.target.value))}>${AGO.map((min) => html`<option key=${min} value=${min}>${min === 0 ? t("just-now") : t("minutes-ago", { n: min })}</option>`)}</select></label>
    </div>
    ${party ? html`<${Said} key=${party} body=${body} as=${{ for: party, heard, ...(ago > 0 ? { at: stamp(now() - ago * 60_000) } : {}) }} />` : html`<p class="why">${t("call-pick")}</p>`}
  <//>`;
}

/** What this party may have said. */
function Said({ body, as }) {
  const [said, setSaid] = useState(0);
  const [open, setOpen] = useState(null);
  const { kind, name } = partyOf(as.for);
  const task = taskFor(body, { station: kind === "station" ? name : undefined, as });
  const told = (command, ...rest) => (task.send(command, ...rest), setSaid(said + 1));
  const done = () => setOpen(null);
  const asked = (body.notices ?? []).filter((n) => n.party === as.for && n.must_ack && n.stage !== "acknowledged");
  const flight = (task.inbound ?? task.outbound)?.flight;
  const landing = task.legs.findLast((l) => hasLeft(l) && !isIn(l));
  const quick = [
    asked.length > 0 ? ["known", () => asked.forEach((n) => told("notice.ack", { notice: n.id })), { n: asked.length }] : null,
    kind === "station" && flight ? ["claims", () => told("claim", { station: name, flight })] : null,
    kind === "station" && flight ? ["there", () => told("arrived", { station: name, flight })] : null,
    kind === "escort" && landing ? ["landed", () => told("landed", { leg: landing.leg })] : null,
    kind === "receiver" ? ["ready", () => told("reception.ready", {})] : null,
    kind === "receiver" ? ["problem", () => setOpen("problem")] : null,
    kind === "receiver" ? ["received", () => setOpen("received")] : null,
  ].filter(Boolean);
  const offers = (body.offers ?? []).filter((o) => o.to === as.for);
  const expected = (body.receivers ?? []).find((r) => r.receiver === name);
  return html`<div class="task-grid">${quick.map(([id, onClick, args]) => html`<button type="button" class="quiet" key=${id} data-said=${id} onClick=${onClick}>${t(`said-${id}`, args)}</button>`)}</div>
    <${TaskGrid} task=${task} names=${(GRIDS[kind] ?? []).filter((n) => n !== "found" || task.people.some((p) => p.party === "unknown"))} offers=${offers} parts=${partsOf(body.counts)} done=${() => setSaid(said + 1)} />
    <p class="why" role="status">${said > 0 ? t("call-more") : ""}</p>
    ${open === "received" ? html`<${ReceivedDialog} task=${task} expected=${expected ? expected.expected + (expected.in_arms ?? 0) : undefined} onClose=${done} />` : null}
    ${open === "problem" ? html`<${ProblemDialog} task=${task} onClose=${done} />` : null}`;
}
