// The screens on which people act, and every form they open: both themes, four languages, every width from a small
// phone up, by keyboard; checked by axe, and pictured.
import { choose, dialog, openWave } from "./hands.js";
import { accessible, expect, fits, open, picture, test } from "./hub.js";

test.use({ speed: 2 });

const LABEL = /^[A-Z]\d/;
/** A wave of several groups, so that all there is to it is there. */
const several = async (page) => (await page.locator(".card", { hasText: "RJ 261" }).locator(".label-chip").first().textContent()).trim();

async function wave(page) {
  await open(page, "jfk-post");
  await openWave(page, await several(page));
}

async function eachForm(page, names, selector, check) {
  for (const name of names) {
    await page.locator(`[data-${selector}=${name}]`).first().click();
    await expect(dialog(page)).toBeVisible();
    await check(name);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
}

const TASKS = ["count", "take", "seen", "hand-on", "outside", "boarded", "add", "missing", "family", "note", "callback"];
const DESK = ["call", "reroute", "booking", "split", "join", "drop", "alert"];

for (const theme of ["day", "night"]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme === "night" ? "dark" : "light" });

    test(`a wave and its forms by ${theme}`, async ({ page }) => {
      test.setTimeout(180_000);
      await wave(page);
      await accessible(page);
      await picture(page, `wave-${theme}`);
      await eachForm(page, TASKS, "task", async (name) => {
        await accessible(page);
        await picture(page, `form-${name}-${theme}`);
      });
      for (const [width, height] of [[320, 640], [390, 844], [820, 1180], [1180, 820]]) {
        await page.setViewportSize({ width, height });
        await fits(page);
        await picture(page, `wave-${theme}-${width}`);
      }
    });

    test(`the desk and its forms by ${theme}`, async ({ page }) => {
      test.setTimeout(180_000);
      await open(page, "desk");
      await choose(page, (await page.locator(".movement-row .label-chip").first().textContent()).trim());
      await accessible(page);
      await picture(page, `whereabouts-${theme}`);
      await eachForm(page, DESK, "desk", async (name) => {
        if (name === "call") await dialog(page).locator(".tiles button").first().click();
        await accessible(page);
        await picture(page, `form-${name}-${theme}`);
      });
      await page.setViewportSize({ width: 320, height: 640 });
      await fits(page);
    });

    test(`a receiver's forms and an escort's phone by ${theme}`, async ({ page }) => {
      await open(page, "buffalo");
      await page.locator(".arrival").first().getByRole("button", { name: "A problem" }).click();
      await accessible(page);
      await page.keyboard.press("Escape");
      await page.setViewportSize({ width: 320, height: 640 });
      await fits(page);
      await open(page, "escort-01");
      await accessible(page);
      await fits(page);
      await page.locator(".sign-button").first().click();
      await accessible(page);
      await picture(page, `sign-${theme}`);
    });
  });
}

for (const code of ["fr", "nl", "ar"]) {
  test(`a wave and its forms in ${code}, on the smallest phone`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.addInitScript((language) => localStorage.setItem("onward.language", language), code);
    await wave(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await fits(page);
    await picture(page, `wave-${code}-320`);
    await eachForm(page, TASKS, "task", async (name) => {
      const box = dialog(page);
      expect(await box.evaluate((d) => d.scrollWidth - d.clientWidth), `${name} does not scroll sideways`).toBeLessThanOrEqual(0);
    });
    await accessible(page);
  });
}

test("a wave by keyboard alone: open, count, close, back to its card", async ({ page }) => {
  await open(page, "jfk-post");
  const label = await several(page);
  const link = page.locator(".card", { has: page.locator(".label-chip", { hasText: label }) }).first().locator(".open-wave");
  const key = await link.evaluate((a) => a.closest("[data-key]").dataset.key);
  await link.focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main.wave")).toBeFocused();
  await expect(page).toHaveURL(/#\/wave\//);
  const count = page.locator(".wave-group [data-task=count]");
  await count.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.type("12");
  await expect(page.getByRole("dialog").getByRole("status")).toContainText(/missing|over|expected/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(count).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(/#\/board$/);
  await expect(page.locator(`[data-key="${key}"] .open-wave`)).toBeFocused();
});

test("on a phone every target is at least 56 px high, and one button is yellow", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await wave(page);
  const low = await page.locator("#main :is(button, summary, select, a, .tick):visible").evaluateAll((all) => all.filter((b) => b.getBoundingClientRect().height < 55.5).map((b) => b.outerHTML.slice(0, 90)));
  expect(low).toEqual([]);
  await expect(page.locator("#main .go:visible")).toHaveCount(1);
  expect(await page.locator(".tabs button").first().textContent()).toMatch(LABEL);
});

test("motion is left out where it is not wanted", async ({ browser, hub }) => {
  const context = await browser.newContext({ baseURL: hub, locale: "en-GB", reducedMotion: "reduce" });
  const page = await context.newPage();
  await wave(page);
  const moving = await page.evaluate(() => document.getAnimations().filter((a) => a.playState === "running").length);
  expect(moving).toBe(0);
  await context.close();
});
