// Accounts: those of the demo, and new ones that come through an invitation's link.
import { expect, type APIRequestContext, type APIResponse, type BrowserContextOptions } from "@playwright/test";

type State = Exclude<BrowserContextOptions["storageState"], string | undefined>;

/** Somebody who can sign in. */
export interface Person {
  name: string;
  email: string;
  password: string;
}

/** Somebody with a session. */
export interface Member extends Person {
  state: State;
}

export type Role = "owner" | "architect" | "viewer";

/** A team of its own for a test. */
export interface Team {
  id: string;
  name: string;
}

/** Accounts of the demo: `server/src/demo/cast.rs`, `demo/organisation.toml`. */
export type DemoAccount = "admin" | "manager" | `${Role}.${"service" | "legal" | "data"}`;

export const DEMO_PASSWORD = "demo-only-hexastyle";
export const NEW_PASSWORD = "only for one test run";

export function demo(account: DemoAccount): Person {
  return { name: account, email: `${account}@demo.invalid`, password: DEMO_PASSWORD };
}

let count = 0;

/** A name that no other test uses, in this run or an earlier one. */
export function unique(name: string): string {
  count += 1;
  return `${name} ${Date.now().toString(36)}${process.pid.toString(36)}${count}`;
}

/** Sends a form as a browser does. */
export async function send(
  request: APIRequestContext,
  path: string,
  form: Record<string, string>,
): Promise<APIResponse> {
  const response = await request.post(path, { form, maxRedirects: 0 });
  expect(response.status(), `${path}: ${await response.text()}`).toBe(303);
  return response;
}

export function location(response: APIResponse): string {
  return response.headers()["location"] ?? "";
}

/** Signs in, without a page. */
export async function signIn(request: APIRequestContext, person: Person): Promise<State> {
  const response = await send(request, "/login", { email: person.email, password: person.password, next: "/" });
  expect(location(response), `${person.email} can sign in`).toBe("/");
  return request.storageState();
}

/** Makes a team, as an administrator. */
export async function newTeam(admin: APIRequestContext, name: string): Promise<Team> {
  const response = await send(admin, "/teams", { name, capacity: "40" });
  const id = /^\/teams\/([0-9a-f-]{36})\/settings$/.exec(location(response))?.[1];
  if (!id) throw new Error(`the team was not made: ${location(response)}`);
  return { id, name };
}

/** The link of an invitation, as the page shows it once. */
export async function invitation(
  admin: APIRequestContext,
  team: Team,
  role: Role,
  email: string,
): Promise<string> {
  const response = await send(admin, `/teams/${team.id}/invite`, { email, role });
  const page = await (await admin.get(location(response))).text();
  const token = /\/invite\/([A-Za-z0-9_-]+)</.exec(page)?.[1];
  if (!token) throw new Error("the page shows no link of an invitation");
  return `/invite/${token}`;
}

/** Makes a person who is a member of a team. */
export async function newMember(
  admin: APIRequestContext,
  anonymous: APIRequestContext,
  team: Team,
  role: Role,
  name: string,
): Promise<Member> {
  const email = `${unique(role).replaceAll(" ", ".")}@demo.invalid`;
  const link = await invitation(admin, team, role, email);
  const response = await send(anonymous, link, { name, password: NEW_PASSWORD, repeat: NEW_PASSWORD });
  expect(location(response)).toBe("/");
  return { name, email, password: NEW_PASSWORD, state: await anonymous.storageState() };
}
