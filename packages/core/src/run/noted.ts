import type { RunContext } from "./run-context.ts";

/** Waits until the ledger is written. A full disk costs no run: it is a warning, and the run is waited for all the same. */
export async function noted(note: Promise<void>, { listen, run }: Pick<RunContext, "listen" | "run">): Promise<void> {
  await note.catch((error: unknown) => {
    listen({ type: "warning", run, message: `run.json cannot be written: ${String(error)}` });
  });
}
