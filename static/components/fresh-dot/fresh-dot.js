// How fresh the picture is, always on screen, shape and words: live, as of, feed silent, the hub's store away, offline
// with what waits to be sent. Must not know: what is shown beneath it.
import { computed } from "@preact/signals";
import { tick } from "../../core/clock.js";
import { html } from "../../core/html.js";
import { link, outbox } from "../../core/session.js";
import { t } from "../../core/words.js";
import { hhmm } from "../../core/zones.js";

/** `{state, silent, waiting, heard}`: what there is to say, before it is said. */
const picture = computed(() => {
  const waiting = outbox.waiting.value.length;
  const silent = link.sources.value.filter((s) => s.state === "silent").sort((a, b) => ((a.heard ?? "") < (b.heard ?? "") ? -1 : 1))[0];
  const state = link.state.value;
  if (state === "offline" || state === "stopped") return { state: "offline", waiting, heard: link.heard.value };
  if (state !== "live") return { state: "catching-up", waiting, heard: link.heard.value };
  const store = link.store.value;
  if (store.state !== "ok") return { state: "away", waiting, heard: store.heard };
  if (silent) return { state: "silent", waiting, since: silent.heard };
  return { state: "live", waiting };
});

function words({ state, waiting, heard, since }, zone) {
  const time = heard ? hhmm(heard, zone) : null;
  if (state === "offline" && waiting > 0) return t("fresh-offline-waiting", { n: waiting });
  if (state === "offline") return time ? t("fresh-offline", { time }) : t("fresh-offline-never");
  if (state === "away") return time ? t("fresh-away", { time }) : t("fresh-away-never");
  if (state === "catching-up") return time ? t("fresh-as-of", { time }) : t("fresh-connecting");
  if (state === "silent") {
    return since ? t("fresh-silent", { min: Math.max(0, Math.floor((tick.value - Date.parse(since)) / 60_000)) }) : t("fresh-silent-never");
  }
  return waiting > 0 ? t("fresh-sending", { n: waiting }) : t("fresh-live");
}

export function FreshDot({ zone }) {
  const now = picture.value;
  return html`<div class="fresh ${now.state}">
    <i aria-hidden="true"></i><span class="fresh-words">${words(now, zone)}</span>
    <span class="unseen" role="status">${t(`fresh-state-${now.state}`)}</span>
  </div>`;
}
