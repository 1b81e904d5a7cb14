// Reports: the page, the menus, what is downloaded, and a snapshot that needs nothing but itself.
import type { APIRequestContext } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { violations, WCAG } from "../support/accessible";
import { look, open, unfold } from "../support/pages";
import { unique } from "../support/people";
import { expect, test } from "../support/test";
import { newWorkload } from "../support/workloads";

const HOSTILE = '"><img src=x onerror=alert(1)></textarea><script>alert(2)</script>';

/** The first bytes of each form. */
const BEGIN: Record<string, string> = { pdf: "%PDF-", xlsx: "PK", html: "<!doctype html>", csv: "\ufeff", json: "{" };

async function begins(request: APIRequestContext, path: string): Promise<void> {
  const answer = await request.get(path);
  expect(answer.status(), path).toBe(200);
  const form = Object.keys(BEGIN).find((end) => path.split("?")[0]?.endsWith(`.${end}`)) ?? "json";
  expect((await answer.body()).toString("utf8").startsWith(BEGIN[form] ?? ""), path).toBe(true);
}

test("every link of the page leads to a file @nojs", async ({ crew, requests, say, visit }) => {
  const request = await requests(crew.architect);
  const workload = await newWorkload(request, crew.team, { profile: "rag" });
  const page = await visit(crew.architect);
  await open(page, "/reports");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("reports.title"));
  await expect(page.locator(".c-nav__row [aria-current=page]")).toHaveText(say("common.reports"));
  const links = page.locator(".c-reports__link");
  // Three kinds in two forms and two languages, and files of data.
  expect(await links.count()).toBeGreaterThanOrEqual(16);
  for (const link of await links.all()) {
    await expect(link).toHaveAttribute("rel", "external");
    await begins(request, (await link.getAttribute("href")) ?? "");
  }
  await open(page, `/reports?workload=${workload.id}`);
  await expect(page.locator("main")).toContainText(workload.name);
  for (const href of await links.evaluateAll((all) => all.map((a) => a.getAttribute("href")))) {
    expect(href).toContain(href?.includes("assessments") ? "/assessments/" : workload.id);
    await begins(request, href ?? "");
  }
});

test("workloads are chosen by filter and by tick @nojs", async ({ crew, requests, say, visit }) => {
  const request = await requests(crew.architect);
  const [one, other] = [await newWorkload(request, crew.team), await newWorkload(request, crew.team)];
  const page = await visit(crew.architect);
  await open(page, "/reports");
  await page.getByRole("checkbox", { name: say("reports.pick", { name: one.name }) }).check();
  await page.getByRole("button", { name: say("reports.only_picked") }).click();
  await expect(page).toHaveURL(/pick=/);
  const json = page.locator(".c-reports__link[href*='report.json']");
  await expect(json).toHaveAttribute("href", new RegExp(`ids=${one.id}`));
  const chosen = (await (await request.get((await json.getAttribute("href")) ?? "")).json()) as { workloads: { id: string }[] };
  expect(chosen.workloads.map((w) => w.id)).toEqual([one.id]);
  expect(chosen.workloads.map((w) => w.id)).not.toContain(other.id);
});

test("a menu on each subject offers the same", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const page = await visit(crew.architect);
  for (const path of [workload.at(""), `/teams/${crew.team.id}`, "/"]) {
    await open(page, path);
    const menu = await unfold(page.locator("main"), say("reports.menu"));
    await expect(menu.locator(".c-reports__name")).toHaveCount(4);
    const waiting = page.waitForEvent("download");
    await menu.locator(".c-reports__link[href*='report.html']").first().click();
    expect((await waiting).suggestedFilename(), path).toMatch(/\.html$/);
  }
});

test("a snapshot opens without network, without script, in both schemes", async ({ browser, crew, language, requests }) => {
  test.slow();
  const request = await requests(crew.architect);
  const workload = await newWorkload(request, crew.team, { name: unique(HOSTILE) });
  const lang = language === "zh" ? "zh-CN" : "en";
  for (const kind of ["executive", "team", "auditor"]) {
    for (const from of [`workloads/${workload.id}`, `teams/${crew.team.id}`, "organisation"]) {
      const answer = await request.get(`/api/v1/${from}/report.html?kind=${kind}&lang=${lang}`);
      expect(answer.status(), `${from} ${kind}`).toBe(200);
      const context = await browser.newContext({ offline: true });
      const page = await context.newPage();
      const asked: string[] = [];
      const said: string[] = [];
      page.on("request", (each) => asked.push(each.url()));
      page.on("console", (message) => said.push(message.text()));
      page.on("dialog", (dialog) => void dialog.dismiss().then(() => said.push("dialog")));
      await page.setContent(await answer.text(), { waitUntil: "load" });
      expect(asked.filter((url) => !url.startsWith("data:")), `${from} ${kind}`).toEqual([]);
      expect(said, `${from} ${kind}`).toEqual([]);
      expect(await page.locator("script, img, link[rel=stylesheet], iframe").count()).toBe(0);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      for (const scheme of ["light", "dark"] as const) {
        await look(page, { width: 1280, height: 900 }, scheme);
        // The schemes differ in colours only.
        const found = await violations(page, scheme === "light" ? WCAG : ["cat.color"]);
        expect(found, `${from} ${kind} ${scheme}`).toEqual([]);
      }
      await context.close();
    }
  }
});

test("who may not read a workload gets no report of it", async ({ crew, requests, visit: _ }) => {
  const own = await newWorkload(await requests(crew.architect), crew.team);
  const stranger = await requests("architect.legal");
  for (const form of ["pdf", "html", "xlsx"]) {
    expect((await stranger.get(`/api/v1/workloads/${own.id}/report.${form}`)).status(), form).toBe(404);
  }
  const wrong = await (await requests(crew.architect)).get(`/api/v1/workloads/${own.id}/report.pdf?kind=board`);
  expect(wrong.status()).toBe(400);
  expect(await wrong.text()).toContain("`kind`");
});

test("a table can be opened by a program that reads tables", async ({ crew, requests, visit }) => {
  const request = await requests(crew.architect);
  const workload = await newWorkload(request, crew.team, { name: unique("=cmd|' /C calc'!A0") });
  const page = await visit(crew.architect);
  await open(page, `/reports?workload=${workload.id}`);
  const waiting = page.waitForEvent("download");
  await page.locator(".c-reports__link[href*='report.xlsx']").first().click();
  const file = await (await waiting).path();
  expect((await readFile(file)).subarray(0, 2).toString()).toBe("PK");
});
