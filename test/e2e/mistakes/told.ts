import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../../packages/remotest/src/main.ts";
import type { Mistake } from "./mistakes.ts";

/** The command's words about a mistake, on stderr, and its exit code. */
export interface Reaction {
  readonly exitCode: number;
  readonly stderr: string;
}

/** Runs the command in this process, with nothing of its environment. */
export async function told({ args, env = {} }: Mistake): Promise<Reaction> {
  const reports = await mkdtemp(join(tmpdir(), "remotest-mistake-"));
  let stderr = "";
  try {
    const exitCode = await main(args, {
      version: "0.0.0",
      env: { REMOTEST_REPORT_DIR: join(reports, "report"), ...env },
      stdout: { write: () => undefined },
      stderr: { write: (text: string) => (stderr += text) },
      interrupted: new AbortController().signal,
      onInterrupt: () => undefined,
    });
    return { exitCode, stderr };
  } finally {
    await rm(reports, { recursive: true });
  }
}
