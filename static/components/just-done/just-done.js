// What this account has just done, with an undo for ten minutes; and how long it still can be taken back.
// Must not know: what an action means.
import { useState } from "preact/hooks";
import { tick } from "../../core/clock.js";
import { html } from "../../core/html.js";
import { act, outbox } from "../../core/session.js";
import { t } from "../../core/words.js";
import { Icon } from "../icon/icon.js";
import { doing } from "../tray/tray.js";

const TEN_MIN = 10 * 60_000;
/** What cannot be taken back: an answer, a word about a flight, groups that parted, what two people have signed. */
const NEVER = ["notice.ack", "alert.resolve", "flight.state", "release", "release.confirm", "movement.split", "movement.join", "note"];

export const undoable = (row, now) => !NEVER.includes(row.kind) && !(row.kind === "reroute.approve" && row.body.travellers) && now - Date.parse(row.at) < TEN_MIN;

/** `movements`: ids whose actions are shown; the newest on top, the rest behind one tap. */
export function JustDone({ movements }) {
  const [all, setAll] = useState(false);
  const list = outbox.made.value.filter((row) => movements.includes(row.movement) && undoable(row, tick.value));
  if (list.length === 0) return null;
  const shown = all ? list : list.slice(0, 1);
  return html`<section class="just-done" aria-label=${t("just-done")}>
    <ul>
      ${shown.map(
        (row, i) => html`<li key=${row.id}>
          <${Icon} name=${row.state === "waiting" ? "due" : "check"} />
          <span><b>${doing(row)}</b> <small>${row.state === "waiting" ? t("not-sent-yet") : t("undo-for", { n: Math.max(1, Math.ceil((TEN_MIN - (tick.value - Date.parse(row.at))) / 60_000)) })}</small></span>
          ${i === 0 && list.length > 1 ? html`<button type="button" class="quiet more-done" aria-expanded=${all} aria-label=${all ? t("just-done-less") : t("just-done-more", { n: list.length - 1 })} onClick=${() => setAll(!all)}>${all ? html`<${Icon} name="down" />` : `+${list.length - 1}`}</button>` : null}
          <button type="button" class="quiet" aria-label=${t("undo-what", { what: doing(row) })} onClick=${() => act("undo", row.movement, { command: row.id })}><${Icon} name="undo" />${t("undo")}</button>
        </li>`,
      )}
    </ul>
  </section>`;
}
