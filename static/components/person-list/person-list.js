// People by case with large ticks: units bracketed so that nobody tears a family apart, like names told apart by
// the end of the case number and the age. Must not know: what the ticks are for.
import { useState } from "preact/hooks";
import { html } from "../../core/html.js";
import { called, likeNames, tail } from "../../core/people.js";
import { languageName, say, t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";
import { NeedList, needName } from "../need-list/need-list.js";
import { partyName, partyWith } from "../party-name/party-name.js";
import { TimeText } from "../time-text/time-text.js";

/** `units` as core/people.js makes them; `people`: the same persons as they stand now. `chosen`: a Set of ids;
 *  `toggle(ids)`. `whole`: only whole units can be chosen. `more(person)`: what one can do about one person. */
export function PersonList({ units, people, chosen, toggle, whole, more, task }) {
  const now = new Map(people.map((p) => [p.traveller, p]));
  const like = likeNames(people);
  const shown = units.map((u) => ({ ...u, cases: u.cases.map((c) => ({ ...c, travellers: c.travellers.filter((p) => now.has(p.traveller)).map((p) => now.get(p.traveller)) })).filter((c) => c.travellers.length > 0) })).filter((u) => u.cases.length > 0);
  if (shown.length === 0) return null;
  return html`<ul class="units">
    ${shown.map((u) => html`<${Unit} key=${u.unit} unit=${u} like=${like} chosen=${chosen} toggle=${toggle} whole=${whole} more=${more} task=${task} />`)}
  </ul>`;
}

function Unit({ unit, like, chosen, toggle, whole, more, task }) {
  const all = unit.cases.flatMap((c) => c.travellers).map((p) => p.traveller);
  const ticked = all.filter((id) => chosen?.has(id)).length;
  const several = all.length > 1;
  const title = unit.cases.map((c) => tail(c.case)).join(" + ");
  return html`<li class="unit ${several ? "several" : ""}">
    ${several && toggle
      ? html`<label class="unit-head tick"><input type="checkbox" checked=${ticked === all.length} indeterminate=${ticked > 0 && ticked < all.length} onChange=${() => toggle(all, ticked < all.length)} /><span>${t("unit-of", { n: all.length })} <bdi dir="ltr">${title}</bdi></span></label>`
      : html`<span class="unit-head">${several ? `${t("unit-of", { n: all.length })} ` : ""}<bdi dir="ltr">${title}</bdi></span>`}
    <ul class="unit-people">
      ${unit.cases.flatMap((c) => c.travellers.map((p) => html`<${Row} key=${p.traveller} person=${p} number=${c.case} like=${like.has(p.traveller)} chosen=${chosen} toggle=${whole ? null : toggle} more=${more} task=${task} />`))}
    </ul>
  </li>`;
}

function Row({ person, number, like, chosen, toggle, more, task }) {
  const [open, setOpen] = useState(false);
  const name = called(person);
  const id = `p-${person.traveller}`;
  const line = html`<span class="person-who"><${Name} person=${person} number=${number} like=${like} /><${Where} person=${person} task=${task} /></span>`;
  return html`<li class="person ${person.unconfirmed ? "unconfirmed" : ""} ${person.party === "unknown" ? "not-known" : ""}">
    <div class="person-line">
      ${toggle ? html`<label class="tick"><input type="checkbox" checked=${chosen.has(person.traveller)} onChange=${() => toggle([person.traveller], !chosen.has(person.traveller))} />${line}</label>` : line}
      ${more ? html`<button type="button" class="bare" aria-expanded=${open} aria-controls=${id} aria-label=${t("about-person", { name })} onClick=${() => setOpen(!open)}><${Icon} name=${open ? "up" : "down"} /></button>` : null}
    </div>
    ${open ? html`<div class="person-more" id=${id}><${About} person=${person} />${more(person)}</div>` : null}
  </li>`;
}

function Name({ person, number, like }) {
  const name = called(person);
  const full = [person.name === name ? null : person.name, person.name_local].filter(Boolean);
  return html`<span class="person-name">
    ${name ? html`<b><bdi>${name}</bdi></b>` : html`<b>${t(`age-${person.age_band}`)} <bdi dir="ltr">${tail(number)}</bdi></b>`}
    ${like && name ? html`<em class="like"><bdi dir="ltr">${tail(number)}</bdi> · ${t(`age-${person.age_band}`)}</em>` : name ? html`<span class="age">${t(`age-${person.age_band}`)}</span>` : null}
    <${NeedList} needs=${(person.needs ?? []).map((n) => ({ ...n, count: "" }))} />
    ${person.unconfirmed ? html`<em class="flag">${t("unconfirmed")}</em>` : null}
    ${full.length > 0 ? html`<small>${full.map((f, i) => html`${i > 0 ? " · " : ""}<bdi>${f}</bdi>`)}</small>` : null}
  </span>`;
}

/** With whom, and where last seen. */
function Where({ person, task }) {
  if (!person.party) return null;
  const known = person.party !== "unknown";
  return html`<span class="person-where ${known ? "" : "not-known"}">
    <span>${known ? partyWith(person.party, { me: task.me, contacts: task.body.contacts }) : t("not-known-since")}${person.since && !known ? html` <${TimeText} at=${person.since} code=${task.place} />` : null}</span>
    ${person.seen ? html`<small>${t("seen-at", { place: placeName(person.seen.place, task.body.contacts) })} <${TimeText} at=${person.seen.at} code=${task.place} /></small>` : null}
    ${person.queued ? html`<small class="queued">${t("not-sent-yet")}</small>` : null}
  </span>`;
}

/** A checkpoint, a place word or the party that saw them, in the reader's language. */
export function placeName(place, contacts) {
  const text = String(place ?? "");
  if (text.includes(":")) return partyName(text, { contacts });
  return say(`place-${text.toLowerCase()}`) ?? text.replaceAll("-", " ");
}

function About({ person }) {
  const lines = [
    ...(person.needs ?? []).map((n) => ({ icon: "hand", text: needName(n.action) })),
    person.languages?.length > 0 ? { icon: "speech", text: person.languages.map(languageName).join(", ") } : null,
    person.bags > 0 ? { icon: "bag", text: t("bags", { n: person.bags }) } : null,
    ...papersOf(person.papers),
  ].filter(Boolean);
  return html`<ul class="about">${lines.map((line, i) => html`<li key=${i}><${Icon} name=${line.icon} /><span>${line.text}</span></li>`)}</ul>`;
}

function papersOf(papers = []) {
  return papers.map((p) => {
    const kind = say(`paper-${p.kind ?? p}`) ?? p.kind ?? p;
    return { icon: "paper", text: p.there === false ? t("paper-missing", { kind }) : p.valid_until ? t("paper-until", { kind, date: p.valid_until }) : kind };
  });
}

