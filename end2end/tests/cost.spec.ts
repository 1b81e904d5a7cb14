// Cost and energy: figures, the rows behind them, budgets and calculators, with and without scripts.
import type { APIRequestContext } from "@playwright/test";
import { message, open, ready, submit, unfold } from "../support/pages";
import { expect, test } from "../support/test";
import { newWorkload } from "../support/workloads";

/** This month, and a day of it so that the bill has begun before today: the first. */
function month(): string {
  return new Date().toISOString().slice(0, 7);
}

/** A bill of one day, as FOCUS has it. */
function bill(amount: number): string {
  const first = `${month()}-01T00:00:00Z`;
  const second = `${month()}-02T00:00:00Z`;
  const head = "BillingCurrency,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,EffectiveCost,ServiceCategory";
  return `${head}\nCNY,Usage,${first},${second},${amount},AI and Machine Learning\n`;
}

async function handIn(request: APIRequestContext, workload: string, amount: number): Promise<void> {
  const path = `/api/v1/workloads/${workload}/evidence?file=bill.csv`;
  const sent = await request.post(path, { headers: { "content-type": "application/octet-stream" }, data: bill(amount) });
  expect(sent.status()).toBe(201);
}

test("a bill becomes figures that open down to the file @nojs", async ({ crew, requests, say, visit }) => {
  const request = await requests(crew.architect);
  const workload = await newWorkload(request, crew.team, { profile: "rag" });
  const page = await visit(crew.architect);
  await open(page, workload.at("/cost"));
  // No data is said, not shown as zero, with what would bring it.
  await expect(page.locator(".c-stats")).toContainText(say("cost.no_data"));
  await expect(page.locator(".c-stats")).toContainText(say("cost.gpu_none"));
  await handIn(request, workload.id, 1234);
  await open(page, workload.at("/cost"));
  await page.locator(".c-stats").getByRole("link", { name: /1,234/ }).click();
  await expect(page).toHaveURL(/open=spend/);
  await ready(page);
  const row = page.locator("#rows tbody tr");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("bill.csv");
  await expect(row).toContainText("CNY 1,234");
  // Up again: the team's page has it by workload, and the organisation's too.
  await open(page, `/teams/${crew.team.id}/cost`);
  await page.locator("#rows").getByRole("link", { name: workload.name }).click();
  await expect(page).toHaveURL(new RegExp(`/workloads/${workload.id}/cost`));
  await open(page, "/cost?by=workload&sort=-spend");
  await expect(page.locator("#rows tbody")).toContainText(workload.name);
  const csv = await request.get(`/api/v1/workloads/${workload.id}/cost.csv?month=${month()}&lang=en`);
  expect(await csv.text()).toContain("Spend,1234.000000,CNY");
});

test("owners set budgets and are told when they are passed @nojs", async ({ crew, requests, say, visit }) => {
  const request = await requests(crew.architect);
  const workload = await newWorkload(request, crew.team, { profile: "rag" });
  const page = await visit(crew.owner);
  await open(page, workload.at("/cost"));
  const budgets = page.locator("#budgets");
  await budgets.getByLabel(say("cost.amount")).fill("nothing");
  await budgets.getByRole("button", { name: say("cost.save"), exact: true }).click();
  await expect(message(page, say("errors.check_fields"))).toBeVisible();
  await ready(page);
  await budgets.getByLabel(say("cost.amount")).fill("1,000");
  await submit(page, budgets.getByRole("button", { name: say("cost.save"), exact: true }), say("outcomes.budget_saved"));
  await expect(budgets).toContainText("1,000");
  await handIn(request, workload.id, 850);
  await open(page, workload.at("/cost"));
  await expect(budgets).toContainText(say("cost.step_80"));
  await open(page, "/notices?kind=budget_passed");
  const notice = page.locator(".c-notices__row").filter({ hasText: workload.name });
  await expect(notice).toHaveCount(1);
  await expect(notice).toContainText("CNY 850");
  await notice.locator("a.c-table__main").click();
  await expect(page).toHaveURL(new RegExp(`/workloads/${workload.id}/cost\\?month=${month()}`));
  await ready(page);
  const menu = await unfold(budgets, say("cost.remove"));
  await submit(page, menu.getByRole("button", { name: say("cost.remove") }), say("outcomes.budget_removed"));
  await expect(budgets).toContainText(say("cost.budgets_none"));
  // Who does not own the team reads only.
  const reader = await visit(crew.architect);
  await open(reader, workload.at("/cost"));
  await expect(reader.locator("#budgets")).toContainText(say("cost.budgets_read_only"));
  await expect(reader.locator("#budgets form")).toHaveCount(0);
});

test("calculators keep their assumptions in the address @nojs", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team, { profile: "self_hosted" });
  const page = await visit(crew.architect);
  await open(page, workload.at("/cost"));
  await page.getByRole("link", { name: say("cost.part_calculators"), exact: true }).click();
  await ready(page);
  const batching = page.locator("#batching");
  await expect(batching).toContainText(say("cost.missing_list", { list: "" }).trim());
  await expect(batching.locator("code.c-formula")).toHaveText(say("cost.batching_formula"));
  const machines = page.getByLabel(say("cost.machines"), { exact: true });
  const now = batching.getByLabel(say("cost.b_now"), { exact: true });
  await machines.fill("10000");
  await now.fill("35");
  await batching.getByRole("button", { name: say("cost.compute") }).click();
  await expect(page).toHaveURL(/b_now=35/);
  await ready(page);
  await expect(batching).toContainText("5,000");
  await expect(batching).toContainText("5,625");
  await expect(now).toHaveValue("35");

  // An owner keeps them for everybody who comes later, and forgets them.
  const owner = await visit(crew.owner);
  await open(owner, workload.at("/cost?part=calculators&machines=10000&b_now=35"));
  await submit(owner, owner.getByRole("button", { name: say("cost.keep"), exact: true }), say("outcomes.assumptions_kept"));
  await open(page, workload.at("/cost?part=calculators"));
  await expect(now).toHaveValue("35");
  await expect(batching).toContainText(say("cost.basis_kept"));
  await expect(page.getByRole("button", { name: say("cost.keep"), exact: true })).toHaveCount(0);
  await submit(owner, owner.getByRole("button", { name: say("cost.forget"), exact: true }), say("outcomes.assumptions_forgotten"));
  await open(page, workload.at("/cost?part=calculators"));
  await expect(now).toHaveValue("25");
});

test("the demo's organisation is broken down by team, model and feature @nojs", async ({ say, visit }) => {
  const page = await visit("manager");
  await open(page, "/");
  await page.locator(".c-nav").getByRole("link", { name: say("common.cost"), exact: true }).click();
  await expect(page).toHaveURL(/\/cost$/);
  await ready(page);
  for (const by of ["team", "workload", "model", "feature"]) {
    await open(page, `/cost?by=${by}`);
    await expect(page.locator("#rows tbody tr").first()).toBeVisible();
  }
  // From a model down: the workloads that name it, the rows of one of them, and all rows again.
  await open(page, "/cost?by=model&sort=-tokens");
  const model = page.locator("#rows tbody a.c-table__main").first();
  const name = await model.innerText();
  await model.click();
  await expect(page).toHaveURL(/by=workload&model=/);
  await ready(page);
  await expect(page.locator("#rows .c-chip")).toContainText(name);
  await page.locator("#rows tbody a.c-table__main").first().click();
  await expect(page).toHaveURL(/\/workloads\/.*model=/);
  await ready(page);
  await expect(page.locator("#rows tbody tr").first()).toContainText(name);
  await page.locator("#rows .c-chip").click();
  await expect(page).not.toHaveURL(/model=/);
  await open(page, "/cost?by=model&sort=name");
  await expect(page.locator("#rows th[aria-sort=ascending]")).toHaveCount(1);
});
