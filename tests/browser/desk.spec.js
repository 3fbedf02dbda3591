// The desk and the arrivals: worst first, who has been told, the flights, raising and resolving an alert.
import { expect, open, picture, test } from "./hub.js";

test("chooses a movement and sees its journey, who was told, and what happened", async ({ page }) => {
  await open(page, "desk");
  await page.locator(".movement-row").first().click();
  const pane = page.locator(".details-pane");
  await expect(pane.getByRole("heading", { name: "Journey" })).toBeVisible();
  await expect(pane.locator(".leg").first()).toBeVisible();
  await pane.getByText("History", { exact: true }).click();
  await expect(pane.locator(".history li").first()).toBeVisible();
});

test("an alert is raised, stands on top, and is resolved", async ({ page }) => {
  await open(page, "desk");
  const row = page.locator(".movement-row").last();
  const movement = await row.getAttribute("data-movement");
  await row.click();
  const pane = page.locator(`.details-pane[data-movement="${movement}"]`);
  await pane.getByRole("button", { name: "Raise an alert" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("The bus is late");
  await page.getByRole("dialog").getByRole("button", { name: "Raise an alert" }).click();
  await expect(pane.getByText("The bus is late")).toBeVisible();
  await expect(page.locator(`.movement-row[data-movement="${movement}"] .flag.alert`)).toBeVisible();
  await pane.getByRole("button", { name: "Resolve" }).click();
  await expect(pane.getByText("The bus is late")).toHaveCount(0);
});

test("all flights, and how the feeds are", async ({ page }) => {
  await open(page, "desk");
  await expect(page.locator(".feed").first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Flights" }).click();
  await expect(page.locator(".flight-board tbody tr").first()).toBeVisible();
  await picture(page, "flights");
});

test("a receiver sees door, count and needs of its own people only", async ({ page }) => {
  await open(page, "buffalo");
  const card = page.locator(".arrival").first();
  await expect(card.locator(".count")).toBeVisible();
  await expect(card.getByText(/seat/)).toBeVisible();
  await expect(page.locator(".place small")).toContainText("buffalo-welcome");
});
