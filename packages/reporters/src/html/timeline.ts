import type { Outcome } from "@remotest/core";
import { html, join, type Markup } from "./markup.ts";

/** The number of reports in a timeline, including the present one. */
const shown = 12;
const words = { passed: "passed", flaky: "flaky", failed: "failed", error: "broken", skipped: "skipped" } as const;
/** Heights distinguish outcomes for people who do not see the colours. */
const heights = { passed: 6, flaky: 10, failed: 16, error: 16, skipped: 3 } as const;

/**
 * The outcomes of a test case in the latest reports, as a row of small bars.
 * @param outcomes oldest first; undefined if a report does not have the case
 */
export function timeline(outcomes: readonly (Outcome | "flaky" | undefined)[]): Markup {
  const lately = outcomes.slice(-shown);
  const told = lately.map((outcome) => (outcome ? words[outcome] : "not there")).join(", ");
  const bars = lately.map((outcome, index) => {
    if (!outcome) return html`<rect class="gap" x="${index * 8}" y="15" width="6" height="1"/>`;
    const height = heights[outcome];
    return html`<rect class="${outcome}" x="${index * 8}" y="${16 - height}" width="6" height="${height}" rx="1"/>`;
  });
  return html`<svg class="timeline" role="img" aria-label="The last ${lately.length} reports, oldest first: ${told}" width="${lately.length * 8}" height="16">${join(bars)}</svg>`;
}
