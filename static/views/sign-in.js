// Sign in with account and password; says why, when somebody was sent here.
// Must not know: what comes after.
import { useState } from "preact/hooks";
import { SignageHeader } from "../components/signage-header/signage-header.js";
import { Icon } from "../components/icon/icon.js";
import { html } from "../core/html.js";
import { ended, signIn } from "../core/session.js";
import { say, t } from "../core/words.js";

export function SignInView() {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(null);
  const send = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    setBusy(true);
    setWrong(null);
    try {
      await signIn(form.get("account").trim(), form.get("password"));
      if (location.hash === "" || location.hash === "#/sign-in") location.hash = "#/";
    } catch (problem) {
      setWrong(problem.status === 0 ? "no-network" : problem.status === 429 ? "too-many" : problem.code || "bad-credentials");
      setBusy(false);
    }
  };
  const why = ended.value;
  return html`<${SignageHeader} sign=${html`<${Icon} name="arrow" />`} title="Onward" sub=${t("onward-sub")} where="" />
    <main id="main" class="sign-in">
      <form class="sign-in-form" onSubmit=${send}>
        <h2>${t("sign-in-title")}</h2>
        ${why ? html`<p class="sign-in-why" role="status">${t(why)}</p>` : null}
        <label class="field">${t("account")}<input name="account" autocomplete="username" autocapitalize="none" spellcheck=${false} required dir="ltr" /></label>
        <label class="field">${t("password")}<input name="password" type="password" autocomplete="current-password" required dir="ltr" /></label>
        ${wrong ? html`<p class="sign-in-wrong" role="alert">${say(`problem-${wrong}`) ?? t("problem-bad-credentials")}</p>` : null}
        <button type="submit" class="go" disabled=${busy}>${t(busy ? "sign-in-busy" : "sign-in")}</button>
      </form>
    </main>`;
}
