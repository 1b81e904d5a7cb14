// One's own account: password, sessions, language, theme; coming in by an invitation; the closed set-up.
import { invitation, NEW_PASSWORD, signIn, unique } from "../support/people";
import { message, open, ready, submit, unfold } from "../support/pages";
import { expect, test } from "../support/test";

test("an invitation's link makes an account and signs in @nojs", async ({ crew, requests, say, visit }) => {
  const link = await invitation(await requests(crew.owner), crew.team, "viewer", `${unique("ines").replace(" ", ".")}@demo.invalid`);
  const page = await visit();
  await open(page, link);
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(say("accounts.invite_title"));
  await expect(page.getByRole("main")).toContainText(crew.team.name);

  const name = unique("Ines");
  await page.getByLabel(say("accounts.name")).fill(name);
  await page.getByLabel(say("accounts.password"), { exact: false }).first().fill("short");
  await page.getByLabel(say("accounts.repeat_password")).fill("short");
  await page.getByRole("button", { name: say("accounts.accept_new") }).click();
  // What was typed comes back, but for passwords, and the field says what is wrong with it.
  await expect(page.getByText(say("errors.text_too_short", { min: 12 }), { exact: true })).toBeVisible();
  await expect(page.getByLabel(say("accounts.name"))).toHaveValue(name);

  await page.getByLabel(say("accounts.password")).first().fill(NEW_PASSWORD);
  await page.getByLabel(say("accounts.repeat_password")).fill(NEW_PASSWORD);
  await page.getByRole("button", { name: say("accounts.accept_new") }).click();
  await expect(page).toHaveURL("/");
  await ready(page);
  await expect(page.locator(".l-top__end .c-user")).toContainText(name);

  await open(page, `/teams/${crew.team.id}`);
  // The link opens once.
  const second = await visit();
  expect((await second.request.get(link)).status()).toBe(404);
});

test("a new password ends the other sessions and only the new one opens", async ({ crew, requests, say, visit }) => {
  const member = await crew.join("viewer", unique("Vera"));
  const elsewhere = await visit({ ...member, state: await signIn(await requests(), member) });
  await open(elsewhere, "/account");

  const page = await visit(member);
  await open(page, "/account");
  const change = async (current: string, next: string, repeat = next) => {
    await page.getByLabel(say("accounts.current_password")).fill(current);
    await page.getByLabel(say("accounts.new_password"), { exact: false }).fill(next);
    await page.getByLabel(say("accounts.repeat_password")).fill(repeat);
    await page.getByRole("button", { name: say("accounts.change_password") }).click();
    await expect(page.locator(".c-flash")).toBeVisible();
    await ready(page);
  };
  await change("not the right one", "a much better password");
  await expect(page.getByText(say("errors.wrong_password"))).toBeVisible();
  await change(member.password, "a much better password", "another password");
  await expect(page.getByText(say("errors.mismatch"))).toBeVisible();
  await change(member.password, "a much better password");
  await expect(message(page, say("outcomes.password_changed"))).toBeVisible();

  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/login\?next=/);
  const old = await (await requests()).post("/login", { form: { email: member.email, password: member.password }, maxRedirects: 0 });
  expect(old.headers()["location"]).toBe("/login");
  await signIn(await requests(), { ...member, password: "a much better password" });
});

test("sessions are listed and can be ended one by one or all at once @nojs", async ({ crew, requests, say, visit }) => {
  const member = await crew.join("viewer", unique("Sven"));
  const others = [];
  for (let n = 0; n < 3; n += 1) others.push(await visit({ ...member, state: await signIn(await requests(), member) }));
  const page = await visit(member);
  await open(page, "/account");
  const table = page.getByRole("region", { name: say("accounts.sessions") });
  await expect(table.getByRole("row")).toHaveCount(1 + 4);
  await expect(table.getByText(say("accounts.this_session"))).toHaveCount(1);

  await (await unfold(table, say("accounts.end_session"))).getByRole("button", { name: say("accounts.end_session") }).click();
  await expect(message(page, say("outcomes.session_revoked"))).toBeVisible();
  await ready(page);
  await expect(table.getByRole("row")).toHaveCount(1 + 3);

  const all = await unfold(page, say("accounts.end_others"));
  await submit(page, all.getByRole("button", { name: say("accounts.end_others") }), say("outcomes.sessions_revoked"));
  await expect(table.getByRole("row")).toHaveCount(1 + 1);
  for (const other of others) {
    await other.goto("/account");
    await expect(other).toHaveURL(/\/login\?next=/);
  }
});

test("language and theme are switched in the bar and stay @nojs", async ({ crew, language, requests, say, visit }) => {
  const page = await visit(crew.architect);
  await open(page, "/teams");
  const [here, there] = language === "zh" ? (["zh-CN", "en"] as const) : (["en", "zh-CN"] as const);
  await expect(page.locator("html")).toHaveAttribute("lang", here);
  await page.getByRole("group", { name: say("common.language") }).getByRole("button", { name: there === "en" ? "EN" : "中" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", there);
  await expect(page).toHaveURL("/teams");
  await ready(page);

  await page.locator(".l-top__end .c-user").click();
  await page.locator("button[name=theme][value=dark]").click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page).toHaveURL("/teams");

  // Both belong to the account: another browser has them too.
  const other = await visit({ ...crew.architect, state: await signIn(await requests(), crew.architect) });
  await open(other, "/account");
  await expect(other.locator("html")).toHaveAttribute("lang", there);
  await expect(other.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("name, language and theme are saved with the profile @nojs", async ({ crew, language, say, visit }) => {
  const page = await visit(crew.architect);
  await open(page, "/account");
  const name = unique("赵 & <Zoë>");
  await page.getByLabel(say("accounts.name")).fill(name);
  await page.getByLabel(say("common.language")).and(page.getByRole("combobox")).selectOption(language === "zh" ? "zh-CN" : "en");
  await page.getByLabel(say("common.theme")).and(page.getByRole("combobox")).selectOption("light");
  const save = page.locator("form[action='/account/profile']").getByRole("button", { name: say("common.save") });
  await submit(page, save, say("outcomes.profile_saved"));
  await expect(page.locator(".l-top__end .c-user")).toContainText(name);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await expect(page.getByLabel(say("accounts.name"))).toHaveValue(name);
});

test("before signing in, language stays with the browser @nojs", async ({ language, visit }) => {
  const page = await visit();
  await open(page, "/login");
  const there = language === "zh" ? "English" : "中文";
  await page.getByRole("button", { name: there }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", language === "zh" ? "en" : "zh-CN");
  await open(page, "/login?next=/teams");
  await expect(page.locator("html")).toHaveAttribute("lang", language === "zh" ? "en" : "zh-CN");
});

test("a link from an administrator sets a new password", async ({ crew, requests, say, visit }) => {
  const member = await crew.join("viewer", unique("Petra"));
  const page = await visit("admin");
  await open(page, `/admin/people?q=${encodeURIComponent(member.email)}`);
  const menu = await unfold(page.getByRole("main"), say("accounts.reset"));
  await menu.getByRole("button", { name: say("accounts.reset") }).click();
  const issued = message(page, say("outcomes.reset_issued"));
  await expect(issued.getByRole("button", { name: say("evidence.copy") })).toBeVisible();
  const link = new URL((await page.locator(".c-secret__value").innerText()).trim()).pathname;

  const theirs = await visit();
  await open(theirs, link);
  await expect(theirs.getByText(say("accounts.reset_for", { email: member.email }))).toBeVisible();
  await theirs.getByLabel(say("accounts.new_password")).fill("chosen after the link");
  await theirs.getByLabel(say("accounts.repeat_password")).fill("chosen after the link");
  await theirs.getByRole("button", { name: say("common.save") }).click();
  await expect(theirs).toHaveURL("/login");
  await expect(message(theirs, say("outcomes.password_set"))).toBeVisible();
  await signIn(await requests(), { ...member, password: "chosen after the link" });
  expect((await theirs.request.get(link)).status()).toBe(404);
});

test("the set-up is closed", async ({ requests, visit }) => {
  const page = await visit();
  await page.goto("/setup");
  await expect(page).toHaveURL("/login");
  const form = { organisation: "Mine", name: "Me", email: "me@demo.invalid", password: NEW_PASSWORD, repeat: NEW_PASSWORD };
  const answer = await (await requests()).post("/setup", { form, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  const sign = { email: form.email, password: form.password };
  const login = await (await requests()).post("/login", { form: sign, maxRedirects: 0 });
  expect(login.headers()["location"], "no account was made").toBe("/login");
});
