// A manager's week: from Monday's numbers down to their rows, over a risk, the plan and a budget, to what leaves on Friday.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { open, ready, submit, unfold } from "../support/pages";
import { send, unique } from "../support/people";
import { expect, test } from "../support/test";
import { newWorkload } from "../support/workloads";

const UUID = "[0-9a-f-]{36}";

/** A day from today, as forms write it. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Follows a link of the page that is open, and waits for the page that it leads to. */
async function follow(page: Page, click: () => Promise<void>, to: RegExp): Promise<void> {
  await click();
  await expect(page).toHaveURL(to);
  await ready(page);
}

test("a manager's week @nojs", async ({ crew, language, requests, say, visit }) => {
  test.slow();
  // Who manages the organisation and leads a team in it: a manager alone reads and changes nothing.
  const lead = crew.owner;
  const second = await crew.join("owner", unique("Otto"));
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  const unmet = { "state.S01.2a": "not_met", "version.S01.2a": "0", "state.S01.2b": "not_met", "version.S01.2b": "0" };
  await send(architect, workload.at("/checks/S01"), unmet);

  await test.step("before: an administrator makes them a manager", async () => {
    const admin = await visit("admin");
    await open(admin, `/admin/people?q=${encodeURIComponent(lead.email)}`);
    const role = admin.getByLabel(say("accounts.role_of", { name: lead.name }), { exact: true });
    await role.selectOption("manager");
    const form = admin.locator("form").filter({ has: role });
    await submit(admin, form.getByRole("button", { name: say("accounts.change_role"), exact: true }), say("outcomes.role_changed"));
  });
  const page = await visit(lead);

  await test.step("Monday: what is claimed, what is assured, and the rows below a cell of the heat map", async () => {
    await open(page, "/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("overview.organisation_title"));
    const index = page.locator(".c-stat").filter({ hasText: say("overview.index") }).first();
    const assured = Number.parseFloat(await index.locator(".c-stat__value").innerText());
    const claimed = index.getByRole("link", { name: new RegExp(` ${say("common.claimed")} \\d`) });
    expect(assured).toBeGreaterThan(0);
    expect(Number(await claimed.innerText())).toBeGreaterThan(assured);

    const cell = page.locator("#heat a.c-heat__link").first();
    await follow(page, () => cell.click(), new RegExp(`/teams/${UUID}/explain\\?number=pillar`));
    const terms = page.getByRole("region", { name: say("history.terms"), exact: true }).locator("tbody tr");
    // The first that has a number: what is left out of a sum stands in the list without one.
    const counted = terms.filter({ has: page.locator("td.c-table__num", { hasText: /\d/ }) });
    const first = counted.first().getByRole("link").first();
    await expect(terms.first()).toBeVisible();
    await expect(page.locator(".c-stat__value")).toHaveText(/^\d+\.\d{6}$/);
    // The team's mean is made of workloads, a workload's score of checks, a check's of criteria.
    await follow(page, () => first.click(), new RegExp(`/workloads/${UUID}/explain\\?number=pillar`));
    await expect(page.getByText(say("history.input_hash"))).toBeVisible();
    await expect(first).toHaveAttribute("href", /number=check/);
    await follow(page, () => first.click(), new RegExp(`/workloads/${UUID}/explain\\?number=check`));
    await expect(first).toHaveAttribute("href", /\/checks\/[A-Z]\d\d#/);
  });

  await test.step("Monday: an alert leads to its cause", async () => {
    await open(page, "/");
    const alert = page.locator("#alerts a.c-alerts__what").first();
    await expect(alert).toBeVisible();
    await follow(page, () => alert.click(), new RegExp(`/(workloads|teams)/${UUID}/(trend|evidence|risks|cost)`));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });

  await test.step("Tuesday: of the critical risks, one is to be accepted for a while", async () => {
    await open(page, "/risks");
    await page.getByLabel(say("register.assured_band"), { exact: true }).selectOption("critical");
    await page.locator("select[name=team]").selectOption(crew.team.id);
    const filter = page.getByRole("button", { name: say("common.filter"), exact: true });
    await follow(page, () => filter.click(), /assured=critical/);
    await expect(page).toHaveURL(new RegExp(`team=${crew.team.id}`));
    const rows = page.locator("#rows tbody tr");
    await expect(rows.filter({ hasText: workload.name })).not.toHaveCount(0);
    for (const band of await rows.locator("td:nth-of-type(4) .c-sev").allTextContents()) {
      expect(band).toBe(say("names.band_critical"));
    }
    await follow(page, () => rows.getByRole("link", { name: /^K-S2 / }).click(), new RegExp(`${workload.at("/risks/K-S2")}$`));
    const decision = page.locator("#decision");
    await decision.getByLabel(say("risks.decide")).selectOption("accept");
    await decision.getByLabel(say("risks.note")).fill("Until the new gateway is there.");
    await decision.getByLabel(say("risks.expires_on")).fill(inDays(60));
    await submit(page, decision.getByRole("button", { name: say("risks.save"), exact: true }), say("outcomes.risk_saved"));
    await expect(decision).toContainText(say("risks.pending"));
    await expect(decision).toContainText(say("risks.own_request"));
  });

  await test.step("Tuesday: another owner of the team approves it", async () => {
    const other = await visit(second);
    await open(other, "/risks");
    const waiting = other.locator("#waiting li").filter({ hasText: "Until the new gateway is there." });
    await expect(waiting).toContainText(lead.name);
    const question = await unfold(waiting, say("risks.approve"));
    await submit(other, question.getByRole("button", { name: say("risks.approve") }), say("outcomes.risk_accepted"));
    await open(page, workload.at("/risks/K-S2"));
    await expect(page.locator("#decision")).toContainText(say("risks.in_force"));
    await expect(page.locator("#decision")).toContainText(say("risks.approved", { name: second.name }));
    await expect(page.locator("#decision")).toContainText(inDays(60));
  });

  await test.step("Wednesday: an action is taken, with a date, and stands on the board and the time line", async () => {
    await open(page, workload.at("/plan"));
    const action = page.locator("tbody tr[id]").first();
    const id = (await action.getAttribute("id")) ?? "";
    await action.locator("a[aria-expanded]").click();
    await page.getByLabel(say("plan.state"), { exact: true }).selectOption("in_progress");
    await page.getByLabel(say("plan.owner"), { exact: true }).selectOption({ label: lead.name });
    await page.getByLabel(say("plan.due_on")).fill(inDays(21));
    await submit(page, page.getByRole("button", { name: say("plan.save"), exact: true }), say("outcomes.action_saved"));
    const row = page.locator(`tr[id="${id}"]`);
    await expect(row).toContainText(lead.name);
    await expect(row).toContainText(inDays(21));

    const view = (name: string) =>
      page.getByRole("navigation", { name: say("plans.views") }).getByRole("link", { name: say(name), exact: true });
    await follow(page, () => view("plans.view_board").click(), /view=board/);
    const card = page.locator("[data-state=in_progress]").locator(`[id="card-${workload.id}-${id}"]`);
    await expect(card).toContainText(lead.name);
    await expect(card).toContainText(inDays(21));
    await follow(page, () => view("plans.view_timeline").click(), /view=timeline/);
    const table = await unfold(page.getByRole("main"), say("plans.timeline_table"));
    const line = table.getByRole("row").filter({ has: page.getByRole("link", { name: id, exact: true }) });
    await expect(line).toContainText(inDays(21));
    await expect(line).toContainText(say("plans.in_progress"));
  });

  await test.step("Thursday: a budget", async () => {
    await open(page, workload.at("/cost"));
    const budgets = page.locator("#budgets");
    await budgets.getByLabel(say("cost.amount")).fill("20,000");
    await submit(page, budgets.getByRole("button", { name: say("cost.save"), exact: true }), say("outcomes.budget_saved"));
    await expect(budgets).toContainText("20,000");
    await expect(budgets).toContainText(say("cost.set_by", { name: lead.name }));
  });

  await test.step("Friday: two pages to take along", async () => {
    await open(page, "/");
    await unfold(page.getByRole("main"), say("reports.menu"));
    const spoken = say(language === "zh" ? "reports.in_chinese" : "reports.in_english");
    const name = say("reports.link_name", { kind: say("reports.executive"), form: say("reports.pdf"), language: spoken });
    const started = page.waitForEvent("download");
    await page.getByRole("link", { name, exact: true }).click();
    const file = await started;
    expect(file.suggestedFilename()).toMatch(/-executive\.pdf$/);
    expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe("%PDF-");
  });

  await test.step("Friday: the same every Monday, for another owner", async () => {
    await open(page, `/reports/schedules?about=team:${crew.team.id}`);
    const form = page.locator("#new");
    await form.getByLabel(say("outward.kind"), { exact: true }).selectOption("executive");
    await form.getByLabel(say("outward.every")).selectOption("weekly");
    await form.getByLabel(say("outward.zone")).selectOption("480");
    await form.getByLabel(second.name, { exact: true }).check();
    await submit(page, form.getByRole("button", { name: say("outward.set_up"), exact: true }), say("outcomes.schedule_created"));
    const row = page.locator("#schedules").getByRole("row").filter({ hasText: crew.team.name });
    await expect(row).toContainText(say("outward.every_week", { day: say("outward.monday"), hour: "09", zone: "UTC+08:00" }));
    await expect(row).toContainText(say("outward.kind_executive"));
    await expect(row).toContainText(second.name);
  });

  await test.step("Friday: a link for somebody without an account, until it is revoked", async () => {
    await open(page, `/reports/shared?about=workload:${workload.id}`);
    const form = page.locator("#new");
    await form.getByLabel(say("outward.kind"), { exact: true }).selectOption("executive");
    await form.getByLabel(say("outward.format"), { exact: true }).selectOption("html");
    await form.getByLabel(say("outward.days")).fill("7");
    await submit(page, form.getByRole("button", { name: say("outward.make_link"), exact: true }), say("outcomes.share_created"));
    const link = await page.locator("code.c-secret__value").first().innerText();
    const anybody = await requests();
    const answer = await anybody.get(link);
    expect(answer.status()).toBe(200);
    expect(await answer.text()).toContain(workload.name);

    await open(page, "/reports/shared");
    const row = page.getByRole("row").filter({ hasText: workload.name });
    const question = await unfold(row, say("outward.revoke"));
    await submit(page, question.getByRole("button", { name: say("outward.revoke"), exact: true }), say("outcomes.share_revoked"));
    await expect(row).toContainText(say("outward.state_revoked"));
    expect((await anybody.get(link)).status()).toBe(404);
  });
});
