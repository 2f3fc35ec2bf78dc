// The command in the process of the tests: from its sources, without its entry file. It costs a fraction of a process.
import { main } from "../../../packages/remotest/src/main.ts";
import type { CommandResult } from "./command.ts";

/**
 * Runs the command to its end. It has the folder of the tests, so each path in its arguments and variables must be
 * absolute.
 */
export async function runInProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const written = { stdout: "", stderr: "" };
  const output = (to: keyof typeof written) => ({ write: (text: string) => (written[to] += text) });
  const code = await main(args, {
    version: "0.0.0",
    env,
    stdout: output("stdout"),
    stderr: output("stderr"),
    interrupted: new AbortController().signal,
    onInterrupt: () => undefined,
  });
  return { code, ...written };
}
