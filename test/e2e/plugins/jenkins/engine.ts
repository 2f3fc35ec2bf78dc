import { type Describe, requirePeer } from "../../stage/peer.ts";
import { engineProbe } from "./build.ts";

/** Returns the `describe` for tests that run pipelines in the engine of Jenkins. */
export function requireJenkinsEngine(): Describe {
  return requirePeer("the engine of Jenkins ($JENKINS_ENGINE)", engineProbe);
}
