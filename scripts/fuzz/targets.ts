import { apptestTargets } from "./apptest-targets.ts";
import { atsTargets } from "./ats-targets.ts";
import { inputTargets } from "./input-targets.ts";
import { reportTargets } from "./report-targets.ts";
import type { FuzzTarget } from "./target.ts";

/** Every reader of input from outside, and every writer of output. */
export const targets: readonly FuzzTarget[] = [...apptestTargets, ...atsTargets, ...inputTargets, ...reportTargets];
