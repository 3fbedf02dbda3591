// Composes the front end: words, who is signed in, and the one view that fits; a hash per view and nothing
// personal in it. Must not know: anything a view or a core module can know for it.
import { signal } from "@preact/signals";
import { render } from "preact";
import { EmptyState } from "./components/empty-state/empty-state.js";
import { SignageHeader } from "./components/signage-header/signage-header.js";
import { Icon } from "./components/icon/icon.js";
import { get } from "./core/api.js";
import * as clock from "./core/clock.js";
import { html } from "./core/html.js";
import * as session from "./core/session.js";
import { waveKey } from "./core/waves.js";
import * as words from "./core/words.js";
import { ArrivalsView } from "./views/arrivals.js";
import { DeskView } from "./views/desk.js";
import { DisplayView } from "./views/display.js";
import { EscortView } from "./views/escort.js";
import { SignInView } from "./views/sign-in.js";
import { StartView } from "./views/start.js";
import { StationView } from "./views/station.js";
import { WaveView } from "./views/wave.js";

const VIEWS = { station: StationView, receiver: ArrivalsView, authority: ArrivalsView, coordinator: DeskView, escort: EscortView, display: DisplayView };
const HOMES = { station: "#/board", receiver: "#/arrivals", authority: "#/arrivals", coordinator: "#/desk", escort: "#/escort", display: "#/board" };

const route = signal(location.hash);
const demo = signal(null);

addEventListener("hashchange", () => (route.value = location.hash));

function App() {
  const at = route.value.replace(/^#\/?/, "");
  if (demo.value && at === "") return html`<${StartView} demo=${demo.value} />`;
  if (session.state.value === "unknown") return html`<${Plain} kind="loading" />`;
  if (session.state.value === "out") return demo.value ? html`<${StartView} demo=${demo.value} />` : html`<${SignInView} />`;
  const View = VIEWS[session.role.value];
  if (!View || !session.audience.value) return html`<${Plain} kind="forbidden" />`;
  const home = HOMES[session.role.value];
  const wave = session.role.value === "station" ? waveKey(`#/${at}`) : null;
  if (wave) return html`<${WaveView} key=${wave} waveKey=${wave} demo=${Boolean(demo.value)} />`;
  // The hash names the view, a flight at most; one that is not this role's leads home.
  if (`#/${at}` !== home) history.replaceState(null, "", home);
  return html`<${View} demo=${Boolean(demo.value)} />`;
}

function Plain({ kind }) {
  return html`<${SignageHeader} sign=${html`<${Icon} name="arrow" />`} title="Onward" sub=${words.t("onward-sub")} where="" demo=${Boolean(demo.value)} />
    <main id="main"><${EmptyState} kind=${kind} icon="alone" /></main>`;
}

/** The link over everything: it moves the focus and leaves the address alone, which names the view. */
function skipLink(link) {
  link.textContent = words.t("skip");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const main = document.getElementById("main");
    main?.setAttribute("tabindex", "-1");
    main?.focus();
  });
}

async function start() {
  await words.begin();
  clock.start();
  const root = document.getElementById("app");
  skipLink(document.querySelector(".skip"));
  render(html`<${App} />`, root);
  demo.value = await get("/demo").catch(() => null);
  // The first page of a demonstration opens roles itself: a stranger is not asked who they are.
  if (demo.value && !session.known()) session.stayOut();
  else await session.begin();
}

start();
