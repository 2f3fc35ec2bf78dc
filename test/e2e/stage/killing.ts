import { expect } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { type RunningCommand, until } from "./command.ts";
import type { Workspace } from "./workspace.ts";

/** Kills a process with SIGKILL, and waits until it has ended. */
export async function kill(run: RunningCommand): Promise<void> {
  run.kill("SIGKILL");
  expect((await run.ended).code).toBeNull();
}

/** Resolves when the command waits for its run. */
export function untilWaiting(run: RunningCommand): Promise<void> {
  return until(() => /^(Queued|Running)/m.test(run.stderr()), "the command waits for the run");
}

/** Returns the reference of the only run in run.json. */
export async function reference(space: Workspace): Promise<string> {
  const [entry] = await space.ledger();
  if (!entry?.ref) throw new Error(`no reference in ${JSON.stringify(entry)}`);
  return entry.ref;
}

/** Opens a separate sandbox for one test, so that its starts can be counted. */
export async function openSandbox(speed = 10): Promise<Sandbox & AsyncDisposable> {
  const sandbox = await startSandbox({ port: 0, speed });
  return { ...sandbox, [Symbol.asyncDispose]: () => sandbox.close() };
}
