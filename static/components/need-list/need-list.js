// Needs as actions with a pictogram and a number, and the languages. A need is what to do, never why.
// Must not know: who has the need.
import { html } from "../../core/html.js";
import { languageName, say } from "../../core/words.js";
import { Icon } from "../icon/icon.js";

/** First match wins; an action nobody foresaw gets the plain sign and its own words. */
const SIGNS = [
  [/wheelchair|stretcher/, "chair"],
  [/alone/, "alone"],
  [/infant/, "baby"],
  [/child|hand to hold/, "child"],
  [/is due/, "due"],
  [/say what is ahead/, "eye"],
  [/face them|sign$/, "ear"],
  [/interpreter/, "speech"],
  [/slowly/, "slow"],
  [/seat/, "seat"],
  [/animal|dog/, "dog"],
  [/walk along|same person/, "hand"],
];

const slug = (action) => action.toLowerCase().replace(/[^a-z]+/g, "-").replace(/^-|-$/g, "");
export const needName = (action) => say(`need-${slug(action)}`) ?? action;

export function NeedList({ needs = [], languages = [], words }) {
  if (needs.length + languages.length === 0) return null;
  return html`<ul class="needs ${words ? "with-words" : ""}">
    ${needs.map((n) => {
      const name = SIGNS.find(([pattern]) => pattern.test(n.action))?.[1] ?? "hand";
      return html`<li key=${n.action} title=${needName(n.action)}>
        <${Icon} name=${name} word=${words ? null : needName(n.action)} /><b>${n.count}</b>${words ? html`<span>${needName(n.action)}</span>` : null}
      </li>`;
    })}
    ${languages.length > 0 ? html`<li class="languages">${languages.map((l) => languageName(l.language)).join(", ")}</li>` : null}
  </ul>`;
}
