import { expect, test } from "vitest";
import type { GatePolicy } from "../gate/gate.ts";
import type { RunEvent } from "./run-event.ts";
import { sayingPolicy } from "./saying-policy.ts";

const policy: GatePolicy = { failOn: "failed", maxFailures: { count: 2 } };
const handle = { ref: "shop:1" };

test("the events with a reference say the policy of the run, and no other event does", () => {
  const heard: RunEvent[] = [];
  const listen = sayingPolicy(policy, (event) => void heard.push(event));
  listen({ type: "starting", run: 0, name: "shop" });
  listen({ type: "started", run: 0, handle });
  listen({ type: "attached", run: 0, handle, attempt: 1 });
  listen({ type: "warning", run: 0, message: "slow" });
  expect(heard).toEqual([
    { type: "starting", run: 0, name: "shop" },
    { type: "started", run: 0, handle, policy },
    { type: "attached", run: 0, handle, attempt: 1, policy },
    { type: "warning", run: 0, message: "slow" },
  ]);
});
