// Every word on the screens, through Fluent: one file per language under lang/, English behind it for what a
// language does not have yet. Right-to-left languages mirror the whole layout.
// Must not know: screens.
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { batch, signal } from "@preact/signals";

/** Adding a language is one file in lang/ and one line here. */
export const LANGUAGES = [
  { code: "en", name: "English", dir: "ltr" },
  { code: "fr", name: "Français", dir: "ltr" },
  { code: "nl", name: "Nederlands", dir: "ltr" },
  { code: "ar", name: "العربية", dir: "rtl" },
];
const KEPT = "onward.language";

export const language = signal("en");
const bundles = signal([]);
const loaded = new Map();

/** The language of this device, or the one chosen on it. */
export async function begin() {
  await choose(kept() ?? preferred());
}

export async function choose(code) {
  const wanted = LANGUAGES.find((l) => l.code === code) ?? LANGUAGES[0];
  const list = [await load(wanted.code)];
  if (wanted.code !== "en") list.push(await load("en"));
  batch(() => {
    bundles.value = list;
    language.value = wanted.code;
  });
  document.documentElement.lang = wanted.code;
  document.documentElement.dir = wanted.dir;
  try {
    localStorage.setItem(KEPT, wanted.code);
  } catch {
    // Chosen for this visit only.
  }
}

/** The words of an id, in the reader's language. */
export function t(id, args) {
  return say(id, args) ?? id;
}

/** The words of an id, or null where no language has them: for data that may hold what no screen knows. */
export function say(id, args) {
  for (const bundle of bundles.value) {
    const message = bundle.getMessage(id);
    if (message?.value) return bundle.formatPattern(message.value, args, []);
  }
  return null;
}

/** A name of a language, `ar` → Arabic, in the reader's language. */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([language.value], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

async function load(code) {
  if (!loaded.has(code)) {
    const answer = await fetch(`/lang/${code}.ftl`);
    // Counts and minutes keep Latin digits, as on the signs. Isolation marks are for mixed directions only.
    const bundle = new FluentBundle(code === "ar" ? "ar-u-nu-latn" : code, { useIsolating: code === "ar" });
    bundle.addResource(new FluentResource(answer.ok ? await answer.text() : ""));
    loaded.set(code, bundle);
  }
  return loaded.get(code);
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function preferred() {
  const wanted = navigator.languages ?? [];
  return wanted.map((w) => w.slice(0, 2)).find((w) => LANGUAGES.some((l) => l.code === w)) ?? "en";
}
