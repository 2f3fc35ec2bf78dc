import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type CommonOptions, dayOf } from "@remotest/core/flow";
import { loadOwnReporters } from "../files/own-reporters.ts";
import { readQuarantineFile } from "../files/quarantine-file.ts";
import { type Finding, problemFound } from "./finding.ts";

type FileOptions = Pick<CommonOptions, "reportDir" | "quarantine" | "reporter" | "historyDir">;

/** Checks the files and directories that every run uses. Writes nothing. */
export async function fileFindings(options: FileOptions): Promise<readonly Finding[]> {
  return [
    await directoryFinding("reportDir", options.reportDir),
    ...(options.historyDir === undefined ? [] : [await directoryFinding("historyDir", options.historyDir)]),
    ...(await quarantineFindings(options.quarantine)),
    ...(await reporterFindings(options.reporter)),
  ];
}

/** Checks that files can be written to a directory, which a run creates if it does not exist. */
async function directoryFinding(input: "reportDir" | "historyDir", path: string): Promise<Finding> {
  const check: Pick<Finding, "check" | "subject"> = {
    check: "files",
    subject: ({ option }) => `${option(input)} ${path}`,
  };
  const why = await whyNotWritable(resolve(path));
  if (why === undefined) return { ...check, outcome: "ok", found: "can be written" };
  return {
    ...check,
    outcome: "problem",
    found: `cannot be written: ${why}`,
    next: ({ option }) => `Give this user the right to write there, or set another ${option(input)}.`,
  };
}

/** The reason, with the part of the path that is in the way. */
async function whyNotWritable(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return `${path} is not a directory`;
    await access(path, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    return code === "ENOENT" && dirname(path) !== path ? whyNotWritable(dirname(path)) : `${path}: ${code}`;
  }
}

async function quarantineFindings(path: string | undefined): Promise<readonly Finding[]> {
  if (path === undefined) return [];
  const { entries, problems } = await readQuarantineFile(path);
  if (problems.length > 0) return problems.map((problem) => problemFound("files", problem));
  const check: Pick<Finding, "check" | "subject"> = {
    check: "files",
    subject: ({ option }) => `${option("quarantine")} ${path}`,
  };
  const today = dayOf(new Date());
  const expired = entries.filter(({ until }) => until < today).length;
  if (expired === 0) return [{ ...check, outcome: "ok", found: `valid, with ${entriesOf(entries.length)}` }];
  return [
    {
      ...check,
      outcome: "warning",
      found: `${expired} of ${entriesOf(entries.length)} expired; expired entries forgive nothing`,
      next: "Remove what was fixed, and give the others a later `until`.",
    },
  ];
}

function entriesOf(number: number): string {
  return number === 1 ? "1 entry" : `${number} entries`;
}

async function reporterFindings(path: string | undefined): Promise<readonly Finding[]> {
  if (path === undefined) return [];
  const { reporters, problems } = await loadOwnReporters(path);
  if (problems.length > 0) return problems.map((problem) => problemFound("files", problem));
  const written = reporters.map(({ file }) => file).join(", ");
  return [
    {
      check: "files",
      outcome: "ok",
      subject: ({ option }) => `${option("reporter")} ${path}`,
      found: `writes ${written}`,
    },
  ];
}
