// A manager's Monday: what changed, what waits, where the plan leads; down to the rows, with and without scripts.
import { open } from "../support/pages";
import { send } from "../support/people";
import { expect, test } from "../support/test";
import { newWorkload } from "../support/workloads";

test("the organisation's week, and from each number to its rows @nojs", async ({ say, visit }) => {
  const page = await visit("manager");
  await open(page, "/");
  const trend = page.locator("#trend");
  await expect(trend.getByRole("heading", { name: say("trend.title") })).toBeVisible();
  const chart = trend.locator("svg.c-chart");
  await expect(chart).toHaveAttribute("aria-label", /\d/);
  // Months of history, and what the plan makes of it.
  await expect(chart.locator("path.c-chart__line--assured")).toHaveAttribute("d", /^M.+L.+L/);
  await expect(chart.locator("path.c-chart__line--projection")).toHaveAttribute("d", /^M.+L/);
  await expect(chart.locator("polygon.c-chart__milestone").first()).toBeAttached();

  // The same as a table.
  await trend.locator("summary").click();
  await expect(trend.getByRole("columnheader", { name: say("common.assured"), exact: true })).toBeVisible();
  expect(await trend.locator("tbody tr").count()).toBeGreaterThan(10);

  // Half a year back.
  await trend.getByRole("link", { name: say("trend.days", { n: 180 }), exact: true }).click();
  await expect(page).toHaveURL(/span=180/);
  await expect(trend.locator("[aria-current=true]")).toHaveText(say("trend.days", { n: 180 }));

  await expect(page.locator("#burn-down svg.c-chart path.c-chart__line--target")).toBeAttached();
  await expect(page.locator("#proof")).toContainText("%");
  await expect(page.locator("svg.c-radar").first()).toBeVisible();

  // What ends soon leads to the workloads that have it.
  const fact = (scope: string, name: string) =>
    page.locator(scope).locator("dt", { hasText: say(name) }).locator("xpath=following-sibling::dd[1]").getByRole("link");
  await fact("#proof", "trend.ends_90").click();
  await expect(page).toHaveURL(/\/workloads\?has=ending-90/);
  await expect(page.getByLabel(say("trend.has"), { exact: true })).toHaveValue("ending-90");
  await expect(page.locator("tbody tr").first()).toBeVisible();

  // What is overdue leads to the actions.
  await open(page, "/");
  await fact("#overdue", "trend.overdue_actions").click();
  await expect(page).toHaveURL(/\/plan\?due=overdue/);

  // Alerts have a page of their own.
  await open(page, "/alerts");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("trend.alerts_title"));
});

test("each cell of the heat map and each pillar of the radar is explained @nojs", async ({ say, visit }) => {
  const page = await visit("manager");
  await open(page, "/");
  const cell = page.locator("#heat a.c-heat__link").first();
  const shown = await cell.locator(".c-heat__value").innerText();
  await cell.click();
  await expect(page).toHaveURL(/\/explain\?number=pillar&id=\w+&set=assured/);
  const result = page.locator(".c-stat", { hasText: say("history.result") }).locator(".c-stat__value");
  expect(Math.abs(Number(await result.innerText()) - Number(shown))).toBeLessThanOrEqual(0.5);
  // Down to the rows.
  await expect(page.locator("tbody a").first()).toBeVisible();

  await open(page, "/");
  const label = page.locator("svg.c-radar a.c-radar__link").first();
  const target = await label.locator(".c-radar__target").boundingBox();
  expect(target?.width).toBeGreaterThanOrEqual(24);
  expect(target?.height).toBeGreaterThanOrEqual(24);
  await label.click();
  await expect(page).toHaveURL(/\/explain\?number=pillar&id=\w+&set=assured/);
  await expect(result).toHaveText(/^\d+\.\d{6}$/);

  // What is answered, the effort that is left, milestones and the age of proof: each has its rows.
  await open(page, "/");
  await page.locator(".c-stat", { hasText: say("overview.coverage") }).locator("a.c-stat__value").click();
  await expect(page).toHaveURL(/\/workloads\?sort=answered/);
  await open(page, "/");
  await page.locator("#burn-down p a").click();
  await expect(page).toHaveURL("/plan");
  await open(page, "/");
  await page.locator("#proof .c-ages__count a").first().click();
  await expect(page).toHaveURL(/\/workloads\?has=age-/);
  await expect(page.locator("tbody tr").first()).toBeVisible();
  await open(page, "/");
  await page.locator("#trend summary").click();
  await page.locator("#trend tbody td:last-child a").first().click();
  await expect(page).toHaveURL(/\/workloads\?has=milestone\./);
  await expect(page.locator("tbody tr").first()).toBeVisible();

  // A day in the past opens into the workloads of that day, and those into the milestones around it.
  await open(page, "/");
  await page.locator("#trend summary").click();
  const past = page.locator("#trend tbody a[href*='number=index'][href*='day=']").last();
  const then = await past.innerText();
  await past.click();
  await expect(page).toHaveURL(/\/explain\?number=index&set=possible&day=\d{4}-\d\d-\d\d/);
  expect(Math.abs(Number(await result.innerText()) - Number(then))).toBeLessThan(0.051);
  await page.locator("tbody a").first().click();
  await expect(page).toHaveURL(/\/workloads\/[0-9a-f-]{36}\/explain\?number=index&set=possible&day=/);
  await expect(page.locator("tbody a").first()).toBeVisible();
  // A layer weighs a share, which is no whole number.
  await open(page, `${new URL(page.url()).pathname}?number=layer_index&set=claimed`);
  await expect(page.locator("tbody td").first()).toHaveText(/^0\.\d/);
  // The sums beside the curve open too.
  await open(page, "/");
  await page.locator("#trend summary").click();
  const sum = page.locator("#trend tbody a[href*='number=proven'][href*='day=']").first();
  const proven = await sum.innerText();
  await sum.click();
  await expect(page).toHaveURL(/\/explain\?number=proven&day=\d{4}-\d\d-\d\d/);
  await expect(result).toHaveText(proven);
  await expect(page.locator("tbody a").first()).toBeVisible();
  // The curve ahead opens into the actions that lift it.
  await open(page, "/");
  await page.locator("#trend summary").click();
  await page.locator("#trend tbody a[href*='phase=to.']").first().click();
  await expect(page).toHaveURL(/\/plan\?phase=to\.\d+/);
  await expect(page.getByLabel(say("plans.phase"), { exact: true })).toHaveValue(/^to\./);
  await expect(page.locator("tbody tr:visible").first()).toBeVisible();
});

test("a risk has moved, and its workload tells how @nojs", async ({ say, visit }) => {
  const page = await visit("manager");
  await open(page, "/");
  const risks = page.locator("#risks");
  await expect(risks.getByRole("columnheader", { name: say("trend.moved_month"), exact: true })).toBeVisible();
  const moved = risks.locator("a.c-delta").first();
  await expect(moved).toBeVisible();
  await moved.click();
  await expect(page).toHaveURL(/\/workloads\/[0-9a-f-]{36}\/(trend|difference|history)/);
});

test("a team's page tells only of the team @nojs", async ({ crew, requests, say, visit }) => {
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  await send(architect, workload.at("/checks/S01"), { "state.S01.2a": "met", "version.S01.2a": "0" });
  const page = await visit(crew.architect);
  await open(page, `/teams/${crew.team.id}`);
  // From the first day on.
  await expect(page.locator("#trend")).toContainText(say("trend.young"));
  await expect(page.locator("#overdue")).toContainText(say("trend.overdue_none"));
  await expect(page.locator("#alerts")).toContainText(say("trend.alerts_none", { days: 14 }));
  await open(page, workload.at("/trend"));
  await expect(page.getByRole("heading", { level: 2, name: say("trend.burn") })).toBeVisible();
});
