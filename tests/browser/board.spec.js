// The station board at work: what feeds say arrives by itself; claim, be there, count; what one does others
// see; nothing is lost by a reload or without network.
import { expect, open, picture, test } from "./hub.js";

const claimable = (page, cards = ".card") => page.locator(cards).filter({ has: page.getByRole("button", { name: "Claim", exact: true }) }).first();
const byKey = (page, key) => page.locator(`.card[data-key="${key}"]`);

/** Types a number on the pad and records it. */
async function count(page, digits) {
  const pad = page.getByRole("dialog");
  await expect(pad).toBeVisible();
  await expect(pad.getByText("expected")).toHaveCount(0);
  for (const digit of digits) await pad.locator(".pad").getByRole("button", { name: digit, exact: true }).click();
  await pad.getByRole("button", { name: new RegExp(`^Record ${digits}\\b`) }).click();
  await expect(pad).toHaveCount(0);
}

async function claimFirst(page) {
  // A wave of one group, so that its count is one number.
  const key = await claimable(page, ".card:not(:has(.groups))").getAttribute("data-key");
  await byKey(page, key).getByRole("button", { name: "Claim", exact: true }).click();
  await expect(byKey(page, key).locator(".claim")).toContainText("Claimed by you");
  return key;
}

test("changes arrive by themselves", async ({ page }) => {
  await open(page, "jfk-post");
  const times = () => page.locator(".card .flight-time").allTextContents();
  const before = (await times()).join();
  await expect.poll(async () => (await times()).join(), { timeout: 60_000 }).not.toBe(before);
});

test("claim, be there, count; it survives a reload and others see it", async ({ page, context }) => {
  await open(page, "jfk-post");
  const key = await claimFirst(page);
  const card = byKey(page, key);
  await card.getByRole("button", { name: "I’m there" }).click();
  await expect(card.locator(".claim")).toContainText("You are there");
  await card.getByRole("button", { name: /^Count/ }).first().click();
  await picture(page, "count-pad");
  await count(page, "3");
  await expect(card.locator(".counted").first()).toContainText("3");
  await expect(page.locator(".fresh-words")).toHaveText("live");
  await page.reload();
  await expect(byKey(page, key).locator(".claim")).toContainText("You are there");
  await expect(byKey(page, key).locator(".counted").first()).toContainText("3");
  const other = await context.newPage();
  await other.goto("/#/board");
  await expect(byKey(other, key).locator(".claim")).toContainText("You are there");
});

test("a count that differs is said in words before it is sent", async ({ page }) => {
  await open(page, "jfk-post");
  const key = await claimFirst(page);
  await byKey(page, key).getByRole("button", { name: "I’m there" }).click();
  await byKey(page, key).getByRole("button", { name: /^Count/ }).first().click();
  const pad = page.getByRole("dialog");
  await expect(pad).toBeVisible();
  await page.keyboard.type("200");
  await expect(pad.getByRole("status")).toContainText("over");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await expect(pad.getByRole("status")).toContainText("Count them");
  await page.keyboard.press("Escape");
  await expect(pad).toHaveCount(0);
});

test("without network: the action waits, visibly, and is sent when the network is back", async ({ page }) => {
  let cut = false;
  const sockets = new Set();
  await page.routeWebSocket(/\/api\/v1\/ws$/, (socket) => {
    if (cut) return socket.close({ code: 1011 });
    const hub = socket.connectToServer();
    sockets.add({ socket, hub });
  });
  await open(page, "jfk-post");
  cut = true;
  for (const { socket, hub } of sockets) await Promise.all([socket.close({ code: 1011 }), hub.close()]);
  await expect(page.locator(".fresh-words")).toContainText("offline");
  const key = await claimable(page).getAttribute("data-key");
  await byKey(page, key).getByRole("button", { name: "Claim", exact: true }).click();
  await expect(page.locator(".fresh-words")).toHaveText("offline, 1 waiting to send");
  await expect(byKey(page, key).locator(".claim")).toContainText("not sent yet");
  await expect(byKey(page, key).getByRole("button", { name: "I’m there" })).toBeVisible();
  await picture(page, "board-offline");
  await page.reload();
  await expect(byKey(page, key).locator(".claim")).toContainText("not sent yet");
  cut = false;
  await expect(page.locator(".fresh-words")).toHaveText("live", { timeout: 45_000 });
  await expect(byKey(page, key).locator(".claim")).not.toContainText("not sent yet");
  await expect(byKey(page, key).locator(".claim")).toContainText("Claimed by you");
});

test("filters and search", async ({ page }) => {
  await open(page, "jfk-post");
  const all = await page.locator(".card:visible").count();
  const label = await page.locator(".card .label-chip").first().textContent();
  await page.getByPlaceholder("Label or flight").fill(label);
  await expect(page.locator(".card:visible")).toHaveCount(1);
  await page.getByPlaceholder("Label or flight").fill("no such flight");
  await expect(page.getByRole("heading", { name: "Nothing fits" })).toBeVisible();
  await page.getByPlaceholder("Label or flight").fill("");
  await page.getByRole("button", { name: /^Tight/ }).click();
  await expect.poll(() => page.locator(".card:visible").count()).toBeLessThanOrEqual(all);
});

test("a notice that must be acknowledged is, and the desk sees it", async ({ page, browser, hub }) => {
  await open(page, "jfk-post");
  const notice = page.locator(".card .notice").first();
  await expect(notice).toBeVisible({ timeout: 60_000 });
  const asked = await page.locator(".card .notice .answer").count();
  await notice.getByRole("button", { name: /Acknowledge|Seen all/ }).click();
  await expect.poll(() => page.locator(".card .notice .answer").count(), { timeout: 20_000 }).toBeLessThanOrEqual(asked);
  const desk = await browser.newPage({ baseURL: hub, locale: "en-GB" });
  await open(desk, "desk");
  await desk.locator(".movement-row", { has: desk.locator(".flag:not(.alert)") }).first().click();
  await expect(desk.locator(".parties li").first()).toBeVisible();
  await desk.close();
});
