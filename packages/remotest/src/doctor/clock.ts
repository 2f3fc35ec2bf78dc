import type { Provider, TransportAnswer } from "@remotest/core";
import type { Finding } from "./finding.ts";

/** In milliseconds; certificates, days of a quarantine and times in reports bear this much. */
const mostSkewMs = 5 * 60_000;

/** When a request was sent and answered, by the clock of this machine, in milliseconds. */
interface TimedExchange {
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Compares the clock of this machine with that of a service, by the `Date` of an answer. */
export function clockFinding(
  headers: TransportAnswer["headers"],
  { sentAt, receivedAt }: TimedExchange,
  { name, title }: Pick<Provider, "name" | "title">,
): Finding {
  const check = { check: "clock", provider: name, subject: "the clock of this machine" } as const;
  const there = Date.parse(headers.get("date") ?? "");
  // An answer from a cache has the time at which it was stored.
  if (Number.isNaN(there) || headers.get("age") !== null)
    return { ...check, outcome: "skipped", found: `not checked: ${title} does not tell the time` };
  const skewMs = Math.max(sentAt - 1_000 - there, there - receivedAt, 0);
  if (skewMs <= mostSkewMs) return { ...check, outcome: "ok", found: `agrees with the one of ${title}` };
  const way = there > receivedAt ? "behind" : "ahead of";
  return {
    ...check,
    outcome: "problem",
    found: `is ${Math.round(skewMs / 60_000)} minutes ${way} the one of ${title}`,
    next: "Set the clock of this machine, ideally from a time server (NTP); if it is right, tell the support of the service.",
  };
}
