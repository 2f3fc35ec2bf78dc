import { UsageError } from "@remotest/core";
import { commonInputs, type CommonOptions } from "@remotest/core/flow";
import { invocationOf } from "../command-line/invocation.fixture.ts";
import { attachCommand } from "../commands/attach.ts";
import { runCommand } from "../commands/run.ts";
import type { Platform } from "../platform.ts";
import type { Plan } from "./plan.ts";
import { planKnown } from "./plan-known.ts";
import { planStart } from "./plan-start.ts";

/** An account at two services, in the environment. */
export const accounts = {
  APPTEST_USER_ID: "u",
  APPTEST_ACCESS_KEY: "k",
  ATS_API_TOKEN: "t",
  CI_COMMIT_TITLE: "Fix login",
};
const platform = (env: Platform["env"]): Platform => ({
  version: "1.0.0",
  env,
  stdout: { write: () => undefined },
  stderr: { write: () => undefined },
  interrupted: new AbortController().signal,
  onInterrupt: () => undefined,
});

/** Makes the plan of `remotest run`. */
export async function start(args: string[], env: Platform["env"] = accounts): Promise<Plan<CommonOptions>> {
  return planStart(await invocationOf(runCommand, args, env), platform(env), commonInputs);
}

/** Makes the plan of `remotest attach`. */
export async function known(args: string[], env: Platform["env"] = accounts): Promise<Plan<CommonOptions>> {
  return planKnown(await invocationOf(attachCommand, args, env), platform(env), commonInputs, "attach");
}

/** Returns the problems of a plan that is refused. */
export async function problems(plan: Promise<unknown>): Promise<string[]> {
  const error: unknown = await plan.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UsageError)) throw new Error("The command line was accepted", { cause: error });
  return error.problems.map(({ message, suggestion }) => (suggestion ? `${message} | ${suggestion}` : message));
}
