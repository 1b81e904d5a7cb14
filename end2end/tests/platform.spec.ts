// Shared services: offer, subscribe, inherit, answer for ourselves, with and without scripts.
import { open, submit, unfold } from "../support/pages";
import { newTeam, send, unique } from "../support/people";
import { expect, test } from "../support/test";
import { Check, newWorkload, type Workload } from "../support/workloads";
import type { APIRequestContext } from "@playwright/test";

/** A platform of a team that nobody of the crew may read. */
async function newPlatform(admin: APIRequestContext): Promise<Workload> {
  const team = await newTeam(admin, unique("Platform team"));
  const platform = await newWorkload(admin, team, { name: unique("Gateway") });
  await send(admin, platform.at("/checks/S01"), { "state.S01.2a": "met", "version.S01.2a": "0" });
  return platform;
}

test("an answer is offered, inherited, replaced and inherited again @nojs", async ({ crew, requests, say, scripts, visit }) => {
  const admin = await requests("admin");
  const platform = await newPlatform(admin);
  const boss = await visit("admin");
  await open(boss, platform.at("/platforms"));
  await boss.getByRole("link", { name: say("platforms.to_offer"), exact: true }).click();
  await expect(boss).toHaveURL(/\/offer$/);
  await boss.locator("summary.c-offer__head").first().click();
  await boss.locator("summary.c-offer__name").filter({ hasText: "S01" }).click();
  await boss.locator('input[name=criteria][value="S01.2a"]').check();
  await submit(boss, boss.getByRole("button", { name: say("platforms.save_offer"), exact: true }), say("outcomes.offer_saved"));
  await expect(boss.locator('input[name=criteria][value="S01.2a"]')).toBeChecked();
  await expect(boss.getByText(say("platforms.consumers_none"), { exact: true })).toBeVisible();

  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  const page = await visit(crew.architect);
  await open(page, workload.at("/platforms"));
  await expect(page.getByText(say("platforms.none_title"), { exact: true })).toBeVisible();
  const candidate = page.locator("#candidates").getByRole("row").filter({ hasText: platform.name });
  await expect(candidate).toContainText("S01.2a");
  await expect(candidate.getByRole("link", { name: platform.name }), "they may not read it").toHaveCount(0);
  const question = await unfold(candidate, say("platforms.subscribe"));
  await submit(page, question.getByRole("button", { name: say("platforms.subscribe"), exact: true }), say("outcomes.platform_subscribed"));
  const offered = page.locator("#subscribed").getByRole("row").filter({ hasText: "S01.2a" });
  await expect(offered).toContainText(say("platforms.taken_inherited"));

  // The questionnaire: whose answer it is, and no choice in its place.
  const check = new Check(page, say, scripts, workload.at("/checks/S01"));
  await check.open();
  const row = check.criterion("S01.2a");
  await expect(row).toContainText(platform.name);
  await expect(row.getByText(say("platforms.inherited_badge"), { exact: true })).toBeVisible();
  await expect(row.getByRole("radio")).toHaveCount(0);

  // Who answers there sees whom it reaches, before and after.
  const theirs = new Check(boss, say, scripts, platform.at("/checks/S01"));
  await theirs.open();
  const reach = theirs.criterion("S01.2a").getByRole("link", { name: say("platforms.reaches", { count: 1 }), exact: true });
  await expect(reach).toBeVisible();
  await theirs.tick("S01.2a", "not_met");
  if (scripts) {
    await expect(theirs.state).toContainText(say("platforms.reached", { count: 1 }));
  } else {
    await submit(boss, boss.getByRole("button", { name: say("common.save"), exact: true }), say("outcomes.answers_saved_reaching", { count: 1 }));
  }
  await reach.click();
  await expect(boss.locator("#consumers").getByRole("row").filter({ hasText: workload.name })).toBeVisible();
  await check.open();
  await expect(row.locator(".c-state")).toHaveText(say("names.state_not_met"));

  // For ourselves, with a reason.
  await row.locator("summary", { hasText: say("platforms.own") }).click();
  await row.getByLabel(say("platforms.own_state"), { exact: true }).selectOption("met");
  await row.getByLabel(say("platforms.own_reason"), { exact: true }).fill("We have our own guard.");
  await submit(page, row.getByRole("button", { name: say("platforms.own_save"), exact: true }), say("outcomes.answered_ourselves"));
  await expect(check.option("S01.2a", "met")).toBeChecked();
  await expect(row).toContainText(say("platforms.own_because", { reason: "We have our own guard." }));
  await submit(page, row.getByRole("button", { name: say("platforms.inherit_again"), exact: true }), say("outcomes.inherited_again"));
  await expect(row.getByRole("radio")).toHaveCount(0);

  await open(page, workload.at("/review"));
  await expect(page.locator("#inherited")).toContainText("2a");
  await open(page, `/workloads?q=${encodeURIComponent(workload.name)}`);
  await expect(page.getByRole("link", { name: say("platforms.of_them_inherited", { count: 1 }), exact: true })).toBeVisible();

  await open(page, workload.at("/platforms"));
  const last = await unfold(page.locator("#subscribed"), say("platforms.unsubscribe"));
  await submit(page, last.getByRole("button", { name: say("platforms.unsubscribe"), exact: true }), say("outcomes.platform_unsubscribed"));
  await check.open();
  await expect(row.getByRole("radio").first()).not.toBeChecked();
});

test("the platform's owner ends a subscription with a reason @nojs", async ({ crew, requests, say, visit }) => {
  const admin = await requests("admin");
  const platform = await newPlatform(admin);
  await send(admin, platform.at("/offer"), { criteria: "S01.2a", version: "0" });
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  await send(architect, workload.at("/platforms"), { platform: platform.id });
  const page = await visit("admin");
  await open(page, platform.at("/offer"));
  const row = page.locator("#consumers").getByRole("row").filter({ hasText: workload.name });
  await row.locator("summary", { hasText: say("platforms.end") }).click();
  await row.getByLabel(say("platforms.end_reason")).fill("Its traffic does not pass here.");
  await submit(page, row.getByRole("button", { name: say("platforms.end_confirm"), exact: true }), say("outcomes.subscription_ended"));
  await expect(page.getByText(say("platforms.consumers_none"), { exact: true })).toBeVisible();
  const theirs = await visit(crew.architect);
  await open(theirs, workload.at("/platforms"));
  await expect(theirs.getByText(say("platforms.none_title"), { exact: true })).toBeVisible();
});

test("only with scripts: keys and \"all met\" leave the inherited alone", async ({ crew, requests, say, scripts, visit }) => {
  const admin = await requests("admin");
  const platform = await newPlatform(admin);
  await send(admin, platform.at("/checks/S01"), { "state.S01.2a": "not_met", "version.S01.2a": "1" });
  await send(admin, platform.at("/offer"), { criteria: "S01.2a", version: "0" });
  const architect = await requests(crew.architect);
  const workload = await newWorkload(architect, crew.team);
  await send(architect, workload.at("/platforms"), { platform: platform.id });
  const page = await visit(crew.architect);
  const check = new Check(page, say, scripts, workload.at("/checks/S01"));
  await check.open();
  await page.keyboard.press("1");
  await check.upTo(2);
  await check.save();
  await expect(check.criterion("S01.2a").locator(".c-state")).toHaveText(say("names.state_not_met"));
  await check.open();
  await expect(check.criterion("S01.2a").locator(".c-state")).toHaveText(say("names.state_not_met"));
});
