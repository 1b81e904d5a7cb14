// The guides' pictures, from a console that runs with demo data:
//
//   node end2end/pictures.mjs http://127.0.0.1:8640
//
//   HEXASTYLE_BROWSER  a Chromium; without it Playwright's own
import { chromium } from "@playwright/test";
import { fileURLToPath } from "node:url";

const ORIGIN = process.argv[2] ?? "http://127.0.0.1:8640";
const FOLDER = fileURLToPath(new URL("../docs/guides/img/", import.meta.url));
const WORKLOAD = "客服知识助手 Support RAG";
const PLATFORM = "模型网关 Model gateway";
const MANAGER = "manager";
const ADMINISTRATOR = "admin";
const ARCHITECT = "architect.service";
const PLATFORM_OWNER = "owner.devex";

// Name, address, and who looks where it is not the manager; a picture begins at what is behind `#`, else at the page's top.
const PICTURES = [
  ["overview", "/"],
  ["questionnaire", "/workloads/{workload}/checks/S01", ARCHITECT],
  ["results", "/workloads/{workload}"],
  ["plans", "/plan"],
  ["plan", "/workloads/{workload}/plan", ARCHITECT],
  ["plan-board", "/plan?view=board"],
  ["plan-timeline", "/workloads/{workload}/plan?view=timeline"],
  ["map", "/workloads/{workload}/map?see=risk", ARCHITECT],
  ["evidence", "/workloads/{workload}/evidence", ARCHITECT],
  ["signals", "/workloads/{workload}/signals?rule=C04.gpu_util"],
  ["platforms", "/workloads/{platform}/offer", PLATFORM_OWNER],
  ["subscribed", "/workloads/{workload}/platforms", ARCHITECT],
  ["register", "/risks"],
  ["cost", "/cost"],
  ["reports", "/reports"],
  ["shared", "/reports/shared", ADMINISTRATOR],
  ["schedules", "/reports/schedules", ADMINISTRATOR],
  ["notices", "/notices", PLATFORM_OWNER],
  ["notices-choice", "/account#notices"],
];

async function id(page, name) {
  const list = await (await page.request.get(`/workloads?q=${encodeURIComponent(name)}`)).text();
  const found = /href="\/workloads\/([0-9a-f-]{36})"/.exec(list);
  if (!found) throw new Error(`the demo has no ${name}`);
  return found[1];
}

async function signIn(browser, who, locale) {
  const context = await browser.newContext({ baseURL: ORIGIN, locale, viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto("/login");
  await page.fill("input[name=email]", `${who}@demo.invalid`);
  await page.fill("input[name=password]", "demo-only-hexastyle");
  await page.press("input[name=password]", "Enter");
  await page.waitForURL((url) => url.pathname === "/");
  return page;
}

const browser = await chromium.launch({
  ...(process.env.HEXASTYLE_BROWSER ? { executablePath: process.env.HEXASTYLE_BROWSER } : {}),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
for (const [language, locale] of [["zh", "zh-CN"], ["en", "en-GB"]]) {
  const pages = {};
  for (const who of [MANAGER, ADMINISTRATOR, ARCHITECT, PLATFORM_OWNER]) pages[who] = await signIn(browser, who, locale);
  // The manager reads all teams.
  const ids = { workload: await id(pages[MANAGER], WORKLOAD), platform: await id(pages[MANAGER], PLATFORM) };
  for (const [name, path, who = MANAGER] of PICTURES) {
    const page = pages[who];
    const address = path.replace(/\{(\w+)\}/, (_, what) => ids[what]);
    const response = await page.goto(address);
    if (response?.status() !== 200) throw new Error(`${address}: ${response?.status()}`);
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: `${FOLDER}${name}-${language}.png` });
    console.log(`${name}-${language}.png`);
  }
  for (const page of Object.values(pages)) await page.context().close();
}
await browser.close();
