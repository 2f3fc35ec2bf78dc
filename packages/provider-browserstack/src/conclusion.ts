import type { Build } from "@remotest/browserstack-client";
import type { Conclusion } from "@remotest/core";
import type { RequestedParts } from "./requested-parts.ts";
import { meaningOf, shown } from "./status-words.ts";

/**
 * Returns how a finished build ended.
 * @param asked the parts that its start asked for, as far as they are known
 * @param seen the parts that its status checks have shown
 */
export function conclusionOf(build: Build, asked: Partial<RequestedParts>, seen: RequestedParts): Conclusion {
  const devices = Math.max(asked.devices ?? 0, seen.devices);
  const sessions = Math.max(asked.sessions ?? 1, seen.sessions);
  const ran = build.devices.length;
  if (ran < devices)
    return { kind: "cut-short", message: `BrowserStack ran the tests on ${ran} of ${devices} devices` };
  // A device without any session is an error of its own.
  const part = sessions > 1 ? build.devices.find((device) => device.sessions.length < sessions) : undefined;
  if (part)
    return {
      kind: "cut-short",
      message: `BrowserStack ran ${part.sessions.length} of ${sessions} shards on ${part.name}`,
    };
  const meaning = meaningOf(build.status);
  if (meaning === "failed") return { kind: "failed" };
  if (meaning !== "passed")
    return { kind: "failed", message: `the build ended with the status ${shown(build.status)}` };
  if (build.trouble !== undefined)
    return { kind: "failed", message: `the build passed, and reports a failure in ${JSON.stringify(build.trouble)}` };
  return { kind: build.devices.some((device) => device.sessions.length > 0) ? "passed" : "unstated" };
}
