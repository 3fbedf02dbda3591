// A number pad for tired hands: one or more fields to type into, keys of 56 px and more, the keyboard too.
// Must not know: what is counted, what is expected.
import { useLayoutEffect, useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";

const DIGITS = 3;
const isText = (target) => ["TEXTAREA", "SELECT"].includes(target.tagName) || (target.tagName === "INPUT" && !["checkbox", "radio"].includes(target.type));

/** What has been typed: `[typed, field, setField, press, number]`; `number(name)` is null while nothing stands there. */
export function useTyped(names) {
  const [typed, setTyped] = useState(() => Object.fromEntries(names.map((name) => [name, ""])));
  const [field, setField] = useState(names[0]);
  const press = (digit) => setTyped((now) => ({ ...now, [field]: digit === "back" ? (now[field] ?? "").slice(0, -1) : ((now[field] ?? "") + digit).slice(0, DIGITS) }));
  const number = (name) => (typed[name] ? Number(typed[name]) : null);
  return { typed, field, setField, press, number };
}

/** `fields`: `[{name, word}]`; `pad`: what `useTyped` gave; `onEnter` when Enter is pressed outside a button;
 *  what stands between the numbers and the keys comes as children. */
export function NumberPad({ fields, pad, onEnter, children }) {
  useLayoutEffect(() => {
    const key = (event) => {
      if (isText(event.target)) return;
      if (/^\d$/.test(event.key)) pad.press(event.key);
      else if (event.key === "Backspace") pad.press("back");
      else if (event.key === "Enter" && event.target.tagName !== "BUTTON") onEnter?.();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  });
  return html`<div class="count-fields">
      ${fields.map(
        ({ name, word }) => html`<button type="button" key=${name} class="count-field ${name}" aria-pressed=${name === pad.field} onClick=${() => pad.setField(name)}>
          <span class="count-number" dir="ltr">${pad.typed[name] || "–"}</span><span>${word}</span>
        </button>`,
      )}
    </div>
    ${children}
    <div class="pad" dir="ltr">
      ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => html`<button type="button" key=${n} onClick=${() => pad.press(String(n))}>${n}</button>`)}
      <span></span>
      <button type="button" onClick=${() => pad.press("0")}>0</button>
      <button type="button" aria-label=${t("count-erase")} onClick=${() => pad.press("back")}><${Icon} name="erase" /></button>
    </div>`;
}
