import { amount } from "../words/quantities.ts";
import { clean, isoTime, joined, nonEmpty, type OwnText } from "../words/service-text.ts";
import type { CaseTrend, FailingRow, Trends } from "./trends.ts";

/** The day, in UTC: `2026-03-01`. */
export function day(date: Date): OwnText {
  return isoTime(date).slice(0, 10);
}

/** Says how long a case has been failing: `new`, `never seen before`, `since 2026-02-26 (3 reports)`; "" if it passes. */
export function sinceWords({ failing }: CaseTrend): OwnText {
  if (!failing) return clean``;
  if (failing.newly) return clean`new`;
  return failing.reports === 1 ? clean`never seen before` : clean`since ${rowWords(failing)}`;
}

/** The first day of a row of failures, and its length: `2026-02-26 (3 reports)`, `2026-02-26 or earlier (3 reports)`. */
export function rowWords({ since, reports, passedBefore }: FailingRow): OwnText {
  return clean`${day(since)}${passedBefore ? "" : clean` or earlier`} (${amount(reports, "report")})`;
}

/** Says how often a case is flaky: `flaky in 3 of its last 10`; "" if it is not. */
export function flakyWords({ flaky }: CaseTrend): OwnText {
  if (!flaky) return clean``;
  const { reports, of, turns } = flaky;
  return reports > 0 ? clean`flaky in ${reports} of its last ${of}` : clean`turned ${turns} times in its last ${of}`;
}

/** The changes since the last report: `1 newly failing, 2 newly fixed`. */
export function changeWords({ newlyFailing, newlyFixed, points }: Trends): OwnText {
  // Without results, "nothing newly failing" would sound like good news.
  if (points.at(-1)?.passRate === undefined) return clean`no test ran to compare`;
  const words = nonEmpty([
    newlyFailing > 0 ? clean`${newlyFailing} newly failing` : "",
    newlyFixed > 0 ? clean`${newlyFixed} newly fixed` : "",
  ]);
  return joined(words, ", ") || clean`nothing newly failing or fixed`;
}

/** A share in whole per cent, rounded down: `83%`, and `100%` only for all. */
export function shareWords(share: number): OwnText {
  return clean`${Math.floor(share * 100)}%`;
}
