// The whole job, by an architect, an owner and a manager: from a new workload to an approved milestone.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { message, open, ready, submit, unfold } from "../support/pages";
import { unique } from "../support/people";
import { expect, test } from "../support/test";
import { Check, shown } from "../support/workloads";

const DAY = 24 * 60 * 60 * 1000;

function inDays(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
}

/** The bytes of what a link saves. */
async function saved(page: Page, name: string): Promise<Buffer> {
  const started = page.waitForEvent("download");
  await page.getByRole("link", { name, exact: true }).click();
  return readFile(await (await started).path());
}

/** A number of a page, by its label. */
async function figure(page: Page, label: string): Promise<number> {
  const stat = page.locator(".c-stat").filter({ hasText: label }).first();
  return Number.parseFloat(await stat.locator(".c-stat__value").innerText());
}

test("a workload is assessed, proven, planned for, reviewed and seen @nojs", async ({ crew, say, scripts, visit }) => {
  test.slow();
  const architect = await visit(crew.architect);
  const owner = await visit(crew.owner);
  const name = unique("客服助手 Assistant");

  const workload = await test.step("the architect enters a workload with its profile", async () => {
    await open(architect, "/workloads");
    await architect.getByRole("link", { name: say("workloads.create") }).first().click();
    await expect(architect.getByRole("heading", { level: 1 })).toHaveText(say("workloads.create"));
    await architect.getByLabel(say("workloads.name")).fill(name);
    await architect.getByLabel(say("workloads.description")).fill("Answers customers' questions from the manuals.");
    await architect.getByRole("radio", { name: say("names.tier_2") }).check();
    for (const fact of ["commercial_api", "rag", "agents", "public_facing"]) {
      await architect.getByRole("checkbox", { name: say(`names.fact_${fact}`) }).check();
    }
    await submit(architect, architect.getByRole("button", { name: say("workloads.create_submit") }), say("outcomes.workload_created"));
    await expect(architect.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(architect.getByText(say("results.empty_title"))).toBeVisible();
    return shown(architect, name);
  });

  const check = (page: Page, id: string) => new Check(page, say, scripts, workload.at(`/checks/${id}`));

  await test.step("a pillar is answered: levels at once, single answers, a reason, a note", async () => {
    await architect.getByRole("link", { name: say("results.start") }).first().click();
    // To the first check with something open.
    await expect(architect).toHaveURL(new RegExp(`${workload.at("/checks/")}[A-Z]\\d\\d$`));
    for (const id of ["U01", "U03", "U04", "U06", "U07"]) {
      const sheet = check(architect, id);
      await sheet.open();
      await sheet.upTo(3);
      if (scripts) await sheet.save();
      await expect(sheet.option(`${id}.2a`, "met")).toBeChecked();
    }
    const oversight = check(architect, "U05");
    await oversight.open();
    await oversight.tick("U05.2a", "met");
    await oversight.tick("U05.2b", "not_met");
    await oversight.tick("U05.3b", "met");
    await oversight.tick("U05.3c", "unknown");
    await oversight.exempt("U05.4b", "out_of_scope", "只有一条人工复核的通道。");
    await oversight.note.fill("Reviewed with the service desk.\n每季度一次。");
    await oversight.save();
    await oversight.open();
    await expect(oversight.option("U05.2b", "not_met")).toBeChecked();
    await expect(oversight.option("U05.4b", "not_applicable")).toBeChecked();
    await expect(oversight.criterion("U05.4b").getByLabel(say("assess.reason_words"))).toHaveValue("只有一条人工复核的通道。");
    await expect(oversight.note).toHaveValue("Reviewed with the service desk.\n每季度一次。");
  });

  await test.step("a link proves a criterion", async () => {
    const form = await unfold(architect.locator("#evidence"), say("assess.document_add"));
    await form.getByLabel(say("assess.document_url")).fill("https://wiki.example/oversight?lang=中文&v=2");
    await form.getByLabel(say("assess.document_title")).fill("Oversight concept");
    await form.getByRole("checkbox", { name: /^2a/ }).check();
    await submit(architect, form.getByRole("button", { name: say("assess.document_save") }), say("outcomes.evidence_added"));
    await expect(architect.getByRole("link", { name: "Oversight concept" })).toBeVisible();
  });

  await test.step("a second person confirms; the answerer can't", async () => {
    const own = check(architect, "U05");
    await expect(own.criterion("U05.3b")).toContainText(say("assess.attest_other"));
    const theirs = check(owner, "U05");
    await theirs.open();
    const form = await unfold(theirs.criterion("U05.3b"), say("assess.attest"));
    await form.getByLabel(say("assess.attest_statement")).fill("Saw the rota of October.");
    await submit(owner, form.getByRole("button", { name: say("assess.attest_do") }), say("outcomes.attested"));
    await expect(theirs.criterion("U05.3b")).toContainText("Saw the rota of October.");
  });

  await test.step("results show claimed and assured numbers, each with its explanation", async () => {
    await open(architect, workload.at());
    const assured = await figure(architect, say("results.index_assured"));
    expect(assured).toBeGreaterThan(0);
    const claimed = architect.locator(".c-stat").first().getByRole("link", { name: new RegExp(` ${say("common.claimed")} \\d`) });
    expect(Number(await claimed.innerText())).toBeGreaterThan(assured);
    await claimed.click();
    await expect(architect).toHaveURL(/explain\?.*set=claimed/);
    await expect(architect.getByRole("heading", { level: 1 })).toBeVisible();
  });

  await test.step("a risk's acceptance is asked for and approved by another person", async () => {
    await open(architect, workload.at("/risks"));
    const register = architect.getByRole("region", { name: say("risks.register") });
    const risk = register.locator("tbody tr[id]").first();
    const id = (await risk.getAttribute("id")) ?? "";
    await risk.locator("a[aria-expanded]").click();
    const save = architect.getByRole("button", { name: say("risks.save") });
    const form = architect.locator("form").filter({ has: save });
    await form.getByLabel(say("risks.decide")).selectOption("accept");
    await form.getByLabel(say("risks.note")).fill("Only until the new gateway is there.");
    await form.getByLabel(say("risks.expires_on")).fill(inDays(90));
    await submit(architect, save, say("outcomes.risk_saved"));
    await expect(register.locator(`tr[id="${id}"]`)).toContainText(say("risks.pending"));

    await open(owner, workload.at(`/risks?risk=${id}`));
    const question = await unfold(owner.getByRole("main"), say("risks.approve"));
    // By the keyboard, as everything can be done.
    await question.getByRole("button", { name: say("risks.approve") }).press("Enter");
    await expect(message(owner, say("outcomes.risk_accepted"))).toBeVisible();
    await ready(owner);
    await expect(owner.locator(`tr[id="${id}"]`)).toContainText(say("risks.in_force"));
  });

  await test.step("an action gets an owner and a date", async () => {
    await open(architect, workload.at("/plan"));
    const action = architect.locator("tbody tr[id]").first();
    const id = (await action.getAttribute("id")) ?? "";
    await action.locator("a[aria-expanded]").click();
    await architect.getByLabel(say("plan.state"), { exact: true }).selectOption("in_progress");
    await architect.getByLabel(say("plan.owner"), { exact: true }).selectOption({ label: crew.architect.name });
    await architect.getByLabel(say("plan.due_on")).fill(inDays(30));
    await submit(architect, architect.getByRole("button", { name: say("plan.save"), exact: true }), say("outcomes.action_saved"));
    const row = architect.locator(`tr[id="${id}"]`);
    await expect(row).toContainText(crew.architect.name);
    await expect(row).toContainText(inDays(30));
    await expect(row).toContainText(say("plan.state_in_progress"));
  });

  await test.step("submission names what nobody answered", async () => {
    await open(architect, workload.at("/review"));
    const unanswered = architect.getByRole("region", { name: say("review.unanswered") });
    await expect(unanswered.getByRole("link", { name: "S01.2a" })).toBeVisible();
    await expect(unanswered.getByRole("link", { name: "U05.5a" })).toBeVisible();
    await expect(unanswered.getByRole("link", { name: "U01.2a" })).toHaveCount(0);
    await expect(architect.getByRole("region", { name: say("review.unknown") }).getByRole("link", { name: "U05.3c" })).toBeVisible();
    await architect.getByLabel(say("review.comment")).fill("First pass: sustainability only.");
    await submit(architect, architect.getByRole("button", { name: say("review.submit") }), say("outcomes.submitted"));
    await open(architect, workload.at("/checks/U01"));
    await expect(architect.getByText(say("assess.read_only_review"))).toBeVisible();
  });

  await test.step("the owner approves; a milestone is kept", async () => {
    await open(owner, workload.at("/review"));
    await expect(owner.getByText("First pass: sustainability only.")).toBeVisible();
    await owner.getByLabel(say("review.comment")).fill("Agreed.");
    await submit(owner, owner.getByRole("button", { name: say("review.approve") }), say("outcomes.approved"));
  });

  await test.step("later answers show as the difference to it", async () => {
    const sheet = check(architect, "U05");
    await sheet.open();
    await sheet.tick("U05.2b", "met");
    await sheet.save();
    await open(architect, workload.at("/history"));
    // Every entry of the log is told in words.
    await expect(architect.locator("summary", { hasText: say("actions.assessment.approve") }).first()).toBeVisible();
    await expect(architect.locator("summary", { hasText: say("actions.other") })).toHaveCount(0);
    await expect(architect.getByRole("link", { name: say("history.milestone", { number: 1 }) })).toBeVisible();
    await architect.getByRole("button", { name: say("history.compare") }).click();
    const difference = architect.locator("section", { hasText: say("history.rows") });
    await expect(difference).toContainText("U05.2b");
    await expect(difference).toContainText(say("history.rows_note", { n: 1 }));
  });

  await test.step("results leave as PDF, CSV and JSON", async () => {
    await open(architect, workload.at());
    await unfold(architect.getByRole("main"), say("reports.menu"));
    for (const language of [say("reports.in_chinese"), say("reports.in_english")]) {
      const values = { kind: say("reports.team"), form: say("reports.pdf"), language };
      const pdf = await saved(architect, say("reports.link_name", values));
      expect(pdf.subarray(0, 4).toString()).toBe("%PDF");
      expect(pdf.length).toBeGreaterThan(10_000);
    }
    const csv = await saved(architect, say("reports.csv_answers"));
    expect([...csv.subarray(0, 3)], "a byte order mark, so that spreadsheets read Chinese").toEqual([0xef, 0xbb, 0xbf]);
    expect(csv.toString("utf8").split("\n")[0]).toMatch(/支柱,检查项,检查项名称|Pillar,Check,Check title/);
    expect(csv.toString("utf8")).toContain("U05.4b");
    const href = await architect.getByRole("link", { name: say("reports.json"), exact: true }).getAttribute("href");
    const json = await (await architect.request.get(href ?? "")).json();
    expect(json).toMatchObject({ score_spec: 1, framework: { id: "genai-wa" }, workload: { name }, state: "draft" });
    expect(Number(json.scores.claimed.index)).toBeGreaterThan(Number(json.scores.assured.index));
    expect(Number(json.scores.assured.index)).toBeGreaterThan(0);
    expect(json.answers).toContainEqual(expect.objectContaining({ criterion: "U05.3b", state: "met", proven: true }));
  });

  await test.step("the manager sees it on the organisation's page and changes nothing", async () => {
    const manager = await visit("manager");
    await open(manager, `/?q=${encodeURIComponent(name)}`);
    await expect(manager.getByRole("heading", { level: 1 })).toHaveText(say("overview.organisation_title"));
    await expect(manager.getByRole("link", { name: crew.team.name }).first()).toBeVisible();
    await open(manager, `/workloads?q=${encodeURIComponent(name)}`);
    await manager.getByRole("link", { name, exact: true }).click();
    await expect(manager.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(manager.getByRole("link", { name: say("results.look") })).toBeVisible();
  });
});
