// The questionnaire with scripts: it saves by itself, loses nothing, and counts as one answers.
import type { Page } from "@playwright/test";
import { open, ready } from "../support/pages";
import { signIn } from "../support/people";
import { expect, test, type Crew } from "../support/test";
import { Check, newWorkload } from "../support/workloads";

// U06: 2a 2b, 3a 3b, 4a 4b, 5a.
const CHECK = "U06";
const DISCONNECTED = /net::ERR_INTERNET_DISCONNECTED|net::ERR_FAILED/;

type Open = (who: Crew["owner"]) => Promise<{ page: Page; check: Check }>;

const scenario = test.extend<{ start: Open }>({
  start: async ({ crew, requests, say, visit }, use) => {
    const workload = await newWorkload(await requests(crew.architect), crew.team);
    await use(async (who) => {
      const page = await visit(who);
      const check = new Check(page, say, true, workload.at(`/checks/${CHECK}`));
      await check.open();
      return { page, check };
    });
  },
});

scenario("answers save themselves, say so, and are there after a reload", async ({ crew, say, start }) => {
  const { page, check } = await start(crew.architect);
  await expect(check.state).toHaveText(say("assess.save_quiet"));
  await check.tick("U06.2a", "met");
  await check.save();
  await check.tick("U06.2b", "not_met");
  await check.save();

  // "Not applicable" is saved once its reason is there.
  await check.tick("U06.3a", "not_applicable");
  await expect(check.state).toHaveText(say("assess.save_incomplete"));
  await check.exempt("U06.3a", "not_used", "没有这样的功能 <b>&amp;");
  await check.save();
  await check.note.fill("一行\n\n  two lines down");
  await check.save();

  await page.reload();
  await ready(page);
  await expect(check.option("U06.2a", "met")).toBeChecked();
  await expect(check.option("U06.2b", "not_met")).toBeChecked();
  await expect(check.option("U06.3a", "not_applicable")).toBeChecked();
  await expect(check.criterion("U06.3a").getByLabel(say("assess.reason_kind"))).toHaveValue("not_used");
  await expect(check.criterion("U06.3a").getByLabel(say("assess.reason_words"))).toHaveValue("没有这样的功能 <b>&amp;");
  await expect(check.note).toHaveValue("一行\n\n  two lines down");
  await expect(check.criterion("U06.2a")).toContainText(crew.architect.name);
});

scenario("without a connection words stay, and are sent when it is back", async ({ crew, problems, say, start }) => {
  problems.expect(DISCONNECTED);
  const { page, check } = await start(crew.architect);
  await page.context().setOffline(true);
  await check.tick("U06.2a", "met");
  await check.note.fill("Written in the train.");
  await expect(check.state).toHaveText(say("assess.save_retrying"));
  await check.note.fill("Written in the train. 在隧道里也能写。");
  await page.context().setOffline(false);
  await check.save();
  await check.open();
  await expect(check.option("U06.2a", "met")).toBeChecked();
  await expect(check.note).toHaveValue("Written in the train. 在隧道里也能写。");
});

scenario("what could not be sent comes back with the page, from this browser", async ({ crew, problems, say, start }) => {
  problems.expect(DISCONNECTED);
  const { page, check } = await start(crew.architect);
  await page.route("**/api/fn/**", (route) => route.abort());
  await check.tick("U06.4a", "unknown");
  await check.note.fill("Kept in the browser.");
  await expect(check.state).toHaveText(say("assess.save_retrying"));
  await page.reload();
  await ready(page);
  await expect(check.option("U06.4a", "unknown")).toBeChecked();
  await expect(check.note).toHaveValue("Kept in the browser.");
  await page.unroute("**/api/fn/**");
  // Whoever comes back to the window need not wait for the next try.
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await check.save();
  const other = await start(crew.owner);
  await expect(other.check.option("U06.4a", "unknown")).toBeChecked();
  await expect(other.check.note).toHaveValue("Kept in the browser.");
});

scenario("two people on one check lose nothing: both answers are shown, one is chosen", async ({ crew, say, start }) => {
  const mine = await start(crew.architect);
  const theirs = await start(crew.owner);
  await theirs.check.tick("U06.2a", "met");
  await theirs.check.save();

  await mine.check.tick("U06.2a", "not_met");
  const conflict = mine.check.criterion("U06.2a").getByRole("alert");
  const told = say("assess.conflict_answer", { name: crew.owner.name, state: say("names.state_met") });
  await expect(conflict).toContainText(told);
  await expect(mine.check.state).toHaveText(say("assess.save_choose"));
  await conflict.getByRole("button", { name: say("assess.keep_mine") }).click();
  await mine.check.save();
  await expect(conflict).toHaveCount(0);

  await theirs.check.tick("U06.2a", "unknown");
  await expect(theirs.check.criterion("U06.2a").getByRole("alert")).toContainText(crew.architect.name);
  await theirs.check.criterion("U06.2a").getByRole("button", { name: say("assess.keep_theirs") }).click();
  await expect(theirs.check.option("U06.2a", "not_met")).toBeChecked();
  await theirs.check.open();
  await expect(theirs.check.option("U06.2a", "not_met")).toBeChecked();
});

scenario("two people on one note see the difference and can keep both", async ({ crew, say, start }) => {
  const mine = await start(crew.architect);
  const theirs = await start(crew.owner);
  await theirs.check.note.fill("same line\ntheir line");
  await theirs.check.save();

  await mine.check.note.fill("same line\nmy line");
  const conflict = mine.page.getByRole("alert").filter({ hasText: say("assess.conflict_note") });
  await expect(conflict).toBeVisible();
  await expect(conflict.locator("ins")).toHaveText(["my line\n", "their line\n"]);
  await expect(mine.check.state).toHaveText(say("assess.save_choose"));
  await conflict.getByRole("button", { name: say("assess.keep_both") }).click();
  await mine.check.save();
  await theirs.check.open();
  await expect(theirs.check.note).toHaveValue("same line\nmy line\n\nsame line\ntheir line");
});

scenario("answers, criteria and checks are reached by keys", async ({ crew, say, start }) => {
  const { page, check } = await start(crew.architect);
  await page.keyboard.press("j");
  await page.keyboard.press("1");
  await expect(check.option("U06.2a", "met")).toBeChecked();
  await page.keyboard.press("j");
  await page.keyboard.press("2");
  await expect(check.option("U06.2b", "not_met")).toBeChecked();
  await page.keyboard.press("j");
  await page.keyboard.press("3");
  await expect(check.option("U06.3a", "unknown")).toBeChecked();
  await check.save();
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await page.keyboard.press("4");
  await expect(check.option("U06.2a", "not_applicable")).toBeChecked();
  await expect(check.criterion("U06.2a").getByLabel(say("assess.reason_words"))).toBeVisible();
  await page.keyboard.press("1");
  await expect(check.option("U06.2a", "met")).toBeChecked();

  // What is typed is no key.
  await page.keyboard.press("m");
  await expect(check.note).toBeFocused();
  await page.keyboard.type("n1j2?");
  await expect(check.note).toHaveValue("n1j2?");
  await check.save();
  await check.note.blur();

  const heading = await page.getByRole("heading", { level: 1 }).innerText();
  await page.keyboard.press("n");
  await expect(page).toHaveURL(/\/checks\/U07$/);
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(heading);
  await page.keyboard.press("p");
  await expect(page).toHaveURL(/\/checks\/U06$/);
  await expect(check.option("U06.2b", "not_met")).toBeChecked();

  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: say("common.keys") });
  for (const key of ["key_down", "key_answers", "key_next", "key_everything"]) {
    await expect(keys.getByText(say(`assess.${key}`), { exact: true })).toBeVisible();
  }
});

scenario("the numbers follow each answer at once, and are the server's", async ({ crew, problems, requests, start }) => {
  problems.expect(DISCONNECTED);
  const { page, check } = await start(crew.architect);
  const bar = page.locator(".c-savebar__score");
  const level = bar.locator(".c-savebar__check");
  const numbers = bar.locator(".c-proof").last().locator(".c-proof__num");
  const [claimed, possible] = [numbers.nth(1), numbers.nth(2)];
  await expect(level).toContainText("1");
  await expect(claimed).toHaveText("0");
  await expect(possible).toHaveText("100");

  // Nothing comes from the server: it is not asked.
  await page.route("**/api/fn/**", (route) => route.abort());
  await check.upTo(4);
  await expect(level).toContainText("4");
  await expect(claimed).not.toHaveText("0");
  await check.tick("U06.5a", "not_met");
  await expect(possible).not.toHaveText("100");
  const [shownClaimed, shownPossible] = [await claimed.innerText(), await possible.innerText()];
  await page.unroute("**/api/fn/**");
  await check.save();

  await open(page, page.url().replace(/\/checks\/.*$/, ""));
  const href = await page.locator('a[href^="/api/v1/assessments/"]').getAttribute("href");
  const report = await (await (await requests(crew.architect)).get(href ?? "")).json();
  expect(Math.round(Number(report.scores.claimed.index))).toBe(Number(shownClaimed));
  expect(Math.round(Number(report.scores.possible.index))).toBe(Number(shownPossible));
});

scenario("everything up to a level is one step, and can be taken back", async ({ crew, say, start }) => {
  const { page, check } = await start(crew.architect);
  await check.tick("U06.2b", "not_met");
  await check.save();
  await check.upTo(3);
  for (const id of ["U06.2a", "U06.2b", "U06.3a", "U06.3b"]) await expect(check.option(id, "met")).toBeChecked();
  await check.save();
  await page.getByRole("button", { name: say("assess.undo"), exact: true }).click();
  await expect(check.option("U06.2b", "not_met")).toBeChecked();
  await check.save();
  await check.open();
  await expect(check.option("U06.2b", "not_met")).toBeChecked();
  for (const id of ["U06.2a", "U06.3a", "U06.3b"]) {
    await expect(check.criterion(id).locator("input[type=radio]:checked")).toHaveCount(0);
  }
});

scenario("an ended session keeps what was typed until one is signed in again", async ({ crew, problems, requests, say, start }) => {
  problems.expect(/status of 401/);
  const { page, check } = await start(crew.architect);
  await page.context().clearCookies();
  await check.note.fill("Typed after the session had ended.");
  await expect(check.state).toHaveText(say("assess.save_signed_out"));
  await expect(page.getByText(say("assess.signed_out_title"))).toBeVisible();
  const { cookies } = await signIn(await requests(), crew.architect);
  await page.context().addCookies(cookies);
  await page.getByRole("button", { name: say("assess.retry") }).click();
  await check.save();
  await check.open();
  await expect(check.note).toHaveValue("Typed after the session had ended.");
});
