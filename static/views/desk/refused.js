// What somebody reported and the rules could not apply: kept with its reason, so that nothing said on the phone or
// offline is lost unseen. Must not know: how to repair it.
import { Icon } from "../../components/icon/icon.js";
import { TimeText } from "../../components/time-text/time-text.js";
import { html } from "../../core/html.js";
import { say, t } from "../../core/words.js";

export function Refused({ body }) {
  const list = body.refused ?? [];
  if (list.length === 0) return null;
  return html`<details class="more-about refused-list"><summary><${Icon} name="bell" />${t("refused-title", { n: list.length })}</summary>
    <ul class="earlier">${list.map((r) => html`<li key=${r.id}><${TimeText} at=${r.acted} code="" /> UTC <b>${say(`did-${r.kind.replace(".", "-")}`) ?? r.kind}</b> <bdi>${r.by ?? ""}</bdi> <small>${say(`problem-${r.code}`) ?? r.detail ?? r.code}</small></li>`)}</ul>
  </details>`;
}
