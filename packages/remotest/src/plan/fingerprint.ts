import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { Input, InputTable, InputValue, OptionValues, TextInput } from "@remotest/core";
import { isSecret } from "@remotest/core/flow";
import type { Platform } from "../platform.ts";

/** Where CI systems name the commit under test: GitHub, Azure DevOps, GitLab, Jenkins. */
const commitVariables = ["GITHUB_SHA", "BUILD_SOURCEVERSION", "CI_COMMIT_SHA", "GIT_COMMIT"];

/** What a run is asked for with: what makes two of them the same to `--resume`. */
export interface Asked {
  /** The provider's name. */
  readonly provider: string;
  /** What is asked of it: a start, with the name that was given, or a rerun by the reference. No token is part of it. */
  readonly what: string;
  /** The tables of the inputs that count, and their values: what only says how to wait or report is not among them. */
  readonly tables: readonly InputTable[];
  readonly options: OptionValues;
  /** The job of the CI system that asks for it, where that is known: only what this job has left is the same. */
  readonly job?: string | undefined;
}

/**
 * The fingerprint of what a run is asked for with: the provider, its address, account and inputs, the content of the
 * files that they name, the name that was given, and the commit where the CI system names it, so that a run for another
 * commit is another. Only what is the same when the same command is given again is part of it: no key or password, which
 * may be renewed in between, and no name that was guessed.
 *
 * @returns undefined where a file cannot be read; such a run is never known again
 * @example inputsFingerprint({ provider: "ats", what: "start Nightly", tables, options }, process.env) // "9f86d081…"
 */
export function inputsFingerprint(
  { provider, what, tables, options, job = "" }: Asked,
  env: Platform["env"],
): string | undefined {
  try {
    const accounts = tables.map((table) => accountsIn(table, options));
    const inputs = tables.flatMap((table) =>
      Object.entries(table)
        .filter(([, input]) => !isSecret(input))
        .map(([name, input]) => [name, ...identityOf(input, options[name])]),
    );
    const commits = commitVariables.map((variable) => env[variable] ?? "");
    return fingerprint([provider, what, job, accounts, inputs, commits]);
  } catch {
    return undefined;
  }
}

/** The accounts that secret inputs name, without their keys. */
function accountsIn(table: InputTable, options: OptionValues): readonly string[] {
  const given = (kind: TextInput["account"]): string[] =>
    Object.entries(table)
      .filter(([, input]) => input.type === "text" && input.account === kind)
      .map(([name]) => options[name])
      .filter((value) => typeof value === "string");
  const [pair = ""] = given("name:key");
  return [...given("name"), pair.replace(/:.*/s, "")];
}

/** What of an input's value tells two runs apart. */
function identityOf(input: Input, value: InputValue | undefined): readonly (InputValue | null)[] {
  if (typeof value !== "string") return [value ?? null];
  // The workspace of a repeated job may be another one: of a file its name and content count, not where it lies.
  if (input.type === "path") return [basename(value), contentHash(value)];
  return [input.type === "url" ? plainAddress(value) : value];
}

/** An address however it is written: the case of its host, its usual port and slashes at its end tell nothing. */
function plainAddress(address: string): string {
  const { origin, pathname, search } = new URL(address);
  return `${origin}${pathname.replace(/\/+$/, "")}${search}`;
}

/**
 * One SHA-256 of all that it is given.
 * @param what anything that has a JSON text; no secret, because whoever has the rest could guess a short one
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
