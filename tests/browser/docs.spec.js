// The page that shows the API: whole, under the policy of every other page, and without a word to another server.
import { expect, test } from "./hub.js";

test("shows every call, and makes one", async ({ page }) => {
  const foreign = [];
  page.on("request", (asked) => new URL(asked.url()).origin === new URL(page.url()).origin || page.url() === "about:blank" || foreign.push(asked.url()));
  await page.goto("/api/docs");
  const calls = page.locator(".opblock");
  const { paths } = await (await page.request.get("/api/v1/openapi.json")).json();
  await expect(calls).toHaveCount(Object.values(paths).flatMap(Object.keys).length);

  const publish = page.locator("#operations-movements-publish");
  await publish.locator(".opblock-summary-control").click();
  await expect(publish.getByText("manifest-refused").first()).toBeVisible();
  await expect(publish.getByText("erie-reception").first()).toBeVisible();

  const airports = page.locator("#operations-flights-airports");
  await airports.locator(".opblock-summary-control").click();
  await airports.getByRole("button", { name: "Try it out" }).click();
  await airports.getByPlaceholder("codes").fill("BUF");
  await airports.getByRole("button", { name: "Execute" }).click();
  await expect(airports.locator(".live-responses-table").getByText("America/New_York")).toBeVisible();
  expect(foreign).toEqual([]);
});
