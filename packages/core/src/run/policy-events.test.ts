import { expect, test } from "vitest";
import type { RunEvent } from "./run-event.ts";
import { withPolicy } from "./policy-events.ts";

const policy = { failOn: "failed", maxFailures: { count: 0 }, minTests: 40 } as const;
const handle = { ref: "checks:17" };

test.each<{ readonly event: RunEvent; readonly has: boolean }>([
  { event: { type: "started", run: 0, handle }, has: true },
  { event: { type: "attached", run: 0, handle }, has: true },
  { event: { type: "starting", run: 0, name: "Nightly" }, has: false },
  { event: { type: "warning", run: 0, message: "slow" }, has: false },
])("$event.type has the policy: $has", ({ event, has }) => {
  const heard: RunEvent[] = [];
  withPolicy(policy, (each) => heard.push(each))(event);
  expect(heard).toEqual([has ? { ...event, policy } : event]);
});
