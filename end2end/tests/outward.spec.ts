// Reports that leave the console: links without an account, schedules, and exports that are read in.
import { open, submit, unfold } from "../support/pages";
import { expect, status, test } from "../support/test";
import { newWorkload } from "../support/workloads";

test("a report is shared, read by anybody and revoked @nojs", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const page = await visit(crew.owner);
  await open(page, `/reports/shared?about=workload:${workload.id}`);
  const form = page.locator("#new");
  await expect(form.getByLabel(say("outward.about"))).toHaveValue(`workload:${workload.id}`);
  await form.getByLabel(say("outward.format"), { exact: true }).selectOption("html");
  await form.getByLabel(say("outward.days")).fill("7");
  await submit(page, form.getByRole("button", { name: say("outward.make_link"), exact: true }), say("outcomes.share_created"));
  await expect(page.locator("code.c-secret__value"), "one place, once").toHaveCount(1);
  const link = await page.locator("code.c-secret__value").innerText();
  expect(link).toMatch(/\/s\/[A-Za-z0-9_-]{43}$/);

  // Somebody without an account: a page on which nothing runs, and no cookie.
  const anybody = await requests();
  const answer = await anybody.get(link);
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-security-policy"]).toContain("sandbox");
  expect(answer.headers()["set-cookie"]).toBeUndefined();
  expect(await answer.text()).toContain(workload.name);

  await open(page, "/reports/shared");
  await expect(page.locator("code.c-secret__value"), "shown once").toHaveCount(0);
  const row = page.getByRole("row").filter({ hasText: workload.name });
  await expect(row).toContainText(say("outward.state_open"));
  const question = await unfold(row, say("outward.revoke"));
  await submit(page, question.getByRole("button", { name: say("outward.revoke"), exact: true }), say("outcomes.share_revoked"));
  await expect(row).toContainText(say("outward.state_revoked"));
  const gone = await anybody.get(link);
  const never = await anybody.get(`/s/${"A".repeat(43)}`);
  expect([gone.status(), never.status()]).toEqual([404, 404]);
  expect(await gone.text()).toBe(await never.text());
});

test("a report is scheduled, made, read and paused @nojs", async ({ crew, requests, say, visit }) => {
  test.setTimeout(120_000);
  const viewer = await crew.join("viewer", "Vera");
  await newWorkload(await requests(crew.architect), crew.team);
  const page = await visit(crew.architect);
  await open(page, `/reports/schedules?about=team:${crew.team.id}`);
  const form = page.locator("#new");
  await form.getByLabel(say("outward.format"), { exact: true }).selectOption("xlsx");
  await form.getByLabel(say("outward.every")).selectOption("monthly");
  await form.getByLabel(say("outward.monthday")).fill("31");
  await form.getByLabel(say("outward.zone")).selectOption("330");
  await form.getByLabel(viewer.name, { exact: true }).check();
  await submit(page, form.getByRole("button", { name: say("outward.set_up"), exact: true }), say("outcomes.schedule_created"));
  const row = page.locator("#schedules").getByRole("row").filter({ hasText: crew.team.name });
  await expect(row).toContainText(say("outward.every_month_end", { hour: "09", zone: "UTC+05:30" }));
  await expect(row).toContainText(viewer.name);
  await submit(page, row.getByRole("button", { name: say("outward.run_now"), exact: true }), say("outcomes.schedule_run"));

  const theirs = await visit(viewer);
  const received = theirs.locator("#received");
  await expect(async () => {
    await open(theirs, "/reports/schedules");
    await expect(received.getByRole("link", { name: /xlsx/ })).toHaveCount(1, { timeout: 500 });
  }).toPass({ timeout: 90_000 });
  const file = await received.getByRole("link", { name: /xlsx/ }).getAttribute("href");
  const answer = await (await requests(viewer)).get(file ?? "");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-disposition"]).toMatch(/^attachment; /);
  // It is Vera's own.
  expect((await (await requests(crew.owner)).get(file ?? "")).status()).toBe(404);
  // She reads it and may not change the schedule.
  await expect(theirs.locator("#schedules").getByRole("button")).toHaveCount(0);

  await open(page, "/reports/schedules");
  await submit(page, row.getByRole("button", { name: say("outward.pause"), exact: true }), say("outcomes.schedule_paused"));
  await expect(row).toContainText(say("outward.paused"));
  const question = await unfold(row, say("outward.remove"));
  await submit(page, question.getByRole("button", { name: say("outward.remove"), exact: true }), say("outcomes.schedule_removed"));
  await expect(page.getByText(say("outward.no_schedules"), { exact: true })).toBeVisible();
});

test("an export is looked at before it is imported @nojs", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const admin = await requests("admin");
  const exported = await admin.get(`/api/v1/workloads/${workload.id}/export.json?files=true`);
  expect(exported.status()).toBe(200);
  const page = await visit("admin");
  const look = async (name: string, buffer: Buffer) => {
    await open(page, "/admin/import");
    await page.getByLabel(say("transfer.file"), { exact: false }).setInputFiles({ name, mimeType: "application/json", buffer });
    await submit(page, page.getByRole("button", { name: say("transfer.look"), exact: true }), say("outcomes.import_looked"));
  };
  // It is here already, and the page says so.
  await look("workload.json", await exported.body());
  await expect(page.getByText(say("transfer.obstacles"), { exact: true })).toBeVisible();
  await expect(page.getByText(say("transfer.there", { here: workload.name }))).toBeVisible();
  await expect(page.getByRole("button", { name: say("transfer.import"), exact: true })).toHaveCount(0);
  const drop = await unfold(page, say("transfer.discard"));
  await submit(page, drop.getByRole("button", { name: say("transfer.discard"), exact: true }), say("outcomes.import_discarded"));

  // A file that can't be read names line and field.
  const broken = (await exported.text()).replaceAll(`"name": "${workload.name}"`, `"name": ""`);
  await look("broken.json", Buffer.from(broken));
  await expect(page.getByRole("listitem").filter({ hasText: "export.workload.name" })).toBeVisible();

  // An organisation of which nothing is here.
  const head = { format: 1, kind: "organisation", exported_at: new Date().toISOString(), organisation: { name: workload.name, priorities: {} }, thresholds: [] };
  const end = { format: 1, kind: "end", workloads: 0 };
  const lines = [head, end].map((line) => `${JSON.stringify({ export: line })}\n`).join("");
  await look("empty.ndjson", Buffer.from(lines));
  await expect(page.getByText(say("transfer.clear"), { exact: true })).toBeVisible();
  await expect(page.getByText(say("transfer.history"), { exact: true })).toBeVisible();
  await submit(page, page.getByRole("button", { name: say("transfer.import"), exact: true }), say("outcomes.import_done"));
  await look("empty.ndjson", Buffer.from(lines));
  await expect(page.getByText(say("transfer.again"))).toBeVisible();
});

test("who manages nothing sees no import", async ({ crew, problems, say, visit }) => {
  problems.expect(status(403));
  const page = await visit(crew.owner);
  await open(page, "/admin/import", 403);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("errors.forbidden"));
});
