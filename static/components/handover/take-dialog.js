// Taking people over: from whom, counted on an empty pad before any other number shows; then the read-back, the
// papers bag, who is not here by name where fewer came. Must not know: which post this is.
import { useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { isTwoSided, named, partyOf, sources, taking } from "../../core/parties.js";
import { units as unitsOf } from "../../core/people.js";
import { whomBody } from "../../core/task.js";
import { t } from "../../core/words.js";
import { Dialog } from "../confirm-dialog/confirm-dialog.js";
import { NumberPad, useTyped } from "../number-pad/number-pad.js";
import { partyName } from "../party-name/party-name.js";
import { PersonList } from "../person-list/person-list.js";
import { Readback } from "../readback/readback.js";
import { RefuseForm } from "./refuse-form.js";

/** Everybody one can take from: who offers first. `[{party, count, offer?}]`. */
export function takeable(task, offers = []) {
  const asked = offers.map((o) => ({ party: o.from, count: o.count, offer: o.offer, travellers: o.travellers }));
  return [...asked, ...sources(task.with, task.me).filter((s) => !asked.some((o) => o.party === s.party))];
}

export function TakeDialog({ task, offers = [], onClose }) {
  const list = takeable(task, offers);
  const [from, setFrom] = useState(list[0] ?? null);
  const [counted, setCounted] = useState(null);
  const [refusing, setRefusing] = useState(false);
  const names = { me: task.me, contacts: task.body.contacts };
  const title = t("take-title", { label: task.body.label });
  if (!from) return html`<${Dialog} title=${title} onClose=${onClose}><p>${t("take-nobody")}</p><//>`;
  if (refusing) return html`<${RefuseForm} task=${task} source=${from} title=${title} onClose=${onClose} />`;
  if (counted !== null) return html`<${Readbacks} task=${task} source=${from} counted=${counted} title=${title} names=${names} again=${() => setCounted(null)} refuse=${() => setRefusing(true)} onClose=${onClose} />`;
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <${From} list=${list} from=${from} pick=${setFrom} names=${names} />
    <${HeadCount} arms=${task.body.counts?.in_arms > 0} onCount=${setCounted} word=${t("take-compare")} />
  <//>`;
}

/** A count of heads, infants in arms among them, without anything to compare it with. */
export function HeadCount({ arms, onCount, word }) {
  const fields = ["here", ...(arms ? ["in_arms"] : [])];
  const pad = useTyped(fields);
  const ready = pad.number("here") !== null;
  const send = () => ready && onCount(pad.number("here") + (pad.number("in_arms") ?? 0));
  return html`<${NumberPad} fields=${fields.map((name) => ({ name, word: t(`count-${name.replace("_", "-")}`) }))} pad=${pad} onEnter=${send}>
      <p class="count-said">${t("count-hint")}</p>
    <//>
    <button type="button" class="go" disabled=${!ready} onClick=${send}>${word}</button>`;
}

function From({ list, from, pick, names }) {
  if (list.length === 1) return html`<p class="take-from">${t("take-from", { party: partyName(from.party, names) })}</p>`;
  return html`<fieldset class="tiles"><legend>${t("take-from-whom")}</legend>
    ${list.map((source) => html`<button type="button" class="quiet" key=${source.offer ?? source.party} aria-pressed=${source === from || (source.offer ?? source.party) === (from.offer ?? from.party)} onClick=${() => pick(source)}>${partyName(source.party, names)}${source.offer ? html`<small>${t("take-offers")}</small>` : null}</button>`)}
  </fieldset>`;
}

function Readbacks({ task, source, counted, title, names, again, refuse, onClose }) {
  const [bag, setBag] = useState(false);
  const [absent, setAbsent] = useState([]);
  const kind = taking(source.party, source.offer);
  const theirs = source.count ?? null;
  const candidates = task.people.filter((p) => !p.not_travelling && (source.travellers?.includes(p.traveller) || p.party === source.party));
  const fewer = theirs !== null && counted < theirs && candidates.length > 0;
  const toggle = (ids, on) => setAbsent((now) => (on ? [...now, ...ids] : now.filter((id) => !ids.includes(id))));
  const send = () => {
    const here = candidates.filter((p) => !absent.includes(p.traveller)).map((p) => p.traveller);
    const whom = absent.length > 0 ? here : source.travellers?.length > 0 ? source.travellers : null;
    const papers = kind === "handover.accept" ? { papers_bag: bag } : {};
    task.send(kind, { from: named(source.party, task.inbound), ...(source.offer ? { offer: source.offer } : {}), ...whomBody(whom), count: counted, ...papers });
    onClose();
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <${Readback} mine=${counted} theirs=${theirs} who=${partyName(source.party, names)} />
    ${fewer ? html`<fieldset class="whom"><legend>${t("take-who-not", { n: theirs - counted })}</legend><div class="whom-list"><${PersonList} units=${unitsOf(task.doc)} people=${candidates} chosen=${new Set(absent)} toggle=${toggle} task=${task} /></div></fieldset>` : null}
    ${isTwoSided(source.party) ? html`<label class="tick big"><input type="checkbox" checked=${bag} onChange=${(e) => setBag(e.target.checked)} /><span>${t("papers-bag-seen")}</span></label>` : null}
    <button type="button" class="go" onClick=${send}>${t(theirs !== null && counted !== theirs ? "take-anyway" : "take-send", { n: counted })}</button>
    <div class="dialog-buttons even">
      <button type="button" class="quiet" onClick=${again}>${t("count-again")}</button>
      ${source.offer || partyOf(source.party).kind === "escort" ? html`<button type="button" class="quiet" onClick=${refuse}>${t("refuse")}</button>` : null}
    </div>
  <//>`;
}
