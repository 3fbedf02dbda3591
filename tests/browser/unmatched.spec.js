// What waits for a person, on the desk: a hub of its own with one movement and one feed, which sends what no program may
// decide; settled by keyboard, in both themes, mirrored, on a phone. And the switch of a source.
// Must not know: how messages are matched.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { accessible, expect, fits, picture } from "./hub.js";

const BINARY = process.env.ONWARD_BIN || "target/debug/onward";
const PASSWORD = "a long password for one test";
const DAY = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const KEY = `RJ261/${DAY}/AMM-JFK`;

/** A page that fails the test when the browser reports an error. This hub is no demonstration, and says so when asked. */
const test = base.extend({
  page: async ({ page }, use) => {
    const wrong = [];
    page.on("console", (said) => said.type() === "error" && !said.location().url.endsWith("/api/v1/demo") && wrong.push(said.text()));
    page.on("pageerror", (error) => wrong.push(String(error)));
    await use(page);
    expect(wrong, "the browser reported nothing").toEqual([]);
  },
});

/** `onward serve` on a throw-away store, with a desk and a feed. */
async function serve() {
  const folder = mkdtempSync(join(tmpdir(), "onward-unmatched-"));
  const env = { ...process.env, ONWARD_LISTEN: "127.0.0.1:0", ONWARD_STORE: `sqlite:${join(folder, "hub.db")}`, ONWARD_KEY_FILE: join(folder, "hub.key") };
  const run = (...args) => {
    const done = spawnSync(BINARY, args, { env, input: `${PASSWORD}\n`, encoding: "utf8" });
    expect(done.status, done.stderr).toBe(0);
    return done.stdout.trim();
  };
  const child = spawn(BINARY, ["serve"], { env, stdio: ["ignore", "pipe", "ignore"] });
  const url = await new Promise((ready, failed) => {
    child.stdout.on("data", (data) => {
      const found = /listening on (http:\/\/\S+)/.exec(String(data));
      if (found) ready(found[1].replace(/\/$/, ""));
    });
    child.on("exit", (code) => failed(new Error(`serve ended with ${code}`)));
  });
  run("account", "add", "desk", "--role", "coordinator", "--programme", "us-rp", "--password-stdin");
  run("account", "add", "swim", "--role", "feed", "--source", "aidx", "--password-stdin");
  const tokens = { desk: run("account", "token", "desk"), swim: run("account", "token", "swim") };
  const stop = () =>
    new Promise((done) => {
      child.removeAllListeners("exit");
      child.on("exit", () => done(rmSync(folder, { recursive: true, force: true })));
      child.kill("SIGTERM");
    });
  return { url, tokens, stop };
}

const leg = (number, from, to, inner) => `<FlightLeg><LegIdentifier><Airline CodeContext="3">${number.slice(0, 2)}</Airline><FlightNumber>${number.slice(2)}</FlightNumber><DepartureAirport CodeContext="3">${from}</DepartureAirport><ArrivalAirport CodeContext="3">${to}</ArrivalAirport><OriginDate>${DAY}</OriginDate></LegIdentifier><LegData>${inner}</LegData></FlightLeg>`;
const message = (...legs) => `<IATA_AIDX_FlightLegNotifRQ xmlns="http://www.iata.org/IATA/2007/00" Version="15.1">${legs.join("")}</IATA_AIDX_FlightLegNotifRQ>`;
const late = `<OperationTime OperationQualifier="ONB" CodeContext="9750" TimeType="EST">${DAY}T21:30:00Z</OperationTime>`;
const off = '<OperationalStatus CodeContext="2005">DX</OperationalStatus>';


const call = async (account, path, type, body) => {
  const answer = await fetch(`${hub.url}/api/v1${path}`, { method: "POST", headers: { authorization: `Bearer ${hub.tokens[account]}`, "content-type": type }, body });
  expect(answer.ok, await answer.clone().text()).toBe(true);
  return answer.json();
};
const feed = (...legs) => call("swim", "/feeds/aidx", "application/xml", message(...legs));

let hub;
test.beforeAll(async () => {
  hub = await serve();
  await call("desk", "/movements", "application/json", JSON.stringify({
    reference: "GROUP-1", programme: "us-rp", receiver: "buffalo-welcome",
    itinerary: [{ kind: "flight", carrier: "RJ", number: "261", from: "AMM", to: "JFK", scheduled_out: `${DAY}T07:45:00Z`, scheduled_in: `${DAY}T19:40:00Z` }],
    cases: [{ number: "C-1", unit: "u1", travellers: [{ key: "t1", name: "Made Up", born: "1990" }] }],
  }));
});
test.afterAll(() => hub.stop());

async function desk(page) {
  const signedIn = await page.request.post(`${hub.url}/api/v1/sign-in`, { data: { account: "desk", password: PASSWORD } });
  expect(signedIn.ok()).toBe(true);
  await page.goto(hub.url);
  await expect(page.locator(".movement-row").first()).toBeVisible();
}

test("what waits is said in plain words and settled with one button", async ({ page }) => {
  await desk(page);
  await expect(page.locator(".unmatched"), "nothing while nothing waits").toHaveCount(0);
  await feed(leg("RJ261D", "AMM", "JFK", late));
  await page.reload();
  const entry = page.locator(".unmatched li[data-why=suffix]");
  await expect(entry).toContainText("RJ 261D");
  await expect(entry).toContainText("Expected on-block");
  await expect(entry).toContainText("Is it the same?");
  await accessible(page);
  await picture(page, "unmatched");
  // Another flight can be chosen; Escape leaves everything as it was.
  await entry.getByRole("button", { name: "Another flight…" }).click();
  await expect(page.getByRole("dialog").getByRole("button", { name: /RJ 261/ })).toBeVisible();
  await accessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const choice = entry.getByRole("button", { name: /RJ 261/ }).first();
  await choice.focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".unmatched")).toHaveCount(0);
  await expect(page.getByText("It counts for RJ 261 now.")).toBeAttached();
  const merged = await fetch(`${hub.url}/api/v1/flights/${KEY}`, { headers: { authorization: `Bearer ${hub.tokens.desk}` } }).then((answer) => answer.json());
  expect(merged.times.estimated_in.at).toBe(`${DAY}T21:30:00Z`);
});

test("many cancellations at once are one question, in every language, theme and width", async ({ page }) => {
  await feed(...Array.from({ length: 504 }, (_, n) => leg(`AA${2000 + n}`, "LGA", "ORD", off)));
  await feed(leg("RJ262C", "AMM", "JFK", late), leg("RJ261C", "AMM", "JFK", late));
  await desk(page);
  const question = page.locator(".unmatched li[data-why=mass-cancellation]");
  await expect(question).toContainText("4 cancellations at once");
  await question.locator("summary").click();
  await expect(question.locator(".unmatched-flights li")).toHaveCount(4);
  await picture(page, "unmatched-mass");
  for (const [theme, language] of [["light", "fr"], ["dark", "nl"], ["dark", "ar"]]) {
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate((code) => localStorage.setItem("onward.language", code), language);
    await page.reload();
    await expect(question).toBeVisible();
    await accessible(page);
    for (const width of [1240, 390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await fits(page);
      if (width !== 320) await picture(page, `unmatched-${language}-${width}`);
    }
    await page.setViewportSize({ width: 1240, height: 900 });
  }
  await page.evaluate(() => localStorage.setItem("onward.language", "en"));
  await page.reload();
  // The list stays, so whoever works by keyboard stays in it.
  await page.locator(".unmatched li[data-why=suffix]").getByRole("button", { name: /Lay aside/ }).first().click();
  await expect(page.locator(".unmatched h2")).toBeFocused();
  await question.getByRole("button", { name: "They are real" }).click();
  await expect(page.locator(".unmatched")).toHaveCount(0);
});

test("a source is switched off after a question, and on again", async ({ page }) => {
  await desk(page);
  const line = page.locator(".feed").first();
  await line.getByRole("button", { name: /Switch off/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Back" }).click();
  await expect(line).not.toContainText("switched off");
  await line.getByRole("button", { name: /Switch off/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Switch off", exact: true }).click();
  await expect(line).toContainText("switched off");
  await accessible(page);
  const refused = await fetch(`${hub.url}/api/v1/feeds/aidx`, { method: "POST", headers: { authorization: `Bearer ${hub.tokens.swim}` }, body: message() });
  expect(refused.status).toBe(409);
  await line.getByRole("button", { name: /Switch on/ }).click();
  await expect(line).not.toContainText("switched off");
});
