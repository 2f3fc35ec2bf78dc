import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { loadTaskLibrary, type TaskLibrary } from "./task-library.ts";

/** The library as the agent starts a task with these variables. It reads them once in a process. */
export async function libraryOfJob(env: Readonly<Record<string, string>> = {}): Promise<TaskLibrary> {
  const temp = mkdtempSync(join(tmpdir(), "remotest-task-"));
  afterAll(() => rmSync(temp, { recursive: true }));
  Object.assign(process.env, { AGENT_TEMPDIRECTORY: temp, ...env });
  return loadTaskLibrary();
}

/** What is written to the log meanwhile. */
export async function logOf(tell: () => unknown): Promise<string> {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  let log = "";
  stdout.write = (text: string | Uint8Array) => Boolean((log += Buffer.from(text as string).toString()));
  try {
    await tell();
  } finally {
    stdout.write = write;
  }
  return log;
}
