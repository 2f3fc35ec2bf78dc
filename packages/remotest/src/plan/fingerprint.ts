import type { Hash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import type { Input, InputTable, InputValue, OptionValues, TextInput } from "@remotest/core";
import { isSecret } from "@remotest/core/flow";
import type { Platform } from "../platform.ts";
import { commitVariables } from "./commit.ts";

/** A request for a run. For `--resume`, two requests with the same values are the same run. */
export interface RunRequest {
  /** The provider's name. */
  readonly provider: string;
  /** The action: a start with the name that the user set, or a rerun of a reference. Tokens are not part of it. */
  readonly what: string;
  /** The tables of the inputs that count (not those for waiting and reports), and the values. */
  readonly tables: readonly InputTable[];
  readonly options: OptionValues;
  /** The commit that the user names. It is an input of the command, so it is in no table of a provider. */
  readonly commit: string | undefined;
  /** The job in the CI system, if it is known: requests of different jobs are different. */
  readonly job?: string | undefined;
}

/**
 * Returns the fingerprint of a request: the provider, its address, account and inputs, the content of the files that
 * they name, the name that the user set, and the commit if the user or the CI system names it. It contains only what stays the same
 * when the same command is repeated: no key or password, which may be renewed, and no default name, which is a guess.
 * See docs/decisions/0028-the-same-command-is-the-same-run.md.
 *
 * @param hashOf returns the hash of a file's content
 * @returns undefined if a file cannot be read; such a run is never recognised
 * @example inputsFingerprint({ provider: "ats", what: "start Nightly", tables, options, commit }, process.env) // "9f86d081…"
 */
export async function inputsFingerprint(
  { provider, what, tables, options, commit, job = "" }: RunRequest,
  env: Platform["env"],
  hashOf: FileHash = contentHash,
): Promise<string | undefined> {
  try {
    const accounts = tables.map((table) => accountsIn(table, options));
    const told = tables.flatMap((table) => Object.entries(table).filter(([, input]) => !isSecret(input)));
    const inputs: (readonly (InputValue | null)[])[] = [];
    for (const [name, input] of told) inputs.push([name, ...(await identityOf(input, options[name], hashOf))]);
    const commits = commit === undefined ? commitVariables.map((variable) => env[variable] ?? "") : [commit];
    return fingerprint([provider, what, job, accounts, inputs, commits]);
  } catch {
    return undefined;
  }
}

/** Loads the part of Node when it is needed: a status check hashes nothing. */
function newHash(): Hash {
  return process.getBuiltinModule("node:crypto").createHash("sha256");
}

/** Returns the hash of a file's content. */
export type FileHash = (path: string) => Promise<string>;

/** Returns the accounts that secret inputs name, without their keys. */
function accountsIn(table: InputTable, options: OptionValues): readonly string[] {
  const valuesOf = (kind: TextInput["account"]): string[] =>
    Object.entries(table)
      .filter(([, input]) => input.type === "text" && input.account === kind)
      .map(([name]) => options[name])
      .filter((value) => typeof value === "string");
  const [pair = ""] = valuesOf("name:key");
  return [...valuesOf("name"), pair.replace(/:.*/s, "")];
}

/** Returns the part of an input's value that distinguishes two requests. */
async function identityOf(
  input: Input,
  value: InputValue | undefined,
  hashOf: FileHash,
): Promise<readonly (InputValue | null)[]> {
  if (typeof value !== "string") return [value ?? null];
  // A repeated job may have another workspace: the name and the content of a file count, its directory does not.
  if (input.type === "path") return [basename(value), await hashOf(value)];
  return [input.type === "url" ? normaliseAddress(value) : value];
}

/** Normalises an address: the case of its host, the default port and trailing slashes do not count. */
function normaliseAddress(address: string): string {
  const { origin, pathname, search } = new URL(address);
  return `${origin}${pathname.replace(/\/+$/, "")}${search}`;
}

/**
 * Returns one SHA-256 over a value.
 * @param what anything that can be written as JSON; no secrets, because a short one could be guessed from the hash
 */
export function fingerprint(what: unknown): string {
  return newHash().update(JSON.stringify(what)).digest("hex");
}

/** In bytes. A smaller file is read before anyone could wonder what the command does. */
const largeFile = 64 * 2 ** 20;

/**
 * Returns a function that hashes each file once: the runs of a plan often start with the same one.
 * @param onLargeFile receives the path of a file that takes a while to read, before it is read
 */
export function contentHashes(onLargeFile: (path: string) => void): FileHash {
  const known = new Map<string, Promise<string>>();
  return (path) => {
    const hash = known.get(path) ?? contentHash(path, onLargeFile);
    known.set(path, hash);
    return hash;
  };
}

/** In bytes. The event loop waits for the hash of this much: about a millisecond. */
const partSize = 1024 * 1024;

/**
 * Returns the SHA-256 of a file, which may be larger than the memory. It is read and hashed part by part, so that other
 * work, and a signal, can come between.
 *
 * @param onLargeFile receives the path of a large file before it is read
 * @throws the error of the file system if the file cannot be read
 */
export async function contentHash(path: string, onLargeFile?: (path: string) => void): Promise<string> {
  const hash = newHash();
  await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  // A pipe can only be read once, and the upload needs that.
  const found = await file.stat();
  if (!found.isFile()) throw new Error(`${path} is not a file`);
  if (found.size > largeFile) onLargeFile?.(path);
  const part = Buffer.allocUnsafe(partSize);
  for (;;) {
    const { bytesRead } = await file.read(part, 0, partSize);
    if (bytesRead === 0) return hash.digest("hex");
    hash.update(part.subarray(0, bytesRead));
  }
}
