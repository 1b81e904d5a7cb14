// Notices: the bell, the page, what comes by mail, webhooks and deliveries, with and without scripts.
import { message, open, ready, submit, unfold } from "../support/pages";
import { send, unique } from "../support/people";
import { expect, test } from "../support/test";
import { newWorkload } from "../support/workloads";

test("a reviewer is told, reads and marks @nojs", async ({ crew, requests, say, visit }) => {
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  const page = await visit(crew.owner);
  const bell = (count: number) =>
    page.getByRole("banner").getByRole("link", { name: count ? say("notices.bell", { count }) : say("notices.bell_none"), exact: true });
  await open(page, "/");
  await bell(0).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("notices.title"));
  await expect(page.getByText(say("notices.empty"), { exact: true })).toBeVisible();

  await send(architect, workload.at("/checks/S01"), { "state.S01.2a": "met", "version.S01.2a": "0" });
  await send(architect, workload.at("/submit"), { comment: "Please look at S01." });
  await open(page, "/notices");
  await expect(bell(1)).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: workload.name });
  await expect(row).toContainText("Please look at S01.");
  await expect(row.getByRole("link").first()).toHaveAttribute("href", workload.at("/review"));
  const mark = row.getByRole("button", { name: say("notices.mark_read") });
  await submit(page, mark, say("outcomes.notice_read"));
  await expect(bell(0)).toBeVisible();
  await expect(mark).toHaveCount(0);

  // Only of another kind.
  await page.getByLabel(say("notices.kind"), { exact: true }).selectOption("approved");
  await page.getByRole("button", { name: say("common.filter"), exact: true }).click();
  await expect(page.getByText(say("notices.empty_kind"), { exact: true })).toBeVisible();
  await page.getByRole("link", { name: say("notices.show_all"), exact: true }).click();
  await expect(row).toHaveCount(1);

  // The architect is told what became of it.
  await send(await requests(crew.owner), workload.at("/send-back"), { comment: "Add S02." });
  const theirs = await visit(crew.architect);
  await open(theirs, "/notices");
  await expect(theirs.getByRole("listitem").filter({ hasText: "Add S02." })).toBeVisible();
  await submit(theirs, theirs.getByRole("button", { name: say("notices.mark_all"), exact: true }), say("outcomes.notices_read"));
  await expect(theirs.getByText(say("notices.all_read"))).toBeVisible();
});

test("each person chooses what is shown and what comes by mail @nojs", async ({ crew, say, visit }) => {
  const page = await visit(crew.owner);
  await open(page, "/account");
  const choices = page.locator("#notices");
  await expect(choices.getByText(say("notices.no_mail_title"))).toBeVisible();
  const mail = choices.getByRole("group", { name: say("notices.by_mail"), exact: true });
  const shown = choices.getByRole("group", { name: say("notices.by_console"), exact: true });
  const approved = mail.getByLabel(say("notices.kind_approved"), { exact: true });
  const asked = mail.getByLabel(say("notices.kind_review_asked"), { exact: true });
  const conflict = shown.getByLabel(say("notices.kind_conflict"), { exact: true });
  await expect(conflict).toBeChecked();
  await conflict.uncheck();
  await expect(approved).not.toBeChecked();
  await expect(asked).toBeChecked();
  await approved.check();
  await asked.uncheck();
  await submit(page, choices.getByRole("button", { name: say("common.save"), exact: true }), say("outcomes.notices_chosen"));
  await expect(approved).toBeChecked();
  await expect(asked).not.toBeChecked();
  await expect(conflict).not.toBeChecked();
});

test("a webhook is added, tested, changed and removed @nojs", async ({ say, visit }) => {
  const name = unique("Bot");
  const page = await visit("admin");
  await open(page, "/admin/webhooks");
  const add = page.locator("#add");
  await add.getByLabel(say("notices.webhook_name")).fill(name);
  await add.getByLabel(say("notices.webhook_url")).fill("http://hooks.example/");
  await add.getByRole("button", { name: say("notices.webhook_add"), exact: true }).click();
  await expect(message(page, say("errors.check_fields"))).toBeVisible();
  await ready(page);
  await expect(add.getByText(say("errors.text_malformed"))).toBeVisible();
  await expect(add.getByLabel(say("notices.webhook_name"))).toHaveValue(name);

  // Nobody listens there: the delivery fails and says why.
  await add.getByLabel(say("notices.webhook_url")).fill("http://127.0.0.1:9/");
  // What happens in other tests is not sent to it.
  await add.locator("input[name=active]").uncheck();
  await submit(page, add.getByRole("button", { name: say("notices.webhook_add"), exact: true }), say("outcomes.webhook_added"));
  await expect(page.locator("code.c-secret__value")).toHaveText(/^whsec_[A-Za-z0-9+/]+=*$/);
  const row = page.getByRole("row").filter({ hasText: name });
  await submit(page, row.getByRole("button", { name: say("notices.webhook_test"), exact: true }), say("outcomes.webhook_tested"));
  await expect(page.locator("code.c-secret__value"), "shown once").toHaveCount(0);

  await row.getByRole("link", { name, exact: true }).click();
  const edit = page.locator("form").filter({ has: page.locator("#edit-name") });
  await edit.getByLabel(say("notices.webhook_name")).fill(`${name} 2`);
  await submit(page, edit.getByRole("button", { name: say("common.save"), exact: true }), say("outcomes.webhook_saved"));

  await expect(async () => {
    await open(page, "/admin/deliveries?state=failed&channel=webhook");
    await expect(page.getByRole("row").filter({ hasText: `${name} 2` })).toContainText(say("notices.failed_unreachable"), { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByText(say("notices.no_mail_here")), "why no mail is among them").toBeVisible();
  const failed = page.getByRole("row").filter({ hasText: `${name} 2` });
  await submit(page, failed.getByRole("button", { name: say("notices.delivery_retry"), exact: true }), say("outcomes.delivery_retried"));

  await open(page, "/admin/webhooks");
  const gone = await unfold(page.getByRole("row").filter({ hasText: `${name} 2` }), say("notices.webhook_remove"));
  await submit(page, gone.getByRole("button", { name: say("notices.webhook_remove") }), say("outcomes.webhook_removed"));
  await expect(page.getByText(`${name} 2`)).toHaveCount(0);
});
