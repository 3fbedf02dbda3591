// Everything the desk can do about one movement: write down a call, what the airline did, another way, split, join,
// drop, raise an alert, end it. One of them is yellow: the way onward where it is broken, else the call.
// Must not know: how each is done.
import { useState } from "preact/hooks";
import { ConfirmDialog } from "../../components/confirm-dialog/confirm-dialog.js";
import { Icon } from "../../components/icon/icon.js";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { BookingDialog } from "./booking-form.js";
import { CallDialog } from "./call.js";
import { DropDialog } from "./drop.js";
import { RerouteDialog } from "./reroute.js";
import { JoinDialog, SplitDialog } from "./split-join.js";

const ICONS = { call: "phone", reroute: "route", booking: "paper", split: "group", join: "family", drop: "alone", alert: "bell", close: "check", cancel: "close" };
const FORMS = { call: CallDialog, reroute: RerouteDialog, booking: BookingDialog, split: SplitDialog, join: JoinDialog, drop: DropDialog };

export function Actions({ task }) {
  const [open, setOpen] = useState(null);
  const { body } = task;
  if (["closed", "cancelled"].includes(body.state)) return null;
  const first = body.state === "broken" ? "reroute" : "call";
  const button = (name) => html`<button type="button" key=${name} class=${name === first ? "go" : "quiet"} data-desk=${name} onClick=${() => setOpen(name)}><${Icon} name=${ICONS[name]} /><span>${t(`desk-do-${name}`)}</span></button>`;
  const names = ["call", "reroute", "booking", "split", "join", "drop", "alert", "close", "cancel"];
  const close = () => setOpen(null);
  const Form = FORMS[open];
  return html`<div class="desk-actions">${[first, ...names.filter((n) => n !== first)].map(button)}</div>
    ${Form ? html`<${Form} task=${task} onClose=${close} />` : null}
    ${open === "alert" ? html`<${ConfirmDialog} title=${t("alert-raise")} text=${t("alert-raise-text")} yes=${t("alert-raise")} field=${t("alert-what")} onYes=${(text) => task.send("alert.raise", { kind: "other", ...(text ? { text } : {}) })} onClose=${close} />` : null}
    ${open === "close" || open === "cancel"
      ? html`<${ConfirmDialog} title=${t(`movement-${open}`)} text=${t(`movement-${open}-text`, { label: body.label })} yes=${t(`movement-${open}`)} field=${t("reason")} onYes=${(reason) => task.send(`movement.${open}`, reason ? { reason } : {})} onClose=${close} />`
      : null}`;
}
