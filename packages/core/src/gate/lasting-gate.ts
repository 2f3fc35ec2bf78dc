import type { GatePolicy } from "./gate.ts";

/**
 * The part of a policy by which later commands judge a run too, such as `merge` and `attach`: they do not read the plan
 * file, and their own defaults would forgive what the first command did not.
 */
export type LastingGate = Partial<GatePolicy>;

/**
 * Returns what lasts of the policy of a run: what was noted of it, such as its gate in the plan file, and what is stricter
 * than the defaults. A failure that the options of one command forgave is not forgiven by the next. Undefined if nothing
 * lasts.
 */
export function lastingGate(
  { minTests = 1, maxDurationMs }: GatePolicy,
  noted: LastingGate = {},
): LastingGate | undefined {
  const lasting = {
    ...noted,
    ...(minTests > 1 && { minTests }),
    ...(maxDurationMs !== undefined && { maxDurationMs }),
  };
  return Object.keys(lasting).length > 0 ? lasting : undefined;
}

/**
 * Returns the policy by which to judge a run again. What the user says now takes precedence over what lasts, and that
 * over the defaults.
 *
 * @param policy of the present command
 * @param said the part of it that the user set, and not the defaults
 */
export function policyAgain(policy: GatePolicy, said: Partial<GatePolicy> = {}, lasting: LastingGate = {}): GatePolicy {
  return { ...policy, ...lasting, ...said };
}
