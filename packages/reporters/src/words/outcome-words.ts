import type { Outcome } from "@remotest/core";
import { clean, type OwnText } from "./service-text.ts";

/** The words for people for each outcome. */
export const outcomeWords: Readonly<Record<Outcome | "flaky", OwnText>> = {
  passed: clean`passed`,
  flaky: clean`flaky`,
  failed: clean`failed`,
  error: clean`broken`,
  skipped: clean`skipped`,
};
