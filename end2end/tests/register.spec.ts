// A manager's risk committee: the register, the matrices, acceptances that wait, owners, risks of a workload's own.
import type { Locator, Page } from "@playwright/test";
import { violations } from "../support/accessible";
import { message, open, ready, scriptless, submit, unfold } from "../support/pages";
import { send } from "../support/people";
import { expect, test } from "../support/test";
import { newWorkload } from "../support/workloads";

const DAY = 86_400_000;

/** A day from today, as forms write it. */
function day(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
}

/** Nothing that axe complains of; it needs scripts. */
async function clean(page: Page): Promise<void> {
  if (scriptless.has(page.context())) return;
  expect(await violations(page, null)).toEqual([]);
}

function rows(page: Page): Locator {
  return page.locator("#rows tbody tr");
}

test("a committee looks at everything and goes down to the rows @nojs", async ({ say, visit }) => {
  const page = await visit("manager");
  await open(page, "/");
  await page.getByRole("banner").getByRole("link", { name: say("common.risks"), exact: true }).click();
  await ready(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("register.title"));
  await expect(rows(page)).toHaveCount(50);

  // Where the risks stand: a cell is the number of its rows, and shows them.
  const cell = page.locator("#matrix table").first().locator("a").first();
  await cell.click();
  await expect(page).toHaveURL(/matrix=assured/);
  await ready(page);
  // Others work meanwhile: the cell is read on the page whose rows are counted.
  const count = Number(await page.locator("#matrix table").first().locator("a[aria-current], a[aria-pressed=true]").first().textContent());
  await expect(page.getByText(say("register.rows", { n: count }), { exact: true })).toBeVisible();
  await expect(rows(page)).toHaveCount(Math.min(count, 50));
  await page.locator("#matrix .c-chip").click();
  await expect(page).not.toHaveURL(/matrix=/);
  await ready(page);

  // Filters live in the address; what is filtered goes along as CSV.
  await page.getByLabel(say("register.assured_band"), { exact: true }).selectOption("critical");
  await page.getByRole("button", { name: say("common.filter"), exact: true }).click();
  await expect(page).toHaveURL(/assured=critical/);
  await ready(page);
  for (const word of await rows(page).locator("td:nth-of-type(4) .c-sev").allTextContents()) {
    expect(word).toBe(say("names.band_critical"));
  }
  const csv = await page.getByRole("link", { name: say("register.csv"), exact: true }).getAttribute("href");
  expect(csv).toContain("/api/v1/risks.csv?");
  expect(csv).toContain("assured=critical");
  const answer = await page.request.get(csv ?? "");
  expect(answer.status()).toBe(200);
  await clean(page);

  // Nothing matches: what to do next is said.
  await open(page, "/risks?q=nothing+has+this+name");
  await expect(page.getByRole("heading", { name: say("register.no_match") })).toBeVisible();
});

test("a second person approves or refuses what waits @nojs", async ({ crew, requests, say, visit }) => {
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  for (const risk of ["K-S2", "K-S3"]) {
    const form = { treatment: "accept", note: `Needed for ${risk}`, expires_on: day(20), version: "0" };
    await send(architect, workload.at(`/risks/${risk}`), form);
  }
  // Who asked has nothing to decide.
  const asker = await visit(crew.architect);
  await open(asker, "/risks");
  await expect(asker.locator("#waiting")).toHaveCount(0);

  const page = await visit(crew.owner);
  await open(page, "/risks");
  const waiting = (risk: string) => page.locator("#waiting li").filter({ hasText: `Needed for ${risk}` });
  await expect(page.locator("#waiting li")).toHaveCount(2);
  await clean(page);
  const refuse = await unfold(waiting("K-S2"), say("register.reject"));
  await refuse.getByLabel(say("register.reject_reason")).fill("First mitigate it.");
  await submit(page, refuse.getByRole("button", { name: say("register.reject") }), say("outcomes.risk_rejected"));
  const approve = await unfold(waiting("K-S3"), say("risks.approve"));
  await submit(page, approve.getByRole("button", { name: say("risks.approve") }), say("outcomes.risk_accepted"));
  await expect(page.locator("#waiting")).toHaveCount(0);

  await open(page, "/risks?acceptance=ending");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("K-S3");
  await open(page, "/risks?acceptance=rejected");
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole("link", { name: /^K-S2/ }).click();
  await ready(page);
  await expect(page.locator("#decision")).toContainText("First mitigate it.");
  const history = page.locator("#history li");
  await expect(history.first()).toContainText(say("actions.risk.reject"));
  await expect(history.nth(1)).toContainText(say("actions.risk.treat"));
  await clean(page);
});

test("several risks get an owner at once @nojs", async ({ crew, requests, say, visit }) => {
  await newWorkload(await requests(crew.architect), crew.team);
  const page = await visit(crew.architect);
  await open(page, `/teams/${crew.team.id}/risks`);
  const assign = page.locator("#assign");
  await assign.getByRole("button", { name: say("register.bulk_save"), exact: true }).click();
  await expect(message(page, say("errors.check_fields"))).toBeVisible();
  await ready(page);
  await expect(page.getByText(say("register.bulk_none"))).toBeVisible();
  for (const index of [0, 1, 2]) await rows(page).nth(index).getByRole("checkbox").check();
  await assign.getByLabel(say("register.bulk")).selectOption({ label: crew.owner.name });
  const button = assign.getByRole("button", { name: say("register.bulk_save"), exact: true });
  await submit(page, button, say("outcomes.risk_owners", { count: 3 }));
  await page.getByLabel(say("register.owner"), { exact: true }).selectOption({ label: crew.owner.name });
  await page.getByRole("button", { name: say("common.filter"), exact: true }).click();
  await expect(page).toHaveURL(/owner=/);
  await expect(rows(page)).toHaveCount(3);
});

test("a risk of the workload's own is added, changed, closed and opened again @nojs", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const page = await visit(crew.architect);
  await open(page, workload.at("/risks"));
  await page.getByRole("link", { name: say("register.add"), exact: true }).click();
  await ready(page);
  await clean(page);
  await page.getByLabel(say("register.risk_title")).fill("The only supplier stops");
  await page.getByLabel(say("register.pillar")).selectOption("reliability");
  await page.getByLabel(say("register.likelihood")).selectOption("4");
  await page.getByLabel(say("register.impact")).selectOption("5");
  await page.locator("fieldset summary").first().click();
  await page.locator("fieldset").getByRole("checkbox").first().check();
  await submit(page, page.getByRole("button", { name: say("register.save_new"), exact: true }), say("outcomes.own_risk_added"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("own-1 The only supplier stops");
  await expect(page.locator("#actions tbody tr").first()).toBeVisible();

  const edit = await unfold(page, say("register.edit"));
  await edit.getByLabel(say("register.impact")).selectOption("3");
  await submit(page, edit.getByRole("button", { name: say("register.save_changes"), exact: true }), say("outcomes.own_risk_saved"));
  await expect(page.locator("#history li").first()).toContainText("5 → 3");

  await open(page, `/risks?kind=own&team=${crew.team.id}`);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("The only supplier stops");
  await rows(page).getByRole("link", { name: /^own-1/ }).click();
  await ready(page);
  const close = await unfold(page, say("register.close"));
  await close.getByLabel(say("register.close_reason")).fill("Two suppliers now.");
  await submit(page, close.getByRole("button", { name: say("register.close"), exact: true }), say("outcomes.own_risk_closed"));
  await expect(page.getByText("Two suppliers now.").first()).toBeVisible();
  await open(page, workload.at("/risks"));
  await unfold(page, say("register.closed"));
  await page.getByRole("link", { name: "own-1 The only supplier stops" }).click();
  await ready(page);
  const again = await unfold(page, say("register.reopen"));
  await submit(page, again.getByRole("button", { name: say("register.reopen"), exact: true }), say("outcomes.own_risk_reopened"));
});

test("a difference says who changed an answer, why, and what became of risks @nojs", async ({ crew, requests, visit }) => {
  const [architect, owner] = [await requests(crew.architect), await requests(crew.owner)];
  const workload = await newWorkload(architect, crew.team);
  await send(architect, workload.at("/checks/S01"), { "state.S01.2a": "not_met", "version.S01.2a": "0" });
  await send(architect, workload.at("/submit"), { comment: "" });
  await send(owner, workload.at("/approve"), { comment: "" });
  await send(architect, workload.at("/checks/S01"), { "state.S01.2a": "met", "version.S01.2a": "1" });
  const page = await visit(crew.owner);
  await open(page, workload.at("/difference?from=1&to=draft"));
  const row = page.locator(".c-diff__row").filter({ hasText: "S01.2a" });
  await expect(row).toContainText(crew.architect.name);
  await expect(page.locator("#risks tbody tr").first()).toBeVisible();
  await expect(page.locator("#plan")).toContainText("S01.2a");
  await clean(page);
  // Told from the draft backwards, it is the same difference.
  await open(page, workload.at("/difference?from=draft&to=1"));
  await expect(page.locator(".c-diff__row")).toHaveCount(1);
});
