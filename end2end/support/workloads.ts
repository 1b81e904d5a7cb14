// Workloads and their questionnaire, as people use it with and without scripts.
import { expect, type APIRequestContext, type Locator, type Page } from "@playwright/test";
import { message, open, ready } from "./pages";
import { location, send, unique, type Team } from "./people";
import type { Say } from "./words";

export interface Workload {
  id: string;
  name: string;
  /** A page of it: `at("/risks")`. */
  at: (part?: string) => string;
}

function workload(id: string, name: string): Workload {
  return { id, name, at: (part = "") => `/workloads/${id}${part}` };
}

/** The workload whose page is open. */
export function shown(page: Page, name: string): Workload {
  const id = /\/workloads\/([0-9a-f-]{36})/.exec(page.url())?.[1];
  if (!id) throw new Error(`no workload's page: ${page.url()}`);
  return workload(id, name);
}

/** Makes a workload without a page. */
export async function newWorkload(
  request: APIRequestContext,
  team: Team,
  fields: { name?: string; description?: string; profile?: string } = {},
): Promise<Workload> {
  const name = fields.name ?? unique("Workload");
  const form = { team: team.id, name, description: fields.description ?? "", tier: "2", profile: fields.profile ?? "rag" };
  const id = /^\/workloads\/([0-9a-f-]{36})$/.exec(location(await send(request, "/workloads", form)))?.[1];
  if (!id) throw new Error("the workload was not made");
  return workload(id, name);
}

export type Answer = "met" | "not_met" | "unknown" | "not_applicable";

/** One check of a workload's questionnaire. */
export class Check {
  constructor(
    readonly page: Page,
    private readonly say: Say,
    private readonly scripts: boolean,
    private readonly path: string,
  ) {}

  async open(): Promise<void> {
    await open(this.page, this.path);
  }

  /** What saving says at the foot of the page. */
  get state(): Locator {
    return this.page.locator(".c-savebar__end").getByRole("status");
  }

  criterion(id: string): Locator {
    return this.page.locator(`[id="${id}"]`);
  }

  option(id: string, answer: Answer): Locator {
    return this.criterion(id).getByRole("radio", { name: this.say(`names.state_${answer}`), exact: true });
  }

  async tick(id: string, answer: Answer): Promise<void> {
    // The radio button lies over its label, unseen. A forced click could hit the bar at the foot of the page.
    await this.option(id, answer).check();
  }

  /** "Not applicable", and why; without scripts the reason is folded. */
  async exempt(id: string, reason: string, words: string): Promise<void> {
    await this.tick(id, "not_applicable");
    const row = this.criterion(id);
    if (!this.scripts) await row.locator("summary", { hasText: this.say("assess.reason_title") }).click();
    await row.getByLabel(this.say("assess.reason_kind")).selectOption(reason);
    await row.getByLabel(this.say("assess.reason_words")).fill(words);
  }

  get note(): Locator {
    return this.page.getByRole("textbox", { name: this.say("assess.note"), exact: true });
  }

  /** Waits until everything is on the server; without scripts, presses the button that sends it. */
  async save(): Promise<void> {
    if (this.scripts) {
      await expect(this.state).toContainText(this.say("assess.saved", { time: "" }).trim());
    } else {
      await this.page.getByRole("button", { name: this.say("common.save"), exact: true }).click();
      await expect(message(this.page, this.say("outcomes.answers_saved"))).toBeVisible();
      await ready(this.page);
    }
  }

  async upTo(level: number): Promise<void> {
    await this.page.getByRole("button", { name: this.say("assess.met_up_to", { level }) }).click();
    if (!this.scripts) await expect(message(this.page, this.say("outcomes.level_answered"))).toBeVisible();
  }
}
