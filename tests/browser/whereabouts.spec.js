// Who is with whom, walked by the people who do it, each on a device of their own: an escort offers, a station counts
// blind and takes over, boards; the next station takes; a receiver receives; the desk sees it and acts.
import { calm, choose, claimAndMeet, countAndSay, cuttable, dialog, next, openWave, person, task, typeCount, withParty, yes } from "./hands.js";
import { expect, picture, test } from "./hub.js";

// Slow enough that no clock of the day runs out under a test.
test.use({ speed: 2 });

test("escort to station, blind, with a read-back; boarded; received by name; the desk sees who is with whom", async ({ browser, hub }) => {
  test.setTimeout(180_000);
  const escort = await person(browser, hub, "escort-01", { viewport: { width: 390, height: 844 } });
  const post = await person(browser, hub, "jfk-post");
  const receiver = await person(browser, hub, "buffalo");
  const desk = await person(browser, hub, "desk");
  const label = (await escort.locator(".sign-button bdi").first().textContent()).trim();

  // She has had them since Amman; they are in the air.
  await expect(withParty(escort, "with you")).toHaveText("22");
  await task(escort, "hand-on").click();
  await dialog(escort).getByRole("button", { name: "Station JFK" }).click();
  await yes(escort);
  await countAndSay(escort, 20, 2);
  await yes(escort);
  await expect(escort.locator(".offer")).toContainText("22 handed to Station JFK");

  await openWave(post, label);
  await expect(post.locator(".offer.coming")).toContainText("hands them to you");
  await expect(post.locator(".offer.coming")).not.toContainText("22");
  await claimAndMeet(post);
  await next(post).click();
  await typeCount(post, 31, 2);
  await yes(post);
  await expect(dialog(post).getByRole("status")).toHaveText("All placed");
  await yes(post);
  await expect(post.locator(".fact-line")).toContainText("counted 20");
  await task(post, "take").click();
  await expect(dialog(post).getByText("22")).toHaveCount(0);
  await countAndSay(post, 19, 2);
  await expect(dialog(post)).toContainText("They differ by 1");
  await dialog(post).getByRole("button", { name: "Count again" }).click();
  await countAndSay(post, 20, 2);
  await expect(dialog(post)).toContainText("The same number");
  await picture(post, "readback");
  await dialog(post).getByLabel("Papers bag seen").check();
  await yes(post);
  await expect(withParty(post, "with you")).toHaveText("22");

  await expect(withParty(escort, "with Station JFK")).toHaveText("22");
  await expect(escort.locator(".offer")).toHaveCount(0);

  await task(post, "boarded").click();
  await countAndSay(post, 20, 2);
  await yes(post);
  await expect(withParty(post, "aboard B6 130")).toHaveText("22");

  const card = receiver.locator(".arrival", { has: receiver.locator(".sign-button", { hasText: label }) });
  await card.getByRole("button", { name: "We are ready" }).click();
  await expect(card).toContainText("Ready");
  await card.getByRole("button", { name: "Received …" }).click();
  await countAndSay(receiver, 13, 2);
  await expect(dialog(receiver)).toContainText("The same number");
  await yes(receiver);
  await expect(card).toContainText("Received 15 of 15");

  await choose(desk, label);
  await expect(withParty(desk, "met by Receiver buffalo-welcome")).toHaveText("15");
  await expect(withParty(desk, "aboard B6 130")).toHaveText("7");
  await expect(desk.locator(".receptions")).toContainText("Received 15 of 15");
  await desk.getByText("History", { exact: true }).click();
  await expect(desk.locator(".history")).toContainText("Taken over");
  await desk.getByText("Who was with whom at …").click();
  await desk.getByRole("button", { name: "Show", exact: true }).click();
  await expect(desk.locator(".more-about .with-list")).toContainText("met by");
  await calm(escort, post, receiver, desk);
});

test("a post without network goes on, shows what waits, and the next post takes over", async ({ browser, hub }) => {
  test.setTimeout(180_000);
  const post = await person(browser, hub, "jfk-post");
  const link = await cuttable(post);
  await post.reload();
  await expect(post.locator(".fresh")).toHaveClass(/live/);
  const lga = await person(browser, hub, "lga-post");
  const desk = await person(browser, hub, "desk");
  // A group that goes on by road to the other airport.
  const label = (await lga.locator(".card", { hasText: "New York JFK" }).first().locator(".label-chip").first().textContent()).trim();
  await openWave(post, label);
  await link.cut();
  await expect(post.locator(".fresh-words")).toContainText("offline");
  const tabs = post.locator(".tabs button[aria-pressed=true] b");
  const all = Number((await ((await tabs.count()) > 0 ? tabs : post.locator(".wave-head .count")).first().textContent()).match(/\d+/)[0]);
  await task(post, "take").click();
  await countAndSay(post, all);
  await yes(post);
  await expect(withParty(post, "with you")).toHaveText(String(all));
  await expect(post.locator(".with-list")).toContainText("not sent yet");
  await task(post, "seen").click();
  await dialog(post).getByRole("button", { name: "border", exact: true }).click();
  await yes(post);
  await task(post, "boarded").click();
  await countAndSay(post, all);
  await yes(post);
  await expect(post.locator(".with-list")).toContainText("on the way");
  await expect(post.locator(".fresh-words")).toHaveText("offline, 3 waiting to send");
  await picture(post, "wave-offline");
  link.mend();
  await expect(post.locator(".fresh-words")).toHaveText("live", { timeout: 60_000 });
  await expect(post.locator(".with-list")).not.toContainText("not sent yet");

  await openWave(lga, label);
  await task(lga, "take").click();
  await countAndSay(lga, all);
  await yes(lga);
  await expect(withParty(lga, "with you")).toHaveText(String(all));
  await choose(desk, label);
  await expect(withParty(desk, "with Station LGA")).toHaveText(String(all));
  await calm(post, lga, desk);
});

test("who is missing is loud until found; an action is taken back; a person is added in two taps", async ({ browser, hub }) => {
  const post = await person(browser, hub, "ewr-post");
  const desk = await person(browser, hub, "desk");
  const label = (await post.locator(".card", { hasText: "SK 907" }).locator(".label-chip").first().textContent()).trim();
  await openWave(post, label);
  await post.getByRole("button", { name: "Who is here?" }).click();
  await dialog(post).getByLabel("Short name").fill("Joseph");
  await yes(post);
  await expect(post.locator(".person-chip").first()).toContainText("Joseph");
  const row = post.locator(".person").first();
  const name = (await row.locator(".person-name b").textContent()).trim();
  await row.locator(".tick input").check();
  await task(post, "missing").click();
  await yes(post);
  await expect(post.locator(".with-list .not-known")).toContainText(name);
  await choose(desk, label);
  await expect(desk.locator(".with-list > li").first()).toContainText("NOT KNOWN");
  await expect(desk.locator(".with-list > li").first()).toContainText(name);
  await post.getByRole("button", { name: /^Undo: Missing/ }).click();
  await expect(post.locator(".with-list .not-known")).toHaveCount(0);
  await task(post, "add").click();
  await yes(post);
  await expect(post.locator(".person.unconfirmed").first()).toBeVisible();
  await desk.getByText(/^People by case/).click();
  await desk.locator(".person.unconfirmed").getByRole("button", { name: /^More about/ }).click();
  await desk.getByRole("button", { name: "Confirm this person" }).click();
  await expect(desk.locator(".person.unconfirmed")).toHaveCount(0);
  await expect(post.locator(".person.unconfirmed")).toHaveCount(0);
  await desk.getByText("History", { exact: true }).click();
  await expect(desk.locator(".history")).toContainText("Joseph");
  await calm(post, desk);
});

test("the desk writes down a call in the name of the party that made it", async ({ browser, hub }) => {
  const desk = await person(browser, hub, "desk");
  const label = (await desk.locator(".movement-row .label-chip").last().textContent()).trim();
  await choose(desk, label);
  await desk.locator("[data-desk=call]").click();
  await dialog(desk).getByRole("button", { name: /^Receiver/ }).first().click();
  await picture(desk, "desk-call");
  await dialog(desk).locator("[data-said=ready]").click();
  await expect(dialog(desk)).toContainText("Written down");
  await desk.keyboard.press("Escape");
  await expect(desk.locator(".receptions")).toContainText("Ready");
  await desk.getByText("History", { exact: true }).click();
  await expect(desk.locator(".history .heard")).toContainText("by phone");
  await calm(desk);
});

test("another way by hand: the station that leaves gets a last word, the rest a notice", async ({ browser, hub }) => {
  test.setTimeout(120_000);
  const desk = await person(browser, hub, "desk");
  const lga = await person(browser, hub, "lga-post");
  const row = desk.locator(".movement-row", { hasText: "EWR" }).filter({ hasText: "LGA" }).first();
  const label = (await row.locator(".label-chip").textContent()).trim();
  await expect(lga.locator(".card .label-chip", { hasText: label })).toBeVisible();
  await row.click();
  await desk.locator("[data-desk=reroute]").click();
  const form = dialog(desk);
  await form.locator(".tiles button", { hasText: "EWR–LGA" }).click();
  await form.getByRole("button", { name: "Remove the leg" }).last().click();
  const leg = form.locator(".leg-row").first();
  await leg.getByLabel("By", { exact: true }).selectOption("flight");
  await leg.getByLabel("Flight number").fill("UA 1901");
  await leg.getByLabel("To", { exact: true }).fill("");
  await form.getByLabel("Reason").fill("The road is closed by snow");
  await form.getByRole("button", { name: "Approve and tell everybody" }).click();
  await expect(form).toContainText("Some fields cannot be read");
  await leg.getByLabel("To", { exact: true }).fill("CMH");
  const arrives = leg.locator(".when").last();
  await arrives.locator("input").last().fill("2330");
  await expect(form.locator(".will-be-told")).toContainText("gets a last word: Station LGA");
  await picture(desk, "desk-reroute");
  await form.getByRole("button", { name: "Approve and tell everybody" }).click();
  await expect(desk.locator(".details-pane .leg-line")).toContainText("UA 1901");
  const last = lga.locator(".farewell-card", { hasText: label });
  await expect(last).toContainText("No longer through here");
  await last.getByRole("button", { name: "Acknowledge" }).click();
  await expect(last.locator(".answer")).toHaveCount(0);
  await calm(desk, lga);
});

test("the hold-up sign fills the screen, is the same on every phone, and says nothing else", async ({ browser, hub }) => {
  const escort = await person(browser, hub, "escort-01", { viewport: { width: 390, height: 844 } });
  const receiver = await person(browser, hub, "buffalo");
  const label = (await escort.locator(".sign-button bdi").first().textContent()).trim();
  const sign = async (page) => {
    await page.locator(".sign-button", { hasText: label }).first().click();
    const full = page.locator(".full-sign");
    await expect(full).toBeVisible();
    const box = await full.boundingBox();
    expect([box.width, box.height]).toEqual([page.viewportSize().width, page.viewportSize().height]);
    expect((await full.innerText()).trim()).toBe(label);
    return [await full.getAttribute("class"), await full.locator(".symbol path").getAttribute("d")];
  };
  const one = await sign(escort);
  await picture(escort, "sign-phone");
  expect(await sign(receiver)).toEqual(one);
  await escort.getByRole("button", { name: "Close" }).click();
  await expect(escort.locator(".full-sign")).toHaveCount(0);
  await calm(escort, receiver);
});
