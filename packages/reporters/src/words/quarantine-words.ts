import type { Quarantine } from "@remotest/core";
import { type CleanText, clean, serviceLine } from "./service-text.ts";

/** A reason is cut and cleaned, because the author of any change can write the quarantine file. */
const longestReason = 300;

/** The last day and the reason of a quarantine, as one line of clean text. */
export function quarantineLine({ reason, until }: Quarantine): CleanText {
  return clean`Quarantined until ${serviceLine(until, 40)}: ${quarantineReason(reason)}`;
}

/** The reason alone, never empty. */
export function quarantineReason(reason: string): CleanText {
  return serviceLine(reason, longestReason) || clean`no reason given`;
}
