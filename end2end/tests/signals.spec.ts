// Telemetry, the inventory and the numbers of rules, with and without scripts.
import type { APIRequestContext, Page } from "@playwright/test";
import { message, open, ready, submit, unfold } from "../support/pages";
import { expect, test } from "../support/test";
import type { Say } from "../support/words";
import { newWorkload } from "../support/workloads";

const METRICS = '# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{model_name="a"} 3\n';

/** A span of a call to a model, as OTLP has it. */
function call(model: string): unknown {
  const now = BigInt(Date.now()) * 1_000_000n;
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const span = {
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: "eee19b7ec3c1b174",
    name: `chat ${model}`,
    kind: 3,
    startTimeUnixNano: String(now - 2_000_000_000n),
    endTimeUnixNano: String(now - 1_000_000_000n),
    attributes: [text("gen_ai.operation.name", "chat"), text("gen_ai.request.model", model), text("gen_ai.response.model", model)],
  };
  const resource = { attributes: [text("service.name", "assistant")] };
  return { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] };
}

/** Makes a token for telemetry as people do: from the telemetry page. */
async function makeToken(page: Page, say: Say, signals: string): Promise<string> {
  await open(page, signals);
  await page.getByRole("link", { name: say("signals.make_token") }).click();
  const tokens = page.locator("#tokens");
  await expect(tokens.getByLabel(say("signals.token_scope"), { exact: true })).toHaveValue("signals");
  await tokens.getByLabel(say("evidence.token_name")).fill("Collector");
  await submit(page, tokens.getByRole("button", { name: say("evidence.token_make") }), say("outcomes.token_created"));
  const secret = await tokens.locator("code.c-secret__value").innerText();
  await expect(tokens.locator("pre")).toContainText(`Authorization=Bearer%20${secret}`);
  return secret;
}

async function send(machine: APIRequestContext, path: string, token: string, data: unknown): Promise<number> {
  const kind = typeof data === "string" ? "text/plain" : "application/json";
  const headers = { authorization: `Bearer ${token}`, "content-type": kind };
  return (await machine.post(path, { headers, data })).status();
}

/** Loads a page until it shows something: what came in is folded soon after, not at once. */
async function until(page: Page, path: string, shown: string): Promise<void> {
  await expect(async () => {
    await open(page, path);
    await expect(page.locator("main")).toContainText(shown, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

test("telemetry is connected, shown, and its inventory reviewed @nojs", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team, { profile: "rag" });
  const page = await visit(crew.architect);
  const signals = workload.at("/signals");
  await open(page, signals);
  await expect(page.getByText(say("signals.empty"), { exact: true })).toBeVisible();
  await expect(page.locator("#connect pre").first()).toContainText(`OTEL_EXPORTER_OTLP_ENDPOINT=${new URL(page.url()).origin}\n`);
  const token = await makeToken(page, say, signals);

  const machine = await requests();
  expect(await send(machine, "/api/v1/prometheus/metrics", token, METRICS)).toBe(204);
  expect(await send(machine, "/v1/traces", token, call("qwen3-8b"))).toBe(200);
  // It opens nothing else.
  expect(await send(machine, `/api/v1${workload.at("/evidence")}?file=a.json`, token, "[]")).toBe(401);
  await until(page, signals, "vllm:num_requests_running");
  await until(page, signals, "qwen3-8b");
  const running = page.locator("#incoming tr", { hasText: "vllm:num_requests_running" });
  await expect(running.locator(".c-spark")).toHaveAttribute("aria-label", /3/);
  await page.locator(".c-signal__rules a", { hasText: "C04.batch" }).first().click();
  await expect(page.locator("#rule")).toContainText(say("signals.of_rule", { rule: "C04.batch" }));
  await expect(page.locator("#rule .c-course__plot")).toBeVisible();

  await page.locator("#inventory").getByRole("link", { name: "qwen3-8b" }).click();
  const review = page.getByLabel(say("signals.review"), { exact: true });
  await review.selectOption("refused");
  const save = page.locator("#inventory").getByRole("button", { name: say("signals.review_save"), exact: true });
  await save.click();
  await expect(message(page, say("errors.check_fields"))).toBeVisible();
  await ready(page);
  await expect(review).toHaveValue("refused");
  await page.getByLabel(say("signals.review_why"), { exact: true }).fill("Not registered.");
  await submit(page, save, say("outcomes.component_reviewed"));
  await open(page, `${signals}?standing=refused#inventory`);
  await expect(page.locator("#inventory tbody tr")).toHaveCount(1);
  await expect(page.locator("#inventory tbody tr")).toContainText(say("signals.standing_refused"));
  // The table is of what is shown.
  await expect(page.locator("#inventory .c-section__actions a")).toHaveAttribute("href", /[?&]standing=refused(&|$)/);
});

test("charts come beside verdicts", async ({ requests, say, visit }) => {
  const name = "客服知识助手 Support RAG";
  const list = await (await (await requests("admin")).get(`/workloads?q=${encodeURIComponent(name)}`)).text();
  const id = /\/workloads\/([0-9a-f-]{36})/.exec(list)?.[1];
  const page = await visit("admin");
  await until(page, `/workloads/${id}/evidence?settled=all`, "P07");
  await open(page, `/workloads/${id}/checks/P07`);
  await expect(page.locator(".c-course__plot").first()).toBeAttached();
  await open(page, `/workloads/${id}/signals?rule=C04.gpu_util`);
  await expect(page.locator("#rule .c-course__bound")).toHaveCount(2);
  await expect(page.locator("#rule .c-course__plot")).toHaveAttribute("aria-label", /70%.*30%/);
  await page.locator("#rule").getByRole("link", { name: say("rules.by_numbers") }).click();
  await expect(page.getByLabel(say("rules.supports"))).toHaveValue("70");
});

test("administrators change a rule's numbers, others read them @nojs", async ({ crew, language, say, scripts, visit }) => {
  // One installation for all projects: each has a rule of its own.
  const rule = scripts ? { zh: "P05.share", en: "O02.trace" }[language] : "U04.sources";
  const path = `/admin/rules?rule=${rule}`;
  const page = await visit("admin");
  await open(page, path);
  const supports = page.getByLabel(say("rules.supports"));
  const built_in = await supports.inputValue();
  const save = page.getByRole("button", { name: say("rules.save") });
  const why = page.getByLabel(say("rules.why"), { exact: false });
  await supports.fill("61.5");
  await why.fill("Agreed in the review board.");
  await submit(page, save, say("outcomes.rule_saved"));
  await expect(page.locator(`[id="${rule}"]`)).toContainText(say("rules.supports_short", { n: "61.5" }));

  const reader = await visit(crew.architect);
  await open(reader, path);
  await expect(reader.locator(`[id="${rule}"]`)).toContainText("Agreed in the review board.");
  await expect(reader.getByText(say("rules.read_only"))).toBeVisible();
  await expect(reader.getByRole("button", { name: say("rules.save") })).toHaveCount(0);

  await open(page, path);
  const menu = await unfold(page.locator(".c-rule__reset"), say("rules.reset"));
  await submit(page, menu.getByRole("button", { name: say("rules.reset") }), say("outcomes.rule_reset"));
  await expect(supports).toHaveValue(built_in);
});
