// The three-layer map: drawn with forms, with the mouse, with keys alone; filled from what was found.
import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { violations } from "../support/accessible";
import { look, message, open, overflow, ready, submit, unfold } from "../support/pages";
import { expect, test } from "../support/test";
import type { Say } from "../support/words";
import { newWorkload } from "../support/workloads";

/** A part's box in the picture. */
function box(page: Page, name: string): Locator {
  return page.locator(".c-map__part a", { has: page.locator("text.c-map__name", { hasText: name }) });
}

/** Adds a part by the form. */
async function add(page: Page, say: Say, name: string, kind: string): Promise<void> {
  const form = page.locator("#add");
  await form.getByLabel(say("map.part_name")).fill(name);
  await form.getByLabel(say("map.part_kind")).selectOption(kind);
  await submit(page, form.getByRole("button", { name: say("map.add_do"), exact: true }), say("outcomes.map_part_added"));
}

test("a map is drawn by forms, changed, taken apart and put together again @nojs", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team, { profile: "rag" });
  const page = await visit(crew.architect);
  const path = workload.at("/map");
  await open(page, path);
  await expect(page.getByText(say("map.empty"), { exact: true })).toBeVisible();
  // The profile's template is ticked.
  await expect(page.locator("input[name=template][value=rag]")).toBeChecked();
  await submit(page, page.getByRole("button", { name: say("map.template_apply") }), say("outcomes.map_template_drawn"));
  const parts = await page.locator(".c-map__box").count();
  expect(parts).toBeGreaterThan(10);
  await expect(page.locator("#outline .c-maplist__part")).toHaveCount(parts);

  await add(page, say, "Reranker", "serving");
  await expect(page.locator(".c-map__box")).toHaveCount(parts + 1);
  const panel = page.locator("#part");
  await expect(panel.getByRole("heading", { name: "Reranker" })).toBeVisible();
  await expect(panel).toContainText("R01");

  const change = await unfold(panel, say("map.panel_change"));
  await change.getByLabel(say("map.part_name")).fill("Reranking");
  await submit(page, change.getByRole("button", { name: say("map.panel_save") }), say("outcomes.map_part_saved"));
  await expect(box(page, "Reranking")).toHaveCount(1);

  const connect = page.locator("#connect");
  await expect(connect.getByLabel(say("map.connect_from"), { exact: false })).not.toHaveValue("");
  await connect.getByLabel(say("map.connect_kind"), { exact: false }).selectOption("reads");
  const target = await connect.locator("select[name=to] option").nth(1).getAttribute("value");
  await connect.locator("select[name=to]").selectOption(target);
  await submit(page, connect.getByRole("button", { name: say("map.connect_do"), exact: true }), say("outcomes.map_call_added"));
  await expect(page.locator("#part .c-mappanel__row--line")).toHaveCount(1);

  const remove = await unfold(page.locator("#part"), say("map.panel_remove"));
  await submit(page, remove.getByRole("button", { name: say("map.panel_remove") }), say("outcomes.map_part_removed"));
  await expect(box(page, "Reranking")).toHaveCount(0);
  const removed = await unfold(page, say("map.removed", { count: 1 }));
  await submit(page, removed.getByRole("button", { name: say("map.restore"), exact: true }), say("outcomes.map_part_restored"));
  await expect(box(page, "Reranking")).toHaveCount(1);

  // The other sides of the parts, by links.
  await page.getByRole("navigation", { name: say("map.see") }).getByRole("link").last().click();
  await expect(page).toHaveURL(/see=risk/);
  await expect(page.locator(".c-map__key li").first()).toBeVisible();
});

test("who comes second sees what stands and what was typed @nojs", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const [first, second] = [await visit(crew.architect), await visit(crew.owner)];
  await open(first, workload.at("/map"));
  await add(first, say, "Gateway", "gateway");
  const here = new URL(first.url());
  await open(second, here.pathname + here.search);
  for (const [page, name, outcome] of [
    [first, "Gateway one", "outcomes.map_part_saved"],
    [second, "Gateway two", "errors.stale"],
  ] as const) {
    const change = await unfold(page.locator("#part"), say("map.panel_change"));
    await change.getByLabel(say("map.part_name")).fill(name);
    await change.getByRole("button", { name: say("map.panel_save") }).click();
    await expect(message(page, say(outcome))).toBeVisible();
    await ready(page);
  }
  await expect(box(second, "Gateway one")).toHaveCount(1);
  await expect(second.locator("#change input[name=name]")).toHaveValue("Gateway two");
});

test("a map is drawn with keys alone", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const page = await visit(crew.architect);
  await open(page, workload.at("/map"));
  await page.keyboard.press("a");
  await expect(page.locator("#add-name")).toBeFocused();
  await add(page, say, "Assistant", "application");
  await add(page, say, "Gateway", "gateway");
  await box(page, "Assistant").focus();
  await page.keyboard.press("ArrowDown");
  await expect(box(page, "Gateway")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("c");
  await expect(page.locator(".c-map__say")).toContainText("Assistant");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(message(page, say("outcomes.map_call_added"))).toBeVisible();
  await ready(page);
  await expect(page.locator("#map-picture .c-map__call--calls .c-map__line").first()).toBeAttached();

  await box(page, "Gateway").focus();
  const before = await box(page, "Gateway").locator(".c-map__box").getAttribute("x");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(message(page, say("outcomes.map_part_moved"))).toBeVisible();
  await ready(page);
  await expect(box(page, "Gateway").locator(".c-map__box")).not.toHaveAttribute("x", before ?? "");
  const again = await unfold(page, say("map.lay_out"));
  await submit(page, again.getByRole("button", { name: say("map.lay_out") }), say("outcomes.map_laid_out"));

  await box(page, "Gateway").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#part").getByRole("heading", { name: "Gateway" })).toBeVisible();
  // The browser has drawn the picture anew, its boxes too.
  await expect(box(page, "Assistant").locator(".c-map__box")).toBeVisible();
  await box(page, "Gateway").focus();
  await page.keyboard.press("Delete");
  await expect(page.locator("#remove-do")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(message(page, say("outcomes.map_part_removed"))).toBeVisible();
  await expect(box(page, "Gateway")).toHaveCount(0);
  await ready(page);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(message(page, say("outcomes.map_undone"))).toBeVisible();
  await expect(box(page, "Gateway")).toHaveCount(1);
  await expect(page.locator("#map-picture .c-map__call--calls .c-map__line")).toHaveCount(1);
});

test("an erased line comes back @nojs", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const page = await visit(crew.architect);
  await open(page, workload.at("/map"));
  await add(page, say, "Assistant", "application");
  await add(page, say, "Gateway", "gateway");
  const connect = page.locator("#connect");
  await connect.locator("select[name=to]").selectOption({ index: 1 });
  await submit(page, connect.getByRole("button", { name: say("map.connect_do"), exact: true }), say("outcomes.map_call_added"));
  const lines = page.locator("#part .c-mappanel__row--line");
  await expect(lines).toHaveCount(1);
  const erase = await unfold(lines.first(), say("map.panel_call_remove"));
  await submit(page, erase.getByRole("button", { name: say("map.panel_call_remove") }), say("outcomes.map_call_removed"));
  await expect(lines).toHaveCount(0);
  await submit(page, page.locator("#map").getByRole("button", { name: say("map.undo"), exact: true }), say("outcomes.map_undone"));
  await expect(lines).toHaveCount(1);
});

test("a map is drawn with the mouse", async ({ crew, requests, say, visit }) => {
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const page = await visit(crew.architect);
  await page.setViewportSize({ width: 1600, height: 1400 });
  await open(page, workload.at("/map"));
  await add(page, say, "Assistant", "application");
  await add(page, say, "Gateway", "gateway");
  await open(page, workload.at("/map"));
  const middle = async (name: string, lower = 0.5) => {
    const at = await box(page, name).locator(".c-map__box").boundingBox();
    if (!at) throw new Error(`${name} is not in the picture`);
    return { x: at.x + at.width / 2, y: at.y + at.height * lower, height: at.height, width: at.width };
  };
  // A line, from the dot at the lower edge.
  const from = await middle("Assistant", 1);
  const to = await middle("Gateway");
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
  await expect(message(page, say("outcomes.map_call_added"))).toBeVisible();
  await ready(page);
  // A box, to another column.
  const start = await middle("Gateway");
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width / 2, start.y);
  await page.mouse.move(start.x + start.width * 1.3, start.y);
  await page.mouse.up();
  await expect(message(page, say("outcomes.map_part_moved"))).toBeVisible();
  await ready(page);
  // A click opens.
  await box(page, "Gateway").click();
  await expect(page.locator("#part").getByRole("heading", { name: "Gateway" })).toBeVisible();
});

test("readers see the map and its list and no forms @nojs", async ({ crew, requests, say, visit }) => {
  const request = await requests(crew.architect);
  const workload = await newWorkload(request, crew.team);
  const page = await visit(crew.architect);
  await open(page, workload.at("/map"));
  await add(page, say, "Assistant", "application");
  const reader = await visit("manager");
  await open(reader, workload.at("/map"));
  await expect(box(reader, "Assistant")).toHaveCount(1);
  await expect(reader.locator("#outline")).toContainText("Assistant");
  await expect(reader.locator("#draw")).toHaveCount(0);
  const picture = await (await requests("manager")).get(`/api/v1/workloads/${workload.id}/map.svg`);
  expect(picture.headers()["content-type"]).toBe("image/svg+xml");
});

/** What the large map's parts are, told by their names. */
const SORTS = ["assistant", "gateway", "vllm", "redis", "postgres", "orders"];

/** Manifests of so many deployments, each of which calls the next. */
function manifests(count: number): string {
  const name = (n: number) => `${SORTS[n % SORTS.length]}-${String(n).padStart(3, "0")}`;
  const deployment = (n: number) => {
    const labels = { app: name(n) };
    const env = n + 1 < count ? [{ name: "NEXT", value: `http://${name(n + 1)}:8080/v1` }] : [];
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: name(n), namespace: "large" },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: "main", image: "registry.example/main:1", env }] } },
      },
    };
  };
  return JSON.stringify({ apiVersion: "v1", kind: "List", items: Array.from({ length: count }, (_, n) => deployment(n)) });
}

async function handIn(request: APIRequestContext, workload: string, content: string): Promise<void> {
  const path = `/api/v1/workloads/${workload}/evidence?file=large.json`;
  const sent = await request.post(path, { headers: { "content-type": "application/octet-stream" }, data: content });
  expect(sent.status(), await sent.text()).toBe(201);
}

test("a hundred and fifty parts from manifests are one sound picture", async ({ crew, requests, say, visit }) => {
  // Two sizes of a large page are looked at by axe.
  test.setTimeout(180_000);
  const count = 150;
  const request = await requests(crew.architect);
  const workload = await newWorkload(request, crew.team);
  await handIn(request, workload.id, manifests(count));
  const page = await visit(crew.architect);
  await open(page, workload.at("/map"));
  const all = page.locator("#found").getByRole("button", { name: say("map.found_all"), exact: true });
  await submit(page, all, say("outcomes.map_found_accepted", { count }));

  const boxes = page.locator(".c-map__part a");
  await expect(boxes).toHaveCount(count);
  await expect(page.locator(".c-map__box")).toHaveCount(count);
  await expect(page.locator("#outline .c-maplist__part")).toHaveCount(count);
  await expect(page.locator("#map")).toContainText(say("map.counts", { parts: count, calls: count - 1 }));
  await expect(page.locator("#found")).toHaveCount(0);

  // The arrow keys go from box to box.
  await boxes.first().focus();
  const focused = () => page.evaluate(() => document.activeElement?.id ?? "");
  const visited = new Set([await focused()]);
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]) {
    await page.keyboard.press(key);
    const id = await focused();
    expect(id, key).toMatch(/^part-/);
    visited.add(id);
  }
  expect(visited.size).toBeGreaterThan(2);

  for (const [width, colorScheme] of [[1440, "light"], [360, "dark"]] as const) {
    await look(page, { width, height: 900 }, colorScheme);
    await page.evaluate(() => window.scrollTo(0, 0));
    expect(await overflow(page), `the map stands out at ${width} pixels`).toBeLessThanOrEqual(0);
    await expect(boxes).toHaveCount(count);
    expect(await violations(page), `${width}`).toEqual([]);
  }
});
