import type { Counts } from "@remotest/core";
import { amount } from "../words/quantities.ts";

/** `10 tests: 7 passed, 2 failed, 1 broken, 1 quarantined`. */
export function countsWords({ total, passed, failed, errors, skipped, flaky, quarantined }: Counts): string {
  const parts = [
    passed > 0 ? `${passed} passed` : "",
    failed > 0 ? `${failed} failed` : "",
    errors > 0 ? `${errors} broken` : "",
    skipped > 0 ? `${skipped} skipped` : "",
    flaky > 0 ? `${flaky} flaky` : "",
    quarantined > 0 ? `${quarantined} quarantined` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "No test ran" : `${amount(total, "test")}: ${parts.join(", ")}`;
}
