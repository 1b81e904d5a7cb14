// Plans: list, board and time line over workloads, bulk changes, own efforts, capacity, files; with and without scripts.
import type { APIRequestContext, Page } from "@playwright/test";
import { message, open, submit, unfold } from "../support/pages";
import { send } from "../support/people";
import { expect, test } from "../support/test";
import { newWorkload, type Workload } from "../support/workloads";

/** A workload with three unmet criteria of one check; the rest is unanswered and so in the plan too. */
async function planned(request: APIRequestContext, workload: Workload): Promise<void> {
  const form: Record<string, string> = {};
  for (const id of ["S01.2a", "S01.2b"]) {
    form[`state.${id}`] = "not_met";
    form[`version.${id}`] = "0";
  }
  await send(request, workload.at("/checks/S01"), form);
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const card = (page: Page, workload: Workload, id: string) => page.locator(`[id="card-${workload.id}-${id}"]`);

test("the list is filtered by the address and many actions are assigned at once @nojs", async ({ crew, requests, say, visit }) => {
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  await planned(architect, workload);
  const page = await visit(crew.architect);
  await open(page, "/plan");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("plans.title"));
  await open(page, `/teams/${crew.team.id}/plan?q=S01.2&sort=due`);
  const rows = page.locator("#actions tbody tr");
  await expect(rows.filter({ hasText: "S01.2a" })).toHaveCount(1);
  const tick = (id: string) => page.getByRole("checkbox", { name: say("plans.tick", { criterion: id, workload: workload.name }) });
  await tick("S01.2a").check();
  await tick("S01.2b").check();
  const form = page.locator("#assign-many");
  await form.getByLabel(say("plans.owner"), { exact: true }).selectOption({ label: crew.owner.name });
  await form.getByLabel(say("plans.assign_due"), { exact: true }).fill(inDays(-2));
  await unfold(form, say("plans.assign"));
  await submit(page, form.getByRole("button", { name: say("plans.assign_confirm") }), say("outcomes.actions_assigned", { count: 2 }));
  await expect(rows.filter({ hasText: "S01.2a" })).toContainText(crew.owner.name);
  await expect(rows.filter({ hasText: "S01.2a" })).toContainText(say("plans.overdue"));

  // Theirs, and late.
  const owner = await visit(crew.owner);
  await open(owner, "/plan?owner=mine&due=overdue");
  await expect(owner.locator("#actions tbody tr")).toHaveCount(2);
  await open(owner, "/notices?kind=action_assigned");
  await expect(owner.getByRole("listitem").filter({ hasText: say("notices.action_assigned", { by: crew.architect.name, count: 2 }) })).toBeVisible();
});

test("a card moves by its buttons @nojs", async ({ crew, requests, say, visit }) => {
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  await planned(architect, workload);
  const page = await visit(crew.architect);
  await open(page, workload.at("/plan?view=board&q=S01.2a"));
  const one = card(page, workload, "S01.2a");
  const button = (state: string) =>
    one.getByRole("button", { name: say("plans.move_card", { criterion: "S01.2a", workload: workload.name, state: say(state) }) });
  await submit(page, button("plans.in_progress"), say("outcomes.action_moved"));
  await expect(page.locator("[data-state=in_progress]").locator(one)).toBeVisible();
  // By keyboard alone.
  await button("plans.done").focus();
  await page.keyboard.press("Enter");
  await expect(message(page, say("outcomes.action_moved"))).toBeVisible();
  const done = page.locator("[data-state=done]").locator(one);
  await expect(done).toContainText(say("plans.waiting_answer"));
  // A reader sees the board and moves nothing.
  const viewer = await visit(await crew.join("viewer", "Vera"));
  await open(viewer, workload.at("/plan?view=board&q=S01.2a"));
  await expect(card(viewer, workload, "S01.2a")).toBeVisible();
  await expect(viewer.getByRole("main").locator("form[method=post]")).toHaveCount(0);
});

test("a card moves by dragging", async ({ crew, requests, say, visit }) => {
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  await planned(architect, workload);
  const page = await visit(crew.architect);
  await open(page, workload.at("/plan?view=board&q=S01.2a"));
  await card(page, workload, "S01.2a").dragTo(page.locator("[data-state=dropped]"));
  await expect(message(page, say("outcomes.action_moved"))).toBeVisible();
  await expect(page.locator("[data-state=dropped]").locator(card(page, workload, "S01.2a"))).toBeVisible();
});

test("own efforts need a reason and orders no circle @nojs", async ({ crew, requests, say, visit }) => {
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  await planned(architect, workload);
  const page = await visit(crew.architect);
  const unfolded = async (id: string) => open(page, workload.at(`/plan?show=all&action=${id}#${id}`));
  const save = () => page.getByRole("button", { name: say("plans.effort_save"), exact: true });
  await unfolded("S01.2b");
  await page.getByLabel(say("plans.effort_days"), { exact: true }).fill("5");
  await save().click();
  await expect(message(page, say("errors.check_fields"))).toBeVisible();
  await expect(page.getByText(say("errors.text_required"))).toBeVisible();
  await page.getByLabel(say("plans.effort_reason"), { exact: true }).fill("Half of it is there");
  await page.getByLabel(say("plans.own_requires"), { exact: true }).fill("S01.2a");
  await submit(page, save(), say("outcomes.effort_saved"));
  await unfolded("S01.2a");
  await page.getByLabel(say("plans.own_requires"), { exact: true }).fill("S01.2b");
  await save().click();
  await expect(message(page, say("errors.check_fields"))).toBeVisible();
  await expect(page.getByText(say("errors.cycle", { way: "S01.2a → S01.2b → S01.2a" }))).toBeVisible();

  // Dates with another capacity: nothing is saved.
  await page.getByLabel(say("plans.capacity"), { exact: true }).fill("0");
  await page.getByRole("button", { name: say("plans.capacity_try"), exact: true }).click();
  await expect(page.getByText(say("plans.reach_no_capacity"))).toBeVisible();
  await page.getByRole("link", { name: say("plans.capacity_reset"), exact: true }).click();
  await expect(page.getByText(say("plans.capacity_own", { days: 40 }))).toBeVisible();

  // The time line says the same as a table.
  await open(page, workload.at("/plan?view=timeline&q=S01.2"));
  await expect(page.getByRole("img", { name: /2/ }).first()).toBeVisible();
  const table = await unfold(page.getByRole("main"), say("plans.timeline_table"));
  await expect(table.getByRole("row").filter({ hasText: "S01.2b" })).toContainText("S01.2a");
});

test("files for trackers have their columns @nojs", async ({ crew, requests }) => {
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  await planned(architect, workload);
  const text = async (path: string) => (await architect.get(path)).text();
  const jira = await text(`/api/v1${workload.at("/plan.csv?for=jira&lang=en")}`);
  expect(jira).toMatch(/^Summary,Issue Type,Status,Priority,Assignee,Due Date,Original Estimate,Labels/);
  expect(jira).toContain(`hexastyle:${workload.id}:S01.2a`);
  const github = await text(`/api/v1/teams/${crew.team.id}/plan.csv?for=github`);
  expect(github).toMatch(/^title,body,labels,state\r\n/);
  const all = await text(`/api/v1/teams/${crew.team.id}/plan.csv`);
  expect(all.charCodeAt(0)).toBe(0xfeff);
  expect((await architect.get(`/api/v1${workload.at("/plan.csv?for=trello")}`)).status()).toBe(400);
});
