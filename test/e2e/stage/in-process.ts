// The built command in the process of the tests, without its entry file. It costs a fraction of a process.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { main as mainType } from "../../../packages/remotest/src/main.ts";
import { builtCommand, type CommandResult } from "./command.ts";

/**
 * Runs the command to its end. It has the folder of the tests, so each path in its arguments and variables must be
 * absolute.
 */
export async function runInProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const { main } = createRequire(import.meta.url)(join(dirname(builtCommand), "main.js")) as {
    readonly main: typeof mainType;
  };
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
