import type { Quarantine } from "@remotest/core";
import { type CleanText, clean, serviceLine } from "./service-text.ts";

/** A reason is text from a file of the repository, which the author of any change can write: it is cut and cleaned. */
const longestReason = 300;

/** Why a failure is forgiven, and until when, as one line of clean text. */
export function quarantineLine({ reason, until }: Quarantine): CleanText {
  return clean`Quarantined until ${serviceLine(until, 40)}: ${quarantineReason(reason)}`;
}

/** The reason alone, never empty. */
export function quarantineReason(reason: string): CleanText {
  return serviceLine(reason, longestReason) || clean`no reason given`;
}
