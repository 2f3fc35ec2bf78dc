import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { InputTable, OptionValues } from "@remotest/core";
import type { Platform } from "./platform.ts";

/** Where CI systems name the commit under test: GitHub, Azure DevOps, GitLab, Jenkins. */
const commitVariables = ["GITHUB_SHA", "BUILD_SOURCEVERSION", "CI_COMMIT_SHA", "GIT_COMMIT"];

/** What a run is asked for with: what makes two of them the same to `--resume`. */
export interface Asked {
  /** The provider's name. */
  readonly provider: string;
  /** What is asked of it: a start by the run's name, or a rerun by the reference. No token is part of it. */
  readonly what: string;
  /** The tables of the inputs that count, and their values: what only says how to wait or report is not among them. */
  readonly tables: readonly InputTable[];
  readonly options: OptionValues;
}

/**
 * The fingerprint of what a run is asked for with: the provider, its address, account and inputs, the content of the
 * files that they name, the run's name, and the commit where the CI system names it, so that a run for another commit is
 * another. Secrets are in it with all the rest only: see {@link fingerprint}.
 *
 * @returns undefined where a file cannot be read; such a run is never known again
 * @example inputsFingerprint({ provider: "ats", what: "start Nightly", tables, options }, process.env) // "9f86d081…"
 */
export function inputsFingerprint(
  { provider, what, tables, options }: Asked,
  env: Platform["env"],
): string | undefined {
  try {
    const inputs = tables.flatMap((table) =>
      Object.entries(table).map(([name, input]) => {
        const value = options[name] ?? null;
        // The workspace of a repeated job may be another one: of a file its name and content count, not where it lies.
        return input.type === "path" && typeof value === "string"
          ? [name, basename(value), contentHash(value)]
          : [name, value, ""];
      }),
    );
    return fingerprint([provider, what, inputs, commitVariables.map((variable) => env[variable] ?? "")]);
  } catch {
    return undefined;
  }
}

/**
 * One SHA-256 of all that it is given. Where secrets are part of that, an access key or token should be among them, so
 * that nobody can guess a short password from what is kept.
 *
 * @param what anything that has a JSON text
 */
export function fingerprint(what: unknown): string {
  return createHash("sha256").update(JSON.stringify(what)).digest("hex");
}

/**
 * The SHA-256 of what a file holds, which may be more than fits into memory.
 * @throws what the file system says of a file that cannot be read
 */
export function contentHash(path: string): string {
  const hash = createHash("sha256");
  const opened = openSync(path, "r");
  try {
    // A pipe can be read once, and that is for the upload.
    if (!fstatSync(opened).isFile()) throw new Error(`${path} is no file`);
    const part = Buffer.allocUnsafe(1024 * 1024);
    for (let size = readSync(opened, part); size > 0; size = readSync(opened, part))
      hash.update(part.subarray(0, size));
  } finally {
    closeSync(opened);
  }
  return hash.digest("hex");
}
