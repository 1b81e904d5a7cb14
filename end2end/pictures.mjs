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

// Name, address, and what the picture begins with; without it, the page's top.
const PICTURES = [
  ["overview", "/"],
  ["questionnaire", "/workloads/{workload}/checks/S01"],
  ["results", "/workloads/{workload}"],
  ["plan", "/workloads/{workload}/plan"],
  ["plan-board", "/plan?view=board"],
  ["plan-timeline", "/workloads/{workload}/plan?view=timeline"],
  ["map", "/workloads/{workload}/map?see=risk"],
  ["evidence", "/workloads/{workload}/evidence"],
  ["signals", "/workloads/{workload}/signals?rule=C04.gpu_util"],
  ["platforms", "/workloads/{platform}/offer"],
  ["register", "/risks"],
  ["cost", "/cost"],
  ["reports", "/reports"],
  ["notices", "/notices"],
];

async function id(context, name) {
  const page = await (await context.request.get(`/workloads?q=${encodeURIComponent(name)}`)).text();
  const found = /href="\/workloads\/([0-9a-f-]{36})"/.exec(page);
  if (!found) throw new Error(`the demo has no ${name}`);
  return found[1];
}

const browser = await chromium.launch({
  ...(process.env.HEXASTYLE_BROWSER ? { executablePath: process.env.HEXASTYLE_BROWSER } : {}),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
for (const [language, locale] of [["zh", "zh-CN"], ["en", "en-GB"]]) {
  const context = await browser.newContext({ baseURL: ORIGIN, locale, viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto("/login");
  await page.fill("input[name=email]", "manager@demo.invalid");
  await page.fill("input[name=password]", "demo-only-hexastyle");
  await page.press("input[name=password]", "Enter");
  await page.waitForURL((url) => url.pathname === "/");
  const ids = { workload: await id(context, WORKLOAD), platform: await id(context, PLATFORM) };
  for (const [name, path] of PICTURES) {
    const address = path.replace(/\{(\w+)\}/, (_, what) => ids[what]);
    const response = await page.goto(address);
    if (response?.status() !== 200) throw new Error(`${address}: ${response?.status()}`);
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: `${FOLDER}${name}-${language}.png` });
    console.log(`${name}-${language}.png`);
  }
  await context.close();
}
await browser.close();
