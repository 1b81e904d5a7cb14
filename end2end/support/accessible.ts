// What axe finds wrong with a page.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** WCAG 2.2 AA, as axe names it. */
export const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Broken rules with the first places; of all rules where no tags are given. Gathering what is in order as well would
 *  take as long again. */
export async function violations(page: Page, tags: string[] | null = WCAG): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode(true);
  const found = await (tags ? axe.withTags(tags) : axe).analyze();
  return found.violations.map((rule) => {
    const places = rule.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} (${node.any[0]?.message ?? ""})`);
    return `${rule.id}, ${rule.nodes.length} times: ${places.join("; ")}`;
  });
}
