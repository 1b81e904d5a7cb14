// What every test stands on: a language, watched pages, people.
import { test as base, type APIRequestContext, type Page } from "@playwright/test";
import { scriptless } from "./pages";
import { demo, newMember, newTeam, signIn, unique } from "./people";
import type { DemoAccount, Member, Role, Team } from "./people";
import { Problems } from "./problems";
import { saying, type Language, type Say } from "./words";

export { expect } from "@playwright/test";
export { status } from "./problems";

/** A team with people, for one test. */
export interface Crew {
  team: Team;
  owner: Member;
  architect: Member;
  /** Another of its members. */
  join(role: Role, name: string): Promise<Member>;
}

interface Fixtures {
  language: Language;
  say: Say;
  /** Whether scripts run. */
  scripts: boolean;
  problems: Problems;
  /** A watched page in a browser of its own: nobody's, a demo account's or a member's. */
  visit: (who?: DemoAccount | Member, scripts?: boolean) => Promise<Page>;
  /** Requests without a page. */
  requests: (who?: DemoAccount | Member) => Promise<APIRequestContext>;
  crew: Crew;
}

interface Shared {
  sessions: Map<DemoAccount, Member["state"]>;
}

export const test = base.extend<Fixtures, Shared>({
  sessions: [async ({}, use) => use(new Map()), { scope: "worker" }],

  language: async ({ locale }, use) => use(locale?.startsWith("zh") ? "zh" : "en"),

  say: async ({ language }, use) => use(saying(language)),

  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled),

  problems: [
    async ({}, use) => {
      const problems = new Problems();
      await use(problems);
      problems.verify();
    },
    { auto: true },
  ],

  requests: async ({ playwright, baseURL, locale, sessions }, use) => {
    const open: APIRequestContext[] = [];
    const make = async (storageState?: Member["state"]) => {
      // As a page of ours sends it; without it the origin check refuses.
      const extraHTTPHeaders = { origin: baseURL ?? "", "accept-language": locale ?? "" };
      const request = await playwright.request.newContext({ baseURL, extraHTTPHeaders, storageState });
      open.push(request);
      return request;
    };
    await use(async (who) => {
      if (typeof who !== "string") return make(who?.state);
      const state = sessions.get(who) ?? (await signIn(await make(), demo(who)));
      sessions.set(who, state);
      return make(state);
    });
    for (const request of open) await request.dispose();
  },

  visit: async ({ browser, problems, requests, scripts: usual }, use) => {
    const open: { close(): Promise<void> }[] = [];
    await use(async (who, scripts = usual) => {
      const storageState = who && (await (await requests(who)).storageState());
      const context = await browser.newContext({ storageState, javaScriptEnabled: scripts });
      open.push(context);
      if (!scripts) scriptless.add(context);
      await problems.watch(context, scripts);
      return context.newPage();
    });
    for (const context of open) await context.close();
  },

  crew: async ({ requests }, use) => {
    const admin = await requests("admin");
    const team = await newTeam(admin, unique("Team"));
    const join = async (role: Role, name: string) => newMember(admin, await requests(), team, role, name);
    const owner = await join("owner", unique("Olga"));
    const architect = await join("architect", unique("Arun"));
    await use({ team, owner, architect, join });
  },
});
