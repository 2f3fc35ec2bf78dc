import { readFileSync, statSync } from "node:fs";
import { platform } from "node:os";
import type { SecretFile } from "@remotest/core";

const readableByOthers = 0o004;

/** What is in the file of a secret. Windows knows no such mode: there nothing is said. */
export function readSecretFile(path: string): SecretFile {
  const text = readFileSync(path, "utf8");
  return { text, isReadableByAll: platform() !== "win32" && (statSync(path).mode & readableByOthers) !== 0 };
}
