// Who has been told what and how far that has come with each party; what has been counted and who has claimed.
// Must not know: what a notice is about.
import { noticeText } from "../../components/notice-list/notice-list.js";
import { partyName } from "../../components/party-name/party-name.js";
import { TimeText } from "../../components/time-text/time-text.js";
import { html } from "../../core/html.js";
import { say, t } from "../../core/words.js";

/** Notices with their stage per party: who knows. */
export function Told({ body }) {
  const list = body.notices ?? [];
  if (list.length === 0) return html`<h3>${t("told")}</h3><p class="why">${t("told-nothing")}</p>`;
  const groups = new Map();
  for (const n of list) {
    // A receiver is told the same thing with fewer figures: one line, with the fuller words.
    const key = `${n.kind} ${n.words?.at ?? n.text} ${n.at}`;
    groups.set(key, [...(groups.get(key) ?? []), n].sort((a, b) => b.text.length - a.text.length));
  }
  return html`<h3>${t("told")}</h3>
    <ul class="told">
      ${[...groups.values()].map(
        (same) => html`<li key=${same[0].id}>
          <p>${noticeText(same[0], "", true)} <small><${TimeText} at=${same[0].at} code="" /> UTC</small></p>
          <ul class="parties">${same.map((n) => html`<li key=${n.id} class="stage-${n.stage} ${n.must_ack ? "must" : ""}"><bdi>${partyName(n.party, { contacts: body.contacts })}</bdi> <b>${t(`stage-${n.stage}`)}</b></li>`)}</ul>
        </li>`,
      )}
    </ul>`;
}

export function Standing({ body }) {
  const { here, expected, place } = body.counts ?? {};
  const claims = body.claims ?? [];
  if (here == null && claims.length === 0) return null;
  return html`<h3>${t("on-the-ground")}</h3>
    <ul class="earlier">
      ${here == null ? null : html`<li>${t("counted-desk", { here, expected, place: say(`place-${place}`) ?? place ?? "" })} <small><${TimeText} at=${body.counts.acted} code="" /> UTC</small></li>`}
      ${claims.map((c) => html`<li key=${c.station + c.flight}><b>${c.station}</b> ${t("claim-by")} <bdi>${c.by}</bdi> <small><${TimeText} at=${c.at} code=${c.station} /></small></li>`)}
    </ul>`;
}
