import { expect, test } from "vitest";
import type { RunEvent } from "./run-event.ts";
import { sayingPolicy } from "./saying-policy.ts";

const policy = { failOn: "failed", maxFailures: { count: 0 }, minTests: 40 } as const;
const handle = { ref: "shop:7" };

test.each<{ readonly event: RunEvent; readonly isSaid: boolean }>([
  { event: { type: "started", run: 0, handle }, isSaid: true },
  { event: { type: "attached", run: 0, handle }, isSaid: true },
  { event: { type: "starting", run: 0, name: "shop" }, isSaid: false },
  { event: { type: "note", run: 0, message: "m" }, isSaid: false },
])("of $event.type: the policy is added: $isSaid", ({ event, isSaid }) => {
  const heard: RunEvent[] = [];
  sayingPolicy(policy, (each) => void heard.push(each))(event);
  expect(heard).toEqual([isSaid ? { ...event, policy } : event]);
});
