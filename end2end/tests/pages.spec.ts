// Every page, in both languages, light and dark, wide and narrow, with and without scripts.
import type { APIRequestContext, Page } from "@playwright/test";
import { violations } from "../support/accessible";
import { look, open, overflow } from "../support/pages";
import { expect, test } from "../support/test";
import { newWorkload } from "../support/workloads";

// The demo's workload that is answered in full: demo/customer-service.toml.
const WORKLOAD = "客服知识助手 Support RAG";
const TEAM = "智能客服 Customer service";
const UUID = "[0-9a-f-]{36}";

const PAGES = [
  "/",
  "/?span=365&sort=-gap",
  "/alerts",
  "/explain?number=index&set=assured",
  "/explain?number=layer_index&set=claimed",
  "/teams",
  "/teams/{team}",
  "/teams/{team}/settings",
  "/teams/{team}/plan",
  "/teams/{team}/plan?view=board&state=all",
  "/teams/{team}/plan?view=timeline",
  "/teams/{team}/explain?number=pillar&id=security&set=possible",
  "/plan",
  "/plan?due=overdue&sort=due",
  "/plan?view=board",
  "/plan?view=timeline",
  "/teams/{team}/cost",
  "/cost",
  "/cost?by=model",
  "/workloads/{workload}/cost",
  "/workloads/{workload}/cost?part=calculators",
  "/workloads",
  "/workloads?q=nothing+has+this+name",
  "/workloads?show=archived",
  "/reports",
  "/reports?workload={workload}",
  "/reports?tier=1&q=nothing+has+this+name",
  "/workloads?has=ending-30&sort=-risks",
  "/workloads/new",
  "/workloads/{workload}",
  "/workloads/{workload}/edit",
  "/workloads/{workload}/checks/S01",
  "/workloads/{workload}/checks/U05",
  "/workloads/{workload}/evidence",
  "/workloads/{workload}/findings",
  "/workloads/{workload}/findings?severity=critical&state=open",
  "/workloads/{workload}/signals",
  "/workloads/{workload}/signals?rule=C04.gpu_util",
  "/workloads/{workload}/map",
  "/workloads/{workload}/map?see=risk",
  "/workloads/{workload}/risks",
  "/workloads/{workload}/risks/K-S6",
  "/workloads/{workload}/risks/own-1",
  "/workloads/{workload}/risks/new",
  "/risks",
  "/risks?kind=own&findings=none",
  "/risks?matrix=assured&likelihood=3&impact=4",
  "/teams/{team}/risks",
  "/workloads/{workload}/plan",
  "/workloads/{workload}/platforms",
  "/workloads/{workload}/offer",
  "/workloads/{workload}/plan?view=board",
  "/workloads/{workload}/plan?view=timeline&capacity=120",
  "/workloads/{workload}/review",
  "/workloads/{workload}/history",
  "/workloads/{workload}/trend",
  "/workloads/{workload}/difference?from=1&to=draft",
  "/workloads/{workload}/explain?number=index&set=assured",
  "/workloads/{workload}/explain?number=layer_index&set=possible",
  "/workloads/{workload}/explain?number=pillar&id=security&set=claimed",
  "/workloads/{workload}/explain?number=layer&id=resource&set=claimed",
  "/workloads/{workload}/explain?number=check&id=S01&set=assured",
  "/workloads/{workload}/explain?number=level&set=claimed",
  "/catalog",
  "/catalog/checks/S01",
  "/catalog/principles",
  "/catalog/risks",
  "/catalog/glossary",
  "/api",
  "/api?q=evidence",
  "/api/results",
  "/api/evidence",
  "/api/evidence?q=token",
  "/api/document?q=nothing+has+this+name",
  "/account",
  "/notices",
  "/notices?kind=proof_30",
  "/reports/shared",
  "/reports/shared?about=workload:{workload}",
  "/reports/schedules",
  "/admin/people",
  "/admin/settings",
  "/admin/rules",
  "/admin/rules?rule=C04.gpu_util",
  "/admin/webhooks",
  "/admin/deliveries",
  "/admin/deliveries?state=given_up&channel=mail",
  "/admin/import",
  "/admin/log",
];

const BEFORE_SIGNING_IN = ["/login", "/login?next=/teams"];

/** The address with the demo's ids. */
async function address(request: APIRequestContext, pattern: string): Promise<string> {
  const id = async (list: string, name: string) => {
    const page = await (await request.get(list)).text();
    const link = new RegExp(`href="(?:/teams|/workloads)/(${UUID})"[^>]*>(?:<!--.*?-->)*${name}<`).exec(page);
    if (!link?.[1]) throw new Error(`the demo has no ${name}`);
    return link[1];
  };
  if (pattern.includes("{workload}")) {
    const workload = await id(`/workloads?q=${encodeURIComponent(WORKLOAD)}`, WORKLOAD);
    return pattern.replace("{workload}", workload);
  }
  return pattern.includes("{team}") ? pattern.replace("{team}", await id(`/teams?q=${encodeURIComponent(TEAM)}`, TEAM)) : pattern;
}

/** Everything that holds for every page. */
async function sound(page: Page, language: string): Promise<string> {
  const heading = page.locator("h1");
  await expect(heading).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("lang", language === "zh" ? "zh-CN" : "en");
  await expect(page).toHaveTitle(/Hexastyle$/);
  const looks = [
    { width: 1440, height: 900, colorScheme: "light" },
    { width: 360, height: 740, colorScheme: "dark" },
  ] as const;
  for (const { colorScheme, ...size } of looks) {
    await look(page, size, colorScheme);
    expect(await overflow(page), `stands out at ${size.width} pixels`).toBeLessThanOrEqual(0);
    if (await page.locator(".c-savebar").count()) {
      // As tall as the page: a bar that stays in sight would cover half of what happens to be under it.
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await look(page, { width: size.width, height: Math.min(Math.max(height, size.height), 16_000) }, colorScheme);
    }
    expect(await violations(page), `${colorScheme}, ${size.width} pixels`).toEqual([]);
  }
  return heading.innerText();
}

for (const pattern of PAGES) {
  test(`${pattern} is sound`, async ({ language, requests, visit }) => {
    // The largest group, with all types that its answers lead to.
    test.slow(pattern === "/api/results");
    const path = await address(await requests("admin"), pattern);
    const page = await visit("admin");
    await open(page, path);
    const heading = await sound(page, language);
    const plain = await visit("admin", false);
    await open(plain, path);
    await plain.setViewportSize({ width: 360, height: 740 });
    await expect(plain.locator("h1"), "the same page without scripts").toHaveText(heading);
    expect(await overflow(plain), "stands out without scripts").toBeLessThanOrEqual(0);
  });
}

for (const path of BEFORE_SIGNING_IN) {
  test(`${path} is sound`, async ({ language, visit }) => {
    const page = await visit();
    await open(page, path);
    await sound(page, language);
  });
}

test("/notices of somebody who has some is sound", async ({ language, visit }) => {
  const page = await visit("owner.service");
  await open(page, "/notices");
  await expect(page.locator(".c-notices__row--unread").first()).toBeVisible();
  await sound(page, language);
});

test("an invitation's and a new workload's pages are sound", async ({ crew, language, requests, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const page = await visit(crew.architect);
  test.slow();
  for (const part of ["", "/checks/C01", "/evidence", "/findings", "/signals", "/risks", "/plan", "/platforms", "/offer", "/review", "/history"]) {
    await open(page, workload.at(part));
    await sound(page, language);
  }
});

test("on a phone a long list begins with its first rows, without scripts too", async ({ requests, visit }) => {
  const path = await address(await requests("admin"), "/workloads/{workload}");
  const page = await visit("admin", false);
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, path);
  const all = await page.locator("#checks tbody tr").count();
  const rows = page.locator("#checks tbody tr:visible");
  const checks = page.locator("#checks tbody tr:not(.c-table__group):visible");
  await expect(checks).toHaveCount(5);
  await page.locator("#checks .c-more__head").click();
  await expect(rows).toHaveCount(all);
  await page.locator("#checks .c-more__head").click();
  await expect(checks).toHaveCount(5);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(rows).toHaveCount(all);
  await expect(page.locator(".c-more:visible")).toHaveCount(0);
});

test("keys lead to the content, the list of keys and the search", async ({ say, visit }) => {
  const page = await visit("admin");
  await open(page, "/teams");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: say("common.skip_to_content") })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: say("common.keys") })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await open(page, "/catalog/glossary");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
});

test("the API's index leads to each operation, an old link to it as well, without scripts too", async ({ visit }) => {
  for (const scripts of [true, false]) {
    const page = await visit("admin", scripts);
    await open(page, "/api#send-evidence");
    const row = page.locator("tr#send-evidence");
    await expect(row).toBeInViewport();
    await row.getByRole("link").click();
    await expect(page).toHaveURL(/\/api\/evidence#send-evidence$/);
    await expect(page.locator("article#send-evidence")).toBeInViewport();
    await page.getByRole("searchbox").fill("revoke-token");
    await page.getByRole("searchbox").press("Enter");
    await expect(page).toHaveURL(/\/api\/evidence\?q=revoke-token$/);
    await expect(page.locator("article")).toHaveCount(1);
  }
});
