// What every browser test stands on: a real `onward demo` on a free port, a page that fails the test when the
// browser reports an error or a breach of the content security policy, and pictures. Must not know: any screen.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base } from "@playwright/test";

const BINARY = process.env.ONWARD_BIN || "target/debug/onward";
const PICTURES = process.env.UPDATE_SCREENSHOTS ? "docs/screenshots" : "test-results/screenshots";

/** Starts the demonstration; resolves with its address once it says that it listens. */
function startHub(speed) {
  const child = spawn(BINARY, ["demo", "--listen", "127.0.0.1:0", ...(speed ? ["--speed", String(speed)] : [])], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let log = "";
  child.stderr.on("data", (data) => (log = (log + data).slice(-4000)));
  const ready = new Promise((done, failed) => {
    child.stdout.on("data", (data) => {
      said += data;
      const found = /listening on (http:\/\/\S+)/.exec(said);
      if (found) done(found[1].replace(/\/$/, ""));
    });
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`${BINARY} demo ended with ${code}\n${log}`)));
  });
  const stop = () =>
    new Promise((done) => {
      if (child.exitCode !== null) return done();
      child.removeAllListeners("exit");
      child.on("exit", done);
      child.kill("SIGTERM");
    });
  return { ready, stop };
}

export const test = base.extend({
  /** How fast the replayed day runs; a file may choose. */
  speed: [undefined, { option: true, scope: "worker" }],
  hub: [
    async ({ speed }, use) => {
      if (process.env.ONWARD_URL) return use(process.env.ONWARD_URL);
      const hub = startHub(speed);
      await use(await hub.ready);
      await hub.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: async ({ hub }, use) => use(hub),
  context: async ({ context }, use) => {
    const wrong = [];
    context.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    context.on("weberror", (error) => wrong.push(String(error.error())));
    await use(context);
    const ours = wrong.filter((text) => !/net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION)/.test(text));
    expect(ours, "the browser reported nothing").toEqual([]);
  },
});

export { expect };

/** Opens a role from the first page, as a visitor does. */
export async function open(page, account) {
  await page.goto("/");
  await page.locator(`[data-account="${account}"]`).click();
  await expect(page.locator(".fresh")).toHaveClass(/live/);
}

export async function picture(page, name) {
  mkdirSync(PICTURES, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

/** No violation of WCAG 2.2 A and AA that axe can find. */
export async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  const told = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")} ${n.failureSummary?.split("\n")[1]?.trim() ?? ""}`).join(" | ")}`);
  expect(told).toEqual([]);
}

/** The page does not scroll sideways. */
export async function fits(page) {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}
