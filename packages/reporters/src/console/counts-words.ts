import type { Counts } from "@remotest/core";
import { amount } from "../words/quantities.ts";
import { clean, joined, nonEmpty, type OwnText } from "../words/service-text.ts";

/** `10 tests: 7 passed, 2 failed, 1 broken, 1 quarantined`. */
export function countsWords({ total, passed, failed, errors, skipped, flaky, quarantined }: Counts): OwnText {
  const parts = nonEmpty([
    passed > 0 ? clean`${passed} passed` : "",
    failed > 0 ? clean`${failed} failed` : "",
    errors > 0 ? clean`${errors} broken` : "",
    skipped > 0 ? clean`${skipped} skipped` : "",
    flaky > 0 ? clean`${flaky} flaky` : "",
    quarantined > 0 ? clean`${quarantined} quarantined` : "",
  ]);
  return parts.length === 0 ? clean`No test ran` : clean`${amount(total, "test")}: ${joined(parts, ", ")}`;
}
