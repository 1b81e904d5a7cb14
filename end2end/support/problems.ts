// What no test may leave behind: errors and warnings in the console, exceptions, violations of the
// content security policy, failures of the server.
import { expect, type BrowserContext } from "@playwright/test";

export class Problems {
  private found: string[] = [];
  private expected: RegExp[] = [];

  /** A test that provokes something says so; everything else stays a failure. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  async watch(context: BrowserContext, scripts: boolean): Promise<void> {
    // Nothing uses it where no scripts run.
    const unused = /^The resource .*\.wasm was preloaded using link preload but not used/;
    context.on("console", (message) => {
      const ours = scripts || !unused.test(message.text());
      if (ours && ["error", "warning"].includes(message.type())) {
        this.add(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on("weberror", (error) => this.add(`exception: ${error.error().stack ?? error.error().message}`));
    context.on("response", (response) => {
      if (response.status() >= 500) this.add(`${response.status()} ${response.request().method()} ${response.url()}`);
    });
    context.on("page", (page) => page.on("crash", () => this.add(`crash of ${page.url()}`)));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }

  private add(problem: string): void {
    this.found.push(problem);
  }

  verify(): void {
    const unexpected = this.found.filter((problem) => !this.expected.some((pattern) => pattern.test(problem)));
    expect(unexpected, "errors in the console, exceptions, policy violations, failures of the server").toEqual([]);
  }
}

/** What Chromium writes into the console for a page that answers so. */
export function status(code: number): RegExp {
  return new RegExp(`Failed to load resource: the server responded with a status of ${code} `);
}
