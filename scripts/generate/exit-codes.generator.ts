import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { kindsByWeight, verdictKinds } from "../../packages/core/src/flow.ts";
import type { GeneratedFiles } from "./generate.ts";
import { between, markdownTable } from "./markdown-table.ts";

const pages = ["README.md", "packages/remotest/README.md"];

/** Writes the table of exit codes into each page that shows one, from the kinds of verdicts. */
export default async function exitCodes(): Promise<GeneratedFiles> {
  const rows = kindsByWeight
    .toSorted((a, b) => verdictKinds[a].exitCode - verdictKinds[b].exitCode)
    .map((kind) => {
      const { exitCode, meaning } = verdictKinds[kind];
      return [kind === "interrupted" ? `130, ${exitCode}` : `${exitCode}`, kind, meaning];
    });
  const table = markdownTable(["code", "verdict", "what it means for your release"], rows);
  const files: GeneratedFiles = {};
  for (const page of pages)
    files[page] = between(await readFile(join(import.meta.dirname, "../..", page), "utf8"), "exit-codes", table);
  return files;
}
