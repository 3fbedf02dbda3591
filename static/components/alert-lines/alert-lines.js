// Alerts of a movement in words: what, whom, since when; resolved by whoever may.
// Must not know: how they rise.
import { html } from "../../core/html.js";
import { called } from "../../core/people.js";
import { say, t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";
import { partyName } from "../party-name/party-name.js";
import { TimeText } from "../time-text/time-text.js";

/** More names than these are a number: they stand in full in who is with whom. */
const NAMED = 4;
/** These stand as long as somebody is not known; the hub would refuse to resolve them. */
const STANDING = ["not-seen", "late-return", "alone-overdue", "person-missing"];

/** `people`: to name whom an alert is about; `resolve(alert)` where this reader may. `code`: whose zone. */
export function AlertLines({ alerts = [], people = [], me, contacts, code, resolve }) {
  if (alerts.length === 0) return null;
  return html`<div class="alert-lines">
    ${alerts.map((a) => {
      const about = (a.travellers ?? []).map((id) => people.find((p) => p.traveller === id)).filter(Boolean);
      const names = about.length <= NAMED ? about.map(called).filter(Boolean) : [];
      const stands = STANDING.includes(a.kind) && about.some((p) => p.party === "unknown");
      return html`<div class="notice" key=${a.id}>
        <${Icon} name="bell" />
        <div class="notice-text">
          <p>${alertName(a.kind)}${names.length > 0 ? html`: <bdi>${names.join(", ")}</bdi>` : a.count > 0 || a.travellers?.length > 0 ? `: ${t("n-people", { n: a.count ?? a.travellers.length })}` : ""}${a.priority ? ` (${t(`callback-${a.priority}`)})` : ""}${a.text ? html` <bdi>${a.text}</bdi>` : null}</p>
          <small>${a.party ? `${t("last-with", { party: partyName(a.party, { me, contacts }) })} · ` : ""}<${TimeText} at=${a.at} code=${code} />${code ? "" : " UTC"}</small>
        </div>
        ${resolve && !stands ? html`<button type="button" class="answer" onClick=${() => resolve(a)}>${t("resolve")}</button>` : null}
      </div>`;
    })}
  </div>`;
}

export const alertName = (kind) => say(`alert-${String(kind).replaceAll(".", "-")}`) ?? kind;
