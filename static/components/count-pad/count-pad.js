// Counting at a door: an empty number pad. What is expected stays hidden until a number has been typed, so
// that people are counted and not confirmed. Infants in arms and escorts apart. A number that differs is said
// in words before it is sent, and is sent as it is. Must not know: who is counted.
import { useEffect, useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { Icon } from "../icon/icon.js";

const FIELDS = ["here", "in_arms", "escorts"];

/** `expected`: `{expected, in_arms, escorts}`. `onCount({here, in_arms, escorts})`. */
export function CountPad({ label, expected, onCount, onClose }) {
  const [typed, setTyped] = useState({ here: "", in_arms: "", escorts: "" });
  const [field, setField] = useState("here");
  const press = (digit) => setTyped((now) => ({ ...now, [field]: digit === "back" ? now[field].slice(0, -1) : (now[field] + digit).slice(0, 3) }));
  const number = (name) => (typed[name] === "" ? null : Number(typed[name]));
  const asked = FIELDS.filter((f) => f !== "escorts" || expected.escorts > 0);
  const ready = number("here") !== null;
  // Infants in arms are counted too: where some are expected or typed, the button says their number.
  const arms = number("in_arms") ?? 0;
  const sending = arms > 0 || expected.in_arms > 0 ? t("count-send-arms", { n: number("here"), arms }) : t("count-send", { n: number("here") });
  const send = () => {
    if (!ready) return;
    onCount({ here: number("here"), in_arms: arms, escorts: number("escorts") ?? 0 });
    onClose();
  };
  useEffect(() => {
    const key = (event) => {
      if (/^\d$/.test(event.key)) press(event.key);
      else if (event.key === "Backspace") press("back");
      else if (event.key === "Enter" && event.target.tagName !== "BUTTON") send();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  });
  return html`<${Dialog} title=${t("count-title", { label })} onClose=${onClose}>
    <div class="count-fields">
      ${asked.map((name) => html`<${Field} key=${name} name=${name} value=${typed[name]} active=${name === field} pick=${() => setField(name)} />`)}
    </div>
    <p class="count-said" role="status">${ready ? verdict(number("here"), expected.expected) : t("count-hint")}</p>
    <div class="pad" dir="ltr">
      ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => html`<button type="button" key=${n} onClick=${() => press(String(n))}>${n}</button>`)}
      <span></span>
      <button type="button" onClick=${() => press("0")}>0</button>
      <button type="button" aria-label=${t("count-erase")} onClick=${() => press("back")}><${Icon} name="erase" /></button>
    </div>
    <button type="button" class="go" disabled=${!ready} onClick=${send}>${ready ? sending : t("count-send-empty")}</button>
  <//>`;
}

function Field({ name, value, active, pick }) {
  return html`<button type="button" class="count-field ${name}" aria-pressed=${active} onClick=${pick}>
    <span class="count-number" dir="ltr">${value === "" ? "–" : value}</span><span>${t(`count-${name.replace("_", "-")}`)}</span>
  </button>`;
}

/** Right, missing or over: a real value each, said before it is sent. */
function verdict(here, expected) {
  const kind = here === expected ? "right" : here < expected ? "missing" : "over";
  return html`<span class="count-${kind}">${t(`count-${kind}`, { n: Math.abs(here - expected), here, expected })}</span>`;
}
