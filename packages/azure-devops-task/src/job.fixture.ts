import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { loadTaskLibrary, type TaskLibrary } from "./task-library.ts";

/** Loads the library with the variables that an agent sets. It reads them once in a process. */
export async function loadLibrary(env: Readonly<Record<string, string>> = {}): Promise<TaskLibrary> {
  const temp = mkdtempSync(join(tmpdir(), "remotest-task-"));
  afterAll(() => rmSync(temp, { recursive: true }));
  Object.assign(process.env, { AGENT_TEMPDIRECTORY: temp, ...env });
  return loadTaskLibrary();
}

/** Returns what is written to the log during a call. */
export async function logOf(call: () => unknown): Promise<string> {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  let log = "";
  stdout.write = (text: string | Uint8Array) => Boolean((log += Buffer.from(text as string).toString()));
  try {
    await call();
  } finally {
    stdout.write = write;
  }
  return log;
}
