// What must not happen: seeing or doing what one may not, being led astray, running what somebody typed.
import type { APIRequestContext, Page } from "@playwright/test";
import { open, ready } from "../support/pages";
import { NEW_PASSWORD, send, unique } from "../support/people";
import { expect, status, test } from "../support/test";
import { Check, newWorkload } from "../support/workloads";

/** A page that says why there is none, with and without scripts. */
async function refused(page: Page, path: string, code: number, title: string): Promise<void> {
  await open(page, path, code);
  await expect(page.getByRole("heading", { level: 1 }), path).toHaveText(title);
}

async function post(request: APIRequestContext, path: string, form: Record<string, string>): Promise<number> {
  return (await request.post(path, { form, maxRedirects: 0 })).status();
}

test("what does not exist is a page that says so @nojs", async ({ problems, say, visit }) => {
  problems.expect(status(404));
  const page = await visit("admin");
  const nobody = "00000000-0000-7000-8000-000000000000";
  for (const path of ["/nothing", "/workloads/1", `/workloads/${nobody}`, `/teams/${nobody}/settings`, "/catalog/checks/Z99"]) {
    await refused(page, path, 404, say("errors.not_found"));
  }
  await page.getByRole("link", { name: say("errors.to_start") }).click();
  await expect(page).toHaveURL("/");
  const stranger = await visit();
  for (const link of ["/invite/nothing", "/reset/nothing"]) {
    await open(stranger, link, 404);
    await expect(stranger.getByText(say("accounts.link_gone_hint")), link).toBeVisible();
  }
});

test("another team's things are as if they did not exist @nojs", async ({ crew, problems, requests, say, visit }) => {
  problems.expect(status(404));
  const admin = await requests("admin");
  const other = { id: "", name: unique("Other team") };
  const made = await send(admin, "/teams", { name: other.name, capacity: "5" });
  other.id = /[0-9a-f-]{36}/.exec(made.headers()["location"] ?? "")?.[0] ?? "";
  const workload = await newWorkload(admin, other);

  const page = await visit(crew.owner);
  const parts = ["", "/edit", "/checks", "/checks/S01", "/risks", "/plan", "/review", "/history", "/explain?number=index&set=claimed"];
  for (const part of parts) await refused(page, workload.at(part), 404, say("errors.not_found"));
  for (const part of ["", "/settings"]) await refused(page, `/teams/${other.id}${part}`, 404, say("errors.not_found"));
  await open(page, "/workloads");
  await expect(page.getByText(workload.name)).toHaveCount(0);

  const request = await requests(crew.owner);
  for (const file of ["report.pdf", "answers.csv", "risks.csv", "plan.csv"]) {
    expect((await request.get(`/api/v1${workload.at(`/${file}`)}`)).status()).toBe(404);
  }
  expect(await post(request, workload.at("/checks/S01"), { "state.S01.2a": "met" })).toBe(404);
  expect(await post(request, workload.at("/archive"), {})).toBe(404);
  expect(await post(request, `/teams/${other.id}/invite`, { email: "me@demo.invalid", role: "owner" })).toBe(404);
});

test("a viewer reads everything and changes nothing @nojs", async ({ crew, problems, requests, say, scripts, visit }) => {
  problems.expect(status(403));
  const viewer = await crew.join("viewer", unique("Vito"));
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const page = await visit(viewer);
  for (const part of ["", "/risks", "/plan", "/review", "/history"]) {
    await open(page, workload.at(part));
    await expect(page.getByRole("main").locator("form[method=post]"), part).toHaveCount(0);
  }
  const check = new Check(page, say, scripts, workload.at("/checks/S01"));
  await check.open();
  await expect(page.getByText(say("assess.read_only_role"))).toBeVisible();
  await expect(check.option("S01.2a", "met")).toBeDisabled();
  await expect(check.note).toHaveCount(0);
  await refused(page, workload.at("/edit"), 403, say("errors.forbidden"));
  await refused(page, "/admin/people", 403, say("errors.forbidden"));
  await refused(page, "/admin/log", 403, say("errors.forbidden"));
  await open(page, `/teams/${crew.team.id}/settings`);
  await expect(page.getByRole("main").locator("form[method=post]")).toHaveCount(0);

  const request = await requests(viewer);
  expect(await post(request, workload.at("/checks/S01"), { "state.S01.2a": "met" })).toBe(403);
  expect(await post(request, workload.at("/submit"), { comment: "" })).toBe(403);
  expect(await post(request, workload.at("/archive"), {})).toBe(403);
  expect(await post(request, `/teams/${crew.team.id}/invite`, { email: "me@demo.invalid", role: "owner" })).toBe(403);
});

test("an architect can't review, a manager can't answer", async ({ crew, problems, requests, say, visit }) => {
  problems.expect(status(403));
  const workload = await newWorkload(await requests(crew.architect), crew.team);
  const architect = await requests(crew.architect);
  await send(architect, workload.at("/checks/S01"), { "state.S01.2a": "met", "version.S01.2a": "0" });
  await send(architect, workload.at("/submit"), { comment: "Ready." });
  expect(await post(architect, workload.at("/approve"), { comment: "" })).toBe(403);
  const page = await visit(crew.architect);
  await open(page, workload.at("/review"));
  await expect(page.getByRole("button", { name: say("review.approve") })).toHaveCount(0);
  await expect(page.getByText(say("review.waiting"))).toBeVisible();

  expect(await post(await requests("manager"), workload.at("/approve"), { comment: "" })).toBe(403);
  const manager = await visit("manager");
  await open(manager, workload.at("/review"));
  await expect(manager.getByRole("button", { name: say("review.approve") })).toHaveCount(0);
  await refused(manager, "/admin/settings", 403, say("errors.forbidden"));
});

test("an ended session leads to the sign-in and back to where one was @nojs", async ({ crew, say, visit }) => {
  const page = await visit(crew.architect);
  await open(page, "/workloads?q=assistant&sort=-claimed");
  await page.context().clearCookies();
  await page.reload();
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel(say("accounts.email")).fill(crew.architect.email);
  await page.getByLabel(say("accounts.password")).fill("not the right password");
  await page.getByRole("button", { name: say("accounts.login_title") }).click();
  await expect(page.getByText(say("errors.wrong_password"))).toBeVisible();
  await expect(page.getByLabel(say("accounts.email"))).toHaveValue(crew.architect.email);
  await page.getByLabel(say("accounts.password")).fill(NEW_PASSWORD);
  await page.getByRole("button", { name: say("accounts.login_title") }).click();
  await expect(page).toHaveURL("/workloads?q=assistant&sort=-claimed");
  await ready(page);
  await page.locator(".l-top__end .c-user").click();
  await page.getByRole("button", { name: say("common.sign_out") }).click();
  await expect(page).toHaveURL("/login");
  await page.goto("/account");
  await expect(page).toHaveURL("/login?next=/account");
});

test("signing in leads to no other site", async ({ baseURL, crew, requests, say, visit }) => {
  const astray = ["//evil.example", "/\\evil.example", "https://evil.example/", "/\t/evil.example", "javascript:alert(1)", "\\/evil.example"];
  for (const next of astray) {
    const request = await requests();
    const answer = await send(request, "/login", { email: crew.owner.email, password: crew.owner.password, next });
    expect(answer.headers()["location"], JSON.stringify(next)).toBe("/");
    const back = await send(request, "/preferences", { locale: "en", back: next });
    expect(back.headers()["location"], JSON.stringify(next)).toBe("/");
  }
  const page = await visit();
  await open(page, `/login?next=${encodeURIComponent("//evil.example/path")}`);
  await page.getByLabel(say("accounts.email")).fill(crew.owner.email);
  await page.getByLabel(say("accounts.password")).fill(crew.owner.password);
  await page.getByRole("button", { name: say("accounts.login_title") }).click();
  await expect(page).toHaveURL(`${baseURL}/`);
});

test("what another site makes a browser send is refused", async ({ crew, playwright, baseURL }) => {
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const request = await playwright.request.newContext({ baseURL, storageState: crew.owner.state, extraHTTPHeaders: headers });
  expect(await post(request, `/teams/${crew.team.id}/edit`, { name: "Theirs", capacity: "1", version: "1" })).toBe(403);
  expect(await post(request, "/logout", {})).toBe(403);
  expect((await request.get(`/teams/${crew.team.id}`)).status()).toBe(200);
  await request.dispose();
});

test("what is typed appears literally on every page @nojs", async ({ crew, requests, say, scripts, visit }) => {
  test.slow();
  const evil = `</textarea></title></script><script>window.hit=1</script><img src=x onerror=window.hit=2> "'&amp; {{1}}`;
  const admin = await requests("admin");
  const named = await crew.join("architect", `Eve ${evil}`);
  const own = await requests(named);
  await send(await requests(crew.owner), `/teams/${crew.team.id}/edit`, { name: `${crew.team.name} ${evil}`, capacity: "40", version: "1" });
  const name = `${unique("W")} ${evil}`;
  const workload = await newWorkload(own, crew.team, { name, description: `Text ${evil}` });
  const sheet = { "state.U06.2a": "not_applicable", "version.U06.2a": "0", "reason.U06.2a": "other", "reason_text.U06.2a": `Reason ${evil}` };
  await send(own, workload.at("/checks/U06"), { ...sheet, "state.U06.3a": "met", "version.U06.3a": "0", note: `Note ${evil}`, note_version: "0" });
  await own.post(workload.at("/checks/U06/evidence"), {
    multipart: { title: `Title ${evil}`, url: "https://wiki.example/", effective: new Date().toISOString().slice(0, 10), valid_until: "", criteria: "U06.3a" },
  });

  const page = await visit(crew.owner);
  const literally = async (path: string, ...texts: string[]) => {
    await open(page, path);
    for (const text of texts) await expect(page.getByText(text, { exact: false }).first(), path).toBeAttached();
    expect(await page.evaluate(() => "hit" in window), `${path} ran what was typed`).toBe(false);
    await expect(page.locator("img[src=x], img[onerror]"), path).toHaveCount(0);
  };
  const first = await admin.get(workload.at("/risks"));
  const risk = /<tr id="(K-[A-Z]\d+)"/.exec(await first.text())?.[1] ?? "";
  await send(own, workload.at(`/risks/${risk}`), { treatment: "mitigate", owner: "", note: `Measure ${evil}`, expires_on: "", version: "0" });
  const plan = await (await own.get(workload.at("/plan"))).text();
  const action = /<tr id="([A-Z]\d\d\.\d[a-z])"/.exec(plan)?.[1] ?? "";
  await send(own, workload.at(`/plan/${action}`), { state: "open", owner: "", due_on: "", note: `Remark ${evil}`, version: "0" });
  await send(own, workload.at("/submit"), { comment: `Comment ${evil}` });
  await literally(workload.at("/review"), name, `Comment ${evil}`, `Eve ${evil}`);
  await literally(workload.at("/checks/U06"), `Reason ${evil}`, `Note ${evil}`, `Title ${evil}`, `Eve ${evil}`);
  await send(await requests(crew.owner), workload.at("/approve"), { comment: `Verdict ${evil}` });

  await literally("/workloads", name);
  await literally(`/workloads?q=${encodeURIComponent(evil)}`);
  await literally(workload.at(), name);
  await literally(workload.at("/edit"), name);
  await expect(page.getByLabel(say("workloads.name"))).toHaveValue(name);
  await expect(page.getByLabel(say("workloads.description"))).toHaveValue(`Text ${evil}`);
  await literally(workload.at(`/risks?risk=${risk}`), `Measure ${evil}`);
  await expect(page.getByLabel(say("risks.note"))).toHaveValue(`Measure ${evil}`);
  await literally(workload.at(`/plan?action=${action}`), name);
  await expect(page.getByLabel(say("plan.note"))).toHaveValue(`Remark ${evil}`);
  await literally(workload.at("/review"), `Verdict ${evil}`);
  await literally(workload.at("/history"), `Verdict ${evil}`, `Eve ${evil}`);
  await literally(workload.at("/difference?from=1&to=draft"), name);
  await literally(workload.at("/explain?number=index&set=claimed"), name);
  await literally(`/teams/${crew.team.id}`, evil, name);
  await literally(`/teams/${crew.team.id}/settings`, `Eve ${evil}`);

  const check = new Check(page, say, scripts, workload.at("/checks/U06"));
  await literally(workload.at("/checks/U06"), `Title ${evil}`);
  await expect(check.note).toHaveValue(`Note ${evil}`);
  await expect(check.criterion("U06.2a").getByLabel(say("assess.reason_words"))).toHaveValue(`Reason ${evil}`);

  const theirs = await visit(named);
  await open(theirs, "/account");
  await expect(theirs.locator(".l-top__end .c-user")).toContainText(`Eve ${evil}`);
});
