// The first page of the demonstration: a newcomer sees what this is, sees it happen, and opens each role.
import { accessible, expect, fits, open, picture, test } from "./hub.js";

const ROLES = [
  ["desk", "#/desk", ".movement-row"],
  ["jfk-post", "#/board", ".card"],
  ["buffalo", "#/arrivals", ".arrival"],
  ["arrivals-office", "#/arrivals", ".arrival"],
  ["escort-01", "#/escort", ".journey"],
  ["jfk-screen", "#/board", ".card"],
];

test("says what one is looking at, and shows it happening", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Every group with someone, everyone told" })).toBeVisible();
  await expect(page.getByText("The people are made up")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Recorded" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Derived or made up" })).toBeVisible();
  const first = page.locator(".ticker .event").first();
  await expect(first).toBeVisible();
  const before = await first.textContent();
  await expect(first).not.toHaveText(before, { timeout: 45_000 });
  await accessible(page);
  await picture(page, "start");
});

test("a cancellation or a broken connection shows within half a minute", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".event.kind-cancelled, .event.kind-broken").first()).toBeVisible({ timeout: 30_000 });
});

for (const [account, address, content] of ROLES) {
  test(`opens as ${account}`, async ({ page }) => {
    await open(page, account);
    await expect(page).toHaveURL(new RegExp(`${address}$`));
    await expect(page.locator(content).first()).toBeVisible();
  });
}

test("fits a small phone", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto("/");
  await expect(page.locator(".role").first()).toBeVisible();
  await fits(page);
  await picture(page, "start-320");
});
