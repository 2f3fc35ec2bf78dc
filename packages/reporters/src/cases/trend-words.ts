import { amount } from "../words/quantities.ts";
import type { CaseTrend, FailingRow, Trends } from "./trends.ts";

/** The day, in UTC: `2026-03-01`. */
export function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Since when a case fails: `new`, `never seen before`, `since 2026-02-26 (3 reports)`; "" where it does not fail. */
export function sinceWords({ failing }: CaseTrend): string {
  if (!failing) return "";
  if (failing.newly) return "new";
  return failing.reports === 1 ? "never seen before" : `since ${rowWords(failing)}`;
}

/** How long a case failed: `2026-02-26 (3 reports)`, or `2026-02-26 or earlier (3 reports)`. */
export function rowWords({ since, reports, passedBefore }: FailingRow): string {
  return `${day(since)}${passedBefore ? "" : " or earlier"} (${amount(reports, "report")})`;
}

/** How flaky a case is: `flaky in 3 of its last 10 reports`; "" where it is not. */
export function flakyWords({ flaky }: CaseTrend): string {
  if (!flaky) return "";
  const { reports, of, turns } = flaky;
  return reports > 0 ? `flaky in ${reports} of its last ${of}` : `turned ${turns} times in its last ${of}`;
}

/** What is different from the last report: `1 newly failing, 2 newly fixed`. */
export function changeWords({ newlyFailing, newlyFixed, points }: Trends): string {
  // Nothing was found out, which is no good news.
  if (points.at(-1)?.passRate === undefined) return "no test ran to compare";
  const words = [
    newlyFailing > 0 ? `${newlyFailing} newly failing` : "",
    newlyFixed > 0 ? `${newlyFixed} newly fixed` : "",
  ].filter((part) => part !== "");
  return words.join(", ") || "nothing newly failing or fixed";
}

/** A share as people say it: `83 %`, and 100 only for all. */
export function shareWords(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
