// Opening pages and sending their forms.
import { expect, type BrowserContext, type Locator, type Page, type Response } from "@playwright/test";

/** Opens a page; where scripts run, it is interactive afterwards. */
export async function open(page: Page, path: string, status = 200): Promise<Response> {
  const response = await page.goto(path);
  if (!response) throw new Error(`${path}: no answer`);
  expect(response.status(), path).toBe(status);
  await ready(page);
  return response;
}

/** Browsers in which no scripts run. */
export const scriptless = new WeakSet<BrowserContext>();

/** Waits until the page is interactive; pages before signing in and those without scripts are at once. */
export async function ready(page: Page): Promise<void> {
  await page.waitForLoadState("domcontentloaded");
  // The list of keys needs script, so its button is hidden until there is some.
  const button = page.locator(".l-top button.c-menu__item:has(kbd)");
  if (scriptless.has(page.context()) || (await button.count()) === 0) return;
  await expect(button).not.toHaveAttribute("hidden", /.*/);
}

/** Presses what sends a form, and waits until the next page says what became of it. */
export async function submit(page: Page, button: Locator, outcome: string): Promise<void> {
  await button.click();
  await expect(message(page, outcome)).toBeVisible();
  await ready(page);
}

/** What the last form said. */
export function message(page: Page, text: string): Locator {
  return page.locator(".c-flash").filter({ hasText: text });
}

/** Opens a menu or question (a `<details>`) by what its head says. */
export async function unfold(scope: Page | Locator, name: string): Promise<Locator> {
  const head = scope.locator("summary").filter({ hasText: name }).first();
  await head.click();
  return head.locator("..");
}

/** How far the content stands out of the window, in pixels. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Shows the page in another size and colour scheme, and waits until every colour has arrived there: a contrast that
 *  is read half way through a transition is of neither scheme. */
export async function look(page: Page, size: { width: number; height: number }, colorScheme: "light" | "dark"): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.evaluate(async () => {
    // A page that shows nothing new may get no frame, and an endless animation never finishes.
    const atMost = (ms: number, done: Promise<unknown>) =>
      Promise.race([done, new Promise((resolve) => setTimeout(resolve, ms))]);
    // Transitions begin with the next frame.
    await atMost(1_000, new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await atMost(3_000, Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  });
}
