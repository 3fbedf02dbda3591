// Whom an action is about: all of them, or the ones that are ticked. People who were ticked on the screen
// beneath are already chosen. Must not know: what is done with them.
import { useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { units as unitsOf } from "../../core/people.js";
import { t } from "../../core/words.js";
import { PersonList } from "../person-list/person-list.js";

/** `candidates`: people it could be about; `all`: how many that is, also where names are not open.
 *  → `{ids, count, all, set…}`; `ids` is null for all. */
export function useWhom({ candidates, all, chosen }) {
  const some = [...(chosen ?? [])].filter((id) => candidates.some((p) => p.traveller === id));
  const [ids, setIds] = useState(some.length > 0 ? some : null);
  return { ids, setIds, count: ids ? ids.length : all, all, candidates, ready: !ids || ids.length > 0 };
}

/** Those with the party that acts, or those who can board. */
export const usePeopleHere = (task, chosen, group = task.here) => useWhom({ candidates: group.people, all: group.count, chosen });

export function WhomField({ whom, task, word }) {
  const chosen = new Set(whom.ids ?? []);
  const toggle = (ids, on) => {
    const next = new Set(chosen);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    whom.setIds([...next]);
  };
  return html`<fieldset class="whom">
    <legend>${word ?? t("whom")}</legend>
    <div class="segments">
      <button type="button" class="quiet" aria-pressed=${!whom.ids} onClick=${() => whom.setIds(null)}>${t("whom-all", { n: whom.all })}</button>
      ${whom.candidates.length > 0 ? html`<button type="button" class="quiet" aria-pressed=${Boolean(whom.ids)} onClick=${() => whom.ids || whom.setIds([])}>${whom.ids?.length > 0 ? t("whom-these", { n: whom.ids.length }) : t("whom-some")}</button>` : null}
    </div>
    ${whom.ids ? html`<div class="whom-list"><${PersonList} units=${unitsOf(task.doc)} people=${whom.candidates} chosen=${chosen} toggle=${toggle} task=${task} /></div>` : null}
  </fieldset>`;
}
