// What people do on a screen, for the tests that walk a handover: type on the pad, open a wave, take over, board.
// Must not know: which test uses it.
import { expect, open } from "./hub.js";

/** A page of its own for one more person; an error in its console fails the test that ends with `calm`. */
export async function person(browser, hub, account, options = {}) {
  const context = await browser.newContext({ baseURL: hub, locale: "en-GB", viewport: { width: 1240, height: 900 }, ...options });
  const page = await context.newPage();
  page.wrong = [];
  page.on("console", (message) => message.type() === "error" && page.wrong.push(message.text()));
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  await open(page, account);
  return page;
}

export async function calm(...pages) {
  for (const page of pages) {
    expect(page.wrong.filter((text) => !/net::ERR_/.test(text)), "the browser reported nothing").toEqual([]);
    await page.context().close();
  }
}

export const dialog = (page) => page.getByRole("dialog").last();

/** Types numbers on the open pad: people, and infants in arms where they are asked for. */
export async function typeCount(page, here, arms) {
  const pad = dialog(page);
  for (const [name, number] of Object.entries({ here, in_arms: arms })) {
    if (number === undefined) continue;
    if (name !== "here") await pad.locator(`.count-field.${name}`).click();
    for (const digit of String(number)) await pad.locator(".pad").getByRole("button", { name: digit, exact: true }).click();
  }
}

/** Counts, compares, and says yes. No other number stands on the screen before the own one has been typed. */
export async function countAndSay(page, here, arms, theirs) {
  await typeCount(page, here, arms);
  if (theirs !== undefined) await expect(dialog(page).getByText(String(theirs), { exact: true })).toHaveCount(String(here) === String(theirs) ? 1 : 0);
  await dialog(page).getByRole("button", { name: "Compare" }).click();
}

export const yes = (page) => dialog(page).locator(".go").click();

/** Opens the wave of a group on the board. */
export async function openWave(page, label) {
  await page.locator(".card", { has: page.locator(".label-chip", { hasText: new RegExp(`^${label}$`) }) }).first().locator(".open-wave").click();
  await expect(page.locator(".wave-group")).toBeVisible();
  const tab = page.locator(".tabs button", { hasText: label });
  if ((await tab.count()) > 0) await tab.click();
}

export const task = (page, name) => page.locator(`.wave-group [data-task=${name}], .journey [data-task=${name}], dialog [data-task=${name}]`).last();

/** How many are with a party, as a screen says it. */
export const withParty = (page, words) => page.locator(".with-list > li", { hasText: words }).first().locator(".with-count").first();

/** The one yellow button of a wave. */
export const next = (page) => page.locator(".wave-bar .go");

/** Claims the wave and meets it, as far as nobody has: the made-up people of the demonstration may have begun. */
export async function claimAndMeet(page) {
  for (const word of ["Claim", "I’m there"]) {
    await expect(next(page)).toBeVisible();
    if ((await next(page).textContent()) === word) await next(page).click();
    await expect(next(page)).not.toHaveText(word);
  }
  await expect(next(page)).toHaveText("Count at the door");
}

/** Opens a movement on the desk by its label. */
export async function choose(desk, label) {
  await desk.locator(".movement-row", { has: desk.locator(".label-chip", { hasText: new RegExp(`^${label}$`) }) }).click();
  await expect(desk.locator(".details-pane")).toContainText(label);
}

/** A websocket that can be cut and mended by hand. */
export async function cuttable(page) {
  let cut = false;
  const sockets = new Set();
  await page.routeWebSocket(/\/api\/v1\/ws$/, (socket) => {
    if (cut) return socket.close({ code: 1011 });
    const hub = socket.connectToServer();
    sockets.add({ socket, hub });
  });
  return {
    cut: async () => {
      cut = true;
      for (const { socket, hub } of sockets) await Promise.all([socket.close({ code: 1011 }), hub.close()]);
      sockets.clear();
    },
    mend: () => (cut = false),
  };
}
