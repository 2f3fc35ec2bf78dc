import type { Wording } from "@remotest/core";
import { decodeText } from "@remotest/core/flow";
import { readFile, stat } from "node:fs/promises";
import { allProviders, loadProvider } from "../providers/load-provider.ts";
import type { Platform } from "../platform.ts";
import type { PlanFile } from "./plan-run.ts";
import { readPlan } from "./read-plan.ts";

/** In bytes; more than any plan that people write. */
const maxFileBytes = 2 ** 20;

/**
 * Reads a plan file, and loads the providers that it names.
 *
 * @param path relative to the working directory
 */
export async function openPlanFile(path: string, { env }: Pick<Platform, "env">): Promise<PlanFile> {
  const another: Wording = ({ option }) => `Give another file with ${option("config")}.`;
  const refused = (why: string, suggestion: Wording = another): PlanFile => ({
    path,
    runs: [],
    concurrency: 1,
    reportDir: undefined,
    problems: [{ message: `${path}: ${why}.`, suggestion }],
  });
  let text: string;
  try {
    const found = await stat(path);
    if (!found.isFile()) return refused("it is not a file");
    if (found.size > maxFileBytes) return refused(`it is larger than ${maxFileBytes / 1024} KiB`);
    text = decodeText(await readFile(path));
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (missing) return refused("it does not exist", "Check the path: it is relative to the working directory.");
    return refused(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return readPlan(text, path, { env, known: await allProviders(), load: loadProvider });
}
