import type { RunContext } from "./run-context.ts";

/** Waits until the ledger is written. A failure is only a warning: a full disk must not cost the run. */
export async function awaitNote(
  note: Promise<void>,
  { listen, run }: Pick<RunContext, "listen" | "run">,
): Promise<void> {
  await note.catch((error: unknown) => {
    listen({ type: "warning", run, message: `run.json cannot be written: ${String(error)}` });
  });
}
