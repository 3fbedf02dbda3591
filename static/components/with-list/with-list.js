// Who is with whom, now: one line a party with its number, what is not known first and loud; where names are open
// each line opens to its people. Must not know: how people come to be with somebody.
import { html } from "../../core/html.js";
import { isAlarm } from "../../core/parties.js";
import { byParty, called, tail } from "../../core/people.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";
import { partyWith } from "../party-name/party-name.js";
import { placeName } from "../person-list/person-list.js";
import { TimeText } from "../time-text/time-text.js";

/** What is not known stands open, as long as it does not push everything else off the screen. */
const OPEN_MOST = 6;

/** `list`: `[{party, count, queued?}]`; `people`: persons as they stand, or none. `code`: whose zone times are in. */
export function WithList({ list, people = [], me, contacts, code }) {
  const groups = byParty(people);
  if (list.length === 0) return html`<p class="why">${t("with-none")}</p>`;
  return html`<ul class="with-list">
    ${list.map((line) => {
      const alarm = isAlarm(line.party);
      const who = groups.get(line.party) ?? [];
      const head = html`<b class="with-count">${line.count}</b><span class="with-party">${alarm ? html`<${Icon} name="bell" />` : null}${alarm ? t("with-not-known") : partyWith(line.party, { me, contacts })}${line.queued ? html` <small class="queued">${t("not-sent-yet")}</small>` : null}</span>`;
      return html`<li key=${line.party} class=${alarm ? "not-known" : line.party === me ? "mine" : ""}>
        ${who.length > 0 ? html`<details open=${alarm && who.length <= OPEN_MOST}><summary>${head}</summary><ul class="with-people">${who.map((p) => html`<${Person} key=${p.traveller} person=${p} code=${code} alarm=${alarm} contacts=${contacts} />`)}</ul></details>` : html`<div class="with-line">${head}</div>`}
      </li>`;
    })}
  </ul>`;
}

function Person({ person, code, alarm, contacts }) {
  const utc = code ? "" : " UTC";
  return html`<li><b><bdi>${called(person) || t(`age-${person.age_band}`)}</bdi></b> <small><bdi dir="ltr">${tail(person.case)}</bdi> · ${t(`age-${person.age_band}`)}</small>
    ${person.since ? html`<span>${t(alarm ? "not-known-since" : "since")} <${TimeText} at=${person.since} code=${code} />${utc}</span>` : null}
    ${person.seen ? html`<small>${t("seen-at", { place: placeName(person.seen.place, contacts) })} <${TimeText} at=${person.seen.at} code=${code} />${utc}</small>` : null}
  </li>`;
}
