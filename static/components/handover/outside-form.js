// Given into the care of somebody without an account: assistance, crew, border police, a hospital, a hotel, a named
// adult; always with the time they are expected back, so that a late return shows. Must not know: how it raises.
import { useState } from "preact/hooks";
import { now, stamp } from "../../core/clock.js";
import { html } from "../../core/html.js";
import { whomBody } from "../../core/task.js";
import { t } from "../../core/words.js";
import { TimeText } from "../time-text/time-text.js";
import { WhomField, usePeopleHere } from "../whom-field/whom-field.js";

export const OUTSIDE = ["prm", "crew", "border", "hotel", "hospital", "adult", "other"];
/** Minutes until they are back: assistance and border soon, a night in a hotel in the morning. */
const BACK = [30, 60, 120, 240, 600];
const USUAL = { prm: 30, border: 60, crew: 240, hotel: 600, hospital: 240, adult: 60, other: 60 };

export function OutsideForm({ task, chosen, onClose }) {
  const [kind, setKind] = useState("prm");
  const [minutes, setMinutes] = useState(USUAL.prm);
  const [name, setName] = useState("");
  const whom = usePeopleHere(task, chosen);
  const back = now() + minutes * 60_000;
  const send = () => {
    const party = { kind, ...(name.trim() ? { name: name.trim() } : {}) };
    task.send("handover.give", { party, ...whomBody(whom.ids), count: whom.count, back_by: stamp(back) });
    onClose();
  };
  const pick = (next) => (setKind(next), setMinutes(USUAL[next]));
  return html`<fieldset class="tiles"><legend>${t("hand-on-to")}</legend>
      ${OUTSIDE.map((one) => html`<button type="button" class="quiet" key=${one} aria-pressed=${one === kind} onClick=${() => pick(one)}>${t(`party-out-${one}`)}</button>`)}
    </fieldset>
    <${WhomField} whom=${whom} task=${task} />
    <fieldset class="segments back-by"><legend>${t("back-by")} <b><${TimeText} at=${back} code=${task.place} /></b></legend>
      ${BACK.map((m) => html`<button type="button" class="quiet" key=${m} aria-pressed=${m === minutes} onClick=${() => setMinutes(m)}>${m < 60 ? t("minutes", { n: m }) : t("hours", { n: m / 60 })}</button>`)}
    </fieldset>
    <label class="field">${t("party-person")}<input maxlength="40" autocomplete="off" value=${name} onInput=${(e) => setName(e.target.value)} /></label>
    <button type="button" class="go" disabled=${!whom.ready} onClick=${send}>${t("give-send", { n: whom.count, party: t(`party-out-${kind}`) })}</button>`;
}
