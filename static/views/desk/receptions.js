// What each receiver has answered for its own: ready, a problem, received of how many.
// Must not know: people.
import { Icon } from "../../components/icon/icon.js";
import { TimeText } from "../../components/time-text/time-text.js";
import { html } from "../../core/html.js";
import { t } from "../../core/words.js";

export function Receptions({ body }) {
  const list = Array.isArray(body.reception) ? body.reception : [];
  if (list.length === 0) return null;
  return html`<h3>${t("receptions")}</h3><ul class="receptions">${list.map((r) => html`<${Row} key=${r.receiver} r=${r} />`)}</ul>`;
}

function Row({ r }) {
  const at = (x) => (x && typeof x === "object" ? x.at : x);
  const [icon, word, when] = r.received
    ? [r.received.count < r.expected ? "bell" : "check", t("received-of", { n: r.received.count, expected: r.expected }), r.received.at]
    : r.problem
      ? ["bell", t(`problem-kind-${r.problem.kind}`), r.problem.at]
      : r.ready
        ? ["check", t("ready-since"), at(r.ready)]
        : ["due", t("not-answered"), null];
  return html`<li class=${icon === "bell" ? "missing" : icon === "check" ? "right" : ""}><${Icon} name=${icon} /><b><bdi>${r.receiver}</bdi></b> <span>${r.expected} · ${word}</span> ${typeof when === "string" ? html`<small><${TimeText} at=${when} code="" /> UTC</small>` : null}</li>`;
}
