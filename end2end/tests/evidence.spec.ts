// Evidence from other tools: looked at, handed in, judged, decided about, with and without scripts.
import type { Page } from "@playwright/test";
import { violations } from "../support/accessible";
import { look, message, open, overflow, ready, submit, unfold } from "../support/pages";
import { expect, test, type Crew } from "../support/test";
import type { Say } from "../support/words";
import { Check, newWorkload, type Workload } from "../support/workloads";

interface File {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

function file(name: string, content: unknown): File {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return { name, mimeType: "application/json", buffer: Buffer.from(text) };
}

/** What gitleaks writes: contradicts S10.secrets, where there is a leak. */
const LEAK = { RuleID: "aws-access-token", Description: "AWS key", StartLine: 3, File: "config/serving.env" };
const leaks = (...paths: string[]) =>
  file(
    "leaks.json",
    paths.map((path) => ({ ...LEAK, File: path, Match: "REDACTED", Secret: "REDACTED", Commit: "", Fingerprint: `a:${path}:3`, Tags: [] })),
  );

/** The rule that such a file contradicts. */
const RULE = "S10.secrets";

/** The criterion that the rule tests, as the page names it. */
async function criterionOf(page: Page, rule: string): Promise<string> {
  const text = await page.locator(`[id="v-${rule}"] .c-inbox__check`).innerText();
  return text.split(" ")[0] ?? "";
}

const scenario = test.extend<{ start: (who: Crew["owner"]) => Promise<{ page: Page; workload: Workload }> }>({
  start: async ({ crew, requests, visit }, use) => {
    const workload = await newWorkload(await requests(crew.architect), crew.team, { profile: "agents" });
    await use(async (who) => {
      const page = await visit(who);
      await open(page, workload.at("/evidence"));
      return { page, workload };
    });
  },
});

/** Hands files in: with scripts after a look, without them at once. */
async function handIn(page: Page, say: Say, scripts: boolean, ...files: File[]): Promise<void> {
  await page.locator("#hand-in-file").setInputFiles(files);
  if (scripts) {
    const all = page.getByRole("button", { name: say("evidence.send_all", { count: files.length }) });
    await all.click();
    await expect(page.locator(".c-files .c-badge--ok", { hasText: say("evidence.sent") })).toHaveCount(files.length);
  } else {
    await page.locator("#hand-in").getByRole("button", { name: say("evidence.send"), exact: true }).click();
    await ready(page);
  }
}

function row(page: Page, rule = RULE) {
  return page.locator(`[id="v-${rule}"]`);
}

scenario("a file is looked at before it is handed in", async ({ crew, say, start }) => {
  const { page } = await start(crew.architect);
  await expect(page.getByText(say("evidence.inbox_empty_new"))).toBeVisible();
  await page.locator("#hand-in-file").setInputFiles([leaks("a.env"), file("list.json", "[]"), file("broken.json", '{"a": [1,]}')]);
  const files = page.locator(".c-files__file");
  await expect(files).toHaveCount(3);
  await expect(files.nth(0)).toContainText("Gitleaks".toLowerCase());
  await expect(files.nth(0)).toContainText(say("evidence.day_received"));
  await expect(files.nth(2)).toContainText(say("evidence.not_kept"));
  // Nothing is kept yet.
  await expect(page.getByText(say("evidence.readings_empty"), { exact: true })).toBeVisible();

  // Nobody can tell whose empty list it is: somebody says so.
  await files.nth(1).getByLabel(say("evidence.kind")).selectOption("gitleaks");
  await expect(files.nth(1).locator("dd").first()).toHaveText("gitleaks");
  await files.nth(0).getByRole("button", { name: say("evidence.send"), exact: true }).click();
  await expect(files.nth(0)).toContainText(say("evidence.sent"));
  await expect(row(page)).toContainText(say("evidence.accept_as", { state: say("names.state_not_met") }));
  await expect(page.locator(".c-readings__row")).toHaveCount(1);

  await page.getByRole("button", { name: say("evidence.clear_done") }).click();
  await expect(files).toHaveCount(2);
  await page.locator("#hand-in-file").setInputFiles([leaks("a.env")]);
  await expect(files.nth(2)).toContainText(say("evidence.sent_before"));
});

scenario("files can be dropped on any page of the workload", async ({ crew, say, start }) => {
  const { page, workload } = await start(crew.architect);
  await open(page, workload.at("/plan"));
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "dropped.json", { type: "application/json" }));
    return transfer;
  }, leaks("b.env").buffer.toString());
  await page.dispatchEvent("#main", "dragover", { dataTransfer: data });
  await expect(page.getByText(say("evidence.drop_here"))).toBeVisible();
  await page.dispatchEvent("#main", "drop", { dataTransfer: data });
  await expect(page).toHaveURL(new RegExp("/evidence$"));
  await expect(page.locator(".c-files__file")).toContainText("dropped.json");
  await expect(page.getByText(say("evidence.drop_here"))).toBeHidden();
});

scenario("a verdict is accepted, a file taken back @nojs", async ({ crew, say, scripts, start }) => {
  const { page, workload } = await start(crew.architect);
  await handIn(page, say, scripts, leaks("c.env", "d.env"));
  const criterion = await criterionOf(page, RULE);
  const accept = row(page).getByRole("button", { name: say("evidence.accept_as", { state: say("names.state_not_met") }) });
  await submit(page, accept, say("outcomes.verdicts_accepted", { count: 1 }));
  await expect(page.getByText(say("evidence.inbox_empty_done"))).toBeVisible();
  const check = new Check(page, say, scripts, workload.at(`/checks/${criterion.split(".")[0]}`));
  await check.open();
  await expect(check.option(criterion, "not_met")).toBeChecked();

  await open(page, workload.at("/evidence"));
  await page.locator(".c-readings__head").first().click();
  const menu = await unfold(page.locator(".c-readings__body").first(), say("evidence.withdraw"));
  await submit(page, menu.getByRole("button", { name: say("evidence.withdraw") }), say("outcomes.reading_withdrawn"));
  await expect(page.getByText(say("evidence.readings_empty"), { exact: true })).toBeVisible();
});

scenario("several are rejected at once, with a reason @nojs", async ({ crew, say, scripts, start }) => {
  const { page } = await start(crew.owner);
  await handIn(page, say, scripts, leaks("e.env"), agentScan());
  const boxes = page.locator(".c-inbox__pick input");
  await expect(boxes.nth(1)).toBeVisible();
  const count = await boxes.count();
  for (let at = 0; at < count; at += 1) await boxes.nth(at).check();
  const bulk = page.locator("#bulk");
  const reject = await unfold(bulk, say("evidence.bulk_reject"));
  await reject.getByRole("button", { name: say("evidence.reject_keep") }).click();
  await expect(message(page, say("errors.check_fields"))).toBeVisible();
  await ready(page);
  // What was ticked and unfolded stays.
  for (let at = 0; at < count; at += 1) await expect(boxes.nth(at)).toBeChecked();
  await page.locator("#why-bulk").fill("Test data only.");
  await submit(
    page,
    bulk.getByRole("button", { name: say("evidence.reject_keep") }),
    say("outcomes.verdicts_rejected", { count }),
  );
  await expect(page.locator(".c-inbox__pick")).toHaveCount(0);
});

/** What snyk agent-scan writes about a server that runs commands: contradicts S07.flow and S08.scan. */
function agentScan(): File {
  const path = "~/.cursor/mcp.json";
  const tools = [{ name: "run", description: "runs", inputSchema: { type: "object", properties: {} } }];
  const server = {
    name: "files",
    server: { command: "npx", args: ["files"], env: {}, type: "stdio" },
    signature: { metadata: { serverInfo: { name: "files", version: "1.0" } }, prompts: [], resources: [], resource_templates: [], tools },
    error: null,
  };
  const issues = [
    { code: "TF001", message: "Toxic flow", reference: null, extra_data: null },
    { code: "E001", message: "Prompt injection in a tool", reference: [0, 0], extra_data: null },
  ];
  return file("agents.json", { [path]: { client: "cursor", path, error: null, labels: [], servers: [server], issues } });
}

scenario("a conflict shows in the questionnaire, with both ways out @nojs", async ({ crew, say, scripts, start }) => {
  const { page, workload } = await start(crew.architect);
  await handIn(page, say, scripts, leaks("f.env"));
  const criterion = await criterionOf(page, RULE);
  const check = new Check(page, say, scripts, workload.at(`/checks/${criterion.split(".")[0]}`));
  await check.open();
  await check.tick(criterion, "met");
  await check.save();
  await check.open();
  const line = check.criterion(criterion);
  await expect(line).toContainText(say("evidence.conflict_title"));
  await open(page, workload.at());
  await expect(page.locator(".c-callout", { hasText: say("evidence.notice_conflicts", { count: 1 }) })).toBeVisible();
  await check.open();
  const reject = await unfold(line, say("evidence.reject"));
  await reject.getByLabel(say("evidence.reject_why")).fill("The key was revoked in May.");
  await submit(
    page,
    reject.getByRole("button", { name: say("evidence.reject_keep") }),
    say("outcomes.verdicts_rejected", { count: 1 }),
  );
  await expect(line).not.toContainText(say("evidence.conflict_title"));
  await expect(check.option(criterion, "met")).toBeChecked();
});

scenario("a finding is accepted until a day, and somebody else's decision is not overwritten @nojs", async ({ crew, say, scripts, start, visit }) => {
  const { page, workload } = await start(crew.architect);
  await handIn(page, say, scripts, leaks("g.env"));
  await open(page, workload.at("/findings?state=open"));
  const other = await visit(crew.owner);
  for (const each of [page, other]) {
    await open(each, workload.at("/findings?state=open"));
    await each.locator(".c-finding__title").first().click();
    await expect(each.getByLabel(say("evidence.triage"), { exact: true })).toBeVisible();
  }
  await page.getByLabel(say("evidence.triage"), { exact: true }).selectOption("accepted");
  await page.getByLabel(say("evidence.triage_until"), { exact: true }).fill("2099-12-31");
  await page.getByLabel(say("evidence.triage_why"), { exact: true }).fill("Until the move.");
  const save = (each: Page) => each.getByRole("button", { name: say("evidence.triage_save"), exact: true });
  await submit(page, save(page), say("outcomes.finding_saved"));
  await other.getByLabel(say("evidence.triage"), { exact: true }).selectOption("false_positive");
  await other.getByLabel(say("evidence.triage_why"), { exact: true }).fill("Not ours.");
  await save(other).click();
  await expect(message(other, say("errors.stale"))).toBeVisible();
  await open(page, workload.at("/findings?state=accepted"));
  await expect(page.locator(".c-finding__title")).toHaveCount(1);
});

scenario("a token is shown once, and works until it is revoked @nojs", async ({ crew, requests, say, start }) => {
  const { page, workload } = await start(crew.owner);
  // A machine: nobody is signed in there.
  const machine = await requests();
  const tokens = page.locator("#tokens");
  await tokens.getByLabel(say("evidence.token_name")).fill("CI");
  await submit(page, tokens.getByRole("button", { name: say("evidence.token_make") }), say("outcomes.token_created"));
  const secret = await tokens.locator("code.c-secret__value").innerText();
  expect(secret).toMatch(/^hxs_/);
  await expect(tokens.locator("pre")).toContainText(`Authorization: Bearer ${secret}`);
  const send = () =>
    machine.post(`/api/v1${workload.at("/evidence")}?file=leaks.json`, {
      headers: { authorization: `Bearer ${secret}` },
      data: leaks("h.env").buffer,
    });
  expect((await send()).status()).toBe(201);
  await open(page, workload.at("/evidence"));
  await expect(tokens.locator("code.c-secret__value")).toHaveCount(0);
  const menu = await unfold(tokens, say("evidence.token_revoke"));
  await submit(page, menu.getByRole("button", { name: say("evidence.token_revoke") }), say("outcomes.token_revoked"));
  expect((await send()).status()).toBe(401);
});

scenario("pages with data are sound", async ({ crew, say, start }) => {
  test.slow();
  const { page, workload } = await start(crew.owner);
  await handIn(page, say, true, leaks("i.env", "j.env"), agentScan());
  await page.locator("#hand-in-file").setInputFiles([file("broken.json", "{")]);
  for (const path of ["/evidence", "/evidence?settled=all", "/findings", "/checks/S10"]) {
    if (path !== "/evidence") await open(page, workload.at(path));
    if (path === "/findings") await page.locator(".c-finding__title").first().click();
    for (const [width, colorScheme] of [[1440, "light"], [390, "dark"]] as const) {
      await look(page, { width, height: 900 }, colorScheme);
      // What the bar at the top covers is not there to be pressed.
      await page.evaluate(() => window.scrollTo(0, 0));
      expect(await overflow(page), `${path} stands out at ${width} pixels`).toBeLessThanOrEqual(0);
      expect(await violations(page), `${path} ${width}`).toEqual([]);
    }
  }
});
