// How it looks: both themes, four languages, every width from a small phone up; checked by axe on every
// screen, and pictured.
import { accessible, expect, fits, open, picture, test } from "./hub.js";

const SCREENS = [
  ["desk", "desk", ".movement-row"],
  ["board", "jfk-post", ".card"],
  ["arrivals", "buffalo", ".arrival"],
  ["authority", "arrivals-office", ".arrival"],
  ["escort", "escort-01", ".journey"],
  ["display", "jfk-screen", ".card"],
];

for (const theme of ["day", "night"]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme === "night" ? "dark" : "light" });
    for (const [name, account, content] of SCREENS) {
      test(`${name} by ${theme}`, async ({ page }) => {
        await open(page, account);
        await expect(page.locator(content).first()).toBeVisible();
        await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
        if (name === "desk") await page.locator(content).first().click();
        await accessible(page);
        await picture(page, `${name}-${theme}`);
        for (const width of [320, 390, 768]) {
          await page.setViewportSize({ width, height: 844 });
          await fits(page);
          if (width === 390) await picture(page, `${name}-${theme}-phone`);
        }
      });
    }
  });
}

test("the theme is switched by hand and stays", async ({ page }) => {
  await open(page, "jfk-post");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Night colours" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "night");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "night");
});

for (const [code, word] of [["fr", "Toutes"], ["nl", "Alle"], ["ar", "الكل"]]) {
  test(`speaks ${code}`, async ({ page }) => {
    await open(page, "jfk-post");
    await page.getByRole("button", { name: "Menu" }).click();
    await page.locator(".menu-panel select").first().selectOption(code);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: new RegExp(`^${word} \\d+$`) })).toBeVisible();
    await accessible(page);
    await picture(page, `board-${code}`);
    await page.setViewportSize({ width: 320, height: 700 });
    await fits(page);
    await picture(page, `board-${code}-320`);
  });
}

test("Arabic mirrors the layout; times and flight numbers stay left to right", async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("onward.language", "ar"));
  await open(page, "jfk-post");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  const sign = await page.locator(".sign").boundingBox();
  const menu = await page.locator(".menu-button").boundingBox();
  expect(sign.x).toBeGreaterThan(menu.x);
  const who = await page.locator(".card .who").first().boundingBox();
  const act = await page.locator(".card .act").first().boundingBox();
  expect(who.x).toBeGreaterThan(act.x);
  await expect(page.locator(".card time").first()).toHaveAttribute("dir", "ltr");
  await expect(page.locator(".card .flight-name b[dir=ltr]").first()).toBeVisible();
});

test("everything can be reached with the keyboard alone", async ({ page }) => {
  await open(page, "jfk-post");
  await page.reload();
  await expect(page.locator(".card .go").first()).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip")).toBeFocused();
  const reached = new Set();
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement?.className ?? ""));
  }
  for (const name of ["menu-button", "go"]) expect([...reached].some((c) => String(c).split(" ").includes(name)), name).toBe(true);
});

test("buttons are at least 56 px high", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "jfk-post");
  await expect(page.locator(".card .go").first()).toBeVisible();
  const low = await page.locator("button:visible, summary:visible, select:visible").evaluateAll((all) => all.filter((b) => b.getBoundingClientRect().height < 55.5).map((b) => b.outerHTML.slice(0, 80)));
  expect(low).toEqual([]);
});
