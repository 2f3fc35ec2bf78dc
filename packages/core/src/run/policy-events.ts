import type { GatePolicy } from "../gate/gate.ts";
import type { RunPorts } from "./plan.ts";

/** Adds the policy to the events that say which run it is: it is part of the command that waits for the run elsewhere. */
export function withPolicy(policy: GatePolicy, listen: RunPorts["listen"]): RunPorts["listen"] {
  return (event) => listen(event.type === "started" || event.type === "attached" ? { ...event, policy } : event);
}
