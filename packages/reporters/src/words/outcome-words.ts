import type { Outcome } from "@remotest/core";
import { clean, type OwnText } from "./service-text.ts";

/** How a test case ended, in a word for people. */
export const outcomeWords: Readonly<Record<Outcome | "flaky", OwnText>> = {
  passed: clean`passed`,
  flaky: clean`flaky`,
  failed: clean`failed`,
  error: clean`broken`,
  skipped: clean`skipped`,
};
