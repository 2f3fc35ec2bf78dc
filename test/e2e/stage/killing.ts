import { expect } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { type Running, until } from "./command.ts";
import type { Workspace } from "./workspace.ts";

/** Kills a process as nothing can prevent, and waits until it is gone. */
export async function killed(run: Running): Promise<void> {
  run.kill("SIGKILL");
  expect((await run.ended).code).toBeNull();
}

/** Waits until the command waits for its run. */
export function waitedFor(run: Running): Promise<void> {
  return until(() => /^(Queued|Running)/m.test(run.stderr()), "the run is waited for");
}

/** The reference that run.json keeps of the only run. */
export async function reference(space: Workspace): Promise<string> {
  const [entry] = await space.ledger();
  if (!entry?.ref) throw new Error(`no reference in ${JSON.stringify(entry)}`);
  return entry.ref;
}

/** A sandbox of one test, whose starts are its own. */
export async function openSandbox(speed = 10): Promise<Sandbox & AsyncDisposable> {
  const sandbox = await startSandbox({ port: 0, speed });
  return { ...sandbox, [Symbol.asyncDispose]: () => sandbox.close() };
}
