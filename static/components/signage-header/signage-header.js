// The sign across the top: the yellow block says where one is, then the place, how fresh the picture is, the
// hub's time in the place's own zone, and a menu. Must not know: what a view shows.
import { useEffect, useRef, useState } from "preact/hooks";
import { rate, tick } from "../../core/clock.js";
import { html } from "../../core/html.js";
import { audience, choose, me, shared, signOut, state } from "../../core/session.js";
import { LANGUAGES, choose as speak, language, t } from "../../core/words.js";
import { hhmm, offset } from "../../core/zones.js";
import { FreshDot } from "../fresh-dot/fresh-dot.js";
import { Icon } from "../icon/icon.js";
import { PersonChip } from "../person-chip/person-chip.js";
import { theme, toggleTheme } from "./theme.js";

export function SignageHeader({ sign, title, sub, zone = "UTC", where, demo }) {
  return html`<header class="signage">
    <div class="sign" dir="ltr">${sign}</div>
    <div class="place"><h1 dir="auto">${title}</h1>${sub ? html`<small>${sub}</small>` : null}</div>
    ${state.value === "in" && audience.value ? html`<div class="signage-state"><${FreshDot} zone=${zone} />${shared.value ? html`<${PersonChip} />` : null}</div>` : null}
    <div class="clock">
      <time dir="ltr">${hhmm(tick.value, zone)}</time>
      <small>${where ? html`<span class="clock-where"><bdi>${where}</bdi> · </span>` : null}<bdi dir="ltr">${offset(tick.value, zone)}</bdi></small>
    </div>
    <${Menu} demo=${demo} />
    ${rate.value === 1 ? null : html`<div class="replay"><bdi>${t("replay", { rate: rate.value })}</bdi></div>`}
  </header>`;
}

function Menu({ demo }) {
  const [open, setOpen] = useState(false);
  const box = useRef(null);
  useEffect(() => {
    if (!open) return undefined;
    const away = (event) => {
      if (event.type === "keydown" ? event.key === "Escape" : !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("keydown", away);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("keydown", away);
    };
  }, [open]);
  return html`<div class="menu" ref=${box}>
    <button type="button" class="menu-button" aria-expanded=${open} aria-controls="menu-panel" aria-label=${t("menu")} onClick=${() => setOpen(!open)}>
      <${Icon} name=${open ? "close" : "menu"} />
    </button>
    ${open ? html`<${Panel} demo=${demo} close=${() => setOpen(false)} />` : null}
  </div>`;
}

function Panel({ demo, close }) {
  const night = theme.value === "night";
  const posts = me.value?.audiences ?? [];
  return html`<div class="menu-panel" id="menu-panel">
    ${shared.value ? html`<div class="menu-person"><${PersonChip} /></div>` : null}
    ${me.value ? html`<p class="menu-who">${t("signed-in-as")} <b dir="ltr">${me.value.account}</b></p>` : null}
    <button type="button" class="quiet" onClick=${toggleTheme}><${Icon} name=${night ? "sun" : "moon"} />${t(night ? "theme-day" : "theme-night")}</button>
    <label class="field">${t("language")}
      <select value=${language.value} onChange=${(e) => speak(e.target.value)}>
        ${LANGUAGES.map((l) => html`<option value=${l.code} lang=${l.code} selected=${l.code === language.value}>${l.name}</option>`)}
      </select>
    </label>
    ${posts.length > 1
      ? html`<label class="field">${t("post")}
          <select value=${audience.value} onChange=${(e) => choose(e.target.value).then(close)}>
            ${posts.map((p) => html`<option value=${p} selected=${p === audience.value}>${p.replace(":", " ")}</option>`)}
          </select>
        </label>`
      : null}
    ${demo ? html`<a class="button quiet" href="#/" onClick=${close}>${t("demo-other-roles")}</a>` : null}
    ${me.value ? html`<button type="button" class="quiet" onClick=${() => signOut().then(() => (location.hash = "#/"))}>${t("sign-out")}</button>` : null}
  </div>`;
}
