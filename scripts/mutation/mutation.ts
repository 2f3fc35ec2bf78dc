// Makes every small change to the code that decides, waits, starts and redacts, and runs its tests against each change:
// docs/mutation.md shows how many were noticed. Exits with 1 if too few were, or if one that was not has no reason.
//   node scripts/mutation/mutation.ts            all files of stryker.config.json, in a few hours
//   node scripts/mutation/mutation.ts <file>...  some of them
//   node scripts/mutation/mutation.ts --changed  those that were changed since they were measured, or never were
//   node scripts/mutation/mutation.ts --survivors <file>...  of these files, only the changes that no test noticed and
//                                                that have no reason: for when you have only added tests since
// The page and its data are written after each file, so nothing is lost if you stop it.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { acceptedMutants } from "./accepted-mutants.ts";
import { keepMeasured, mutatedFiles, readMeasured } from "./measured.ts";
import {
  linesOf,
  type Measurements,
  measurementsOf,
  outdated,
  type StrykerReport,
  triedAgain,
} from "./measurements.ts";
import { scoresOf, unneeded } from "./mutation-page.ts";

/** The percentage of changes in a file that must be noticed. */
const minScore = 90;

const root = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const asked = process.argv.slice(2);
const onlySurvivors = asked.includes("--survivors");
for (const file of filesToMeasure(asked.filter((each) => each !== "--survivors"))) {
  const measured = onlySurvivors ? tryAgain(file) : measure(file);
  if (measured) {
    keepMeasured(measured);
    report(measured);
  } else {
    console.log(`not measured: ${file}`);
    process.exitCode = 1;
  }
}

function filesToMeasure(given: readonly string[]): readonly string[] {
  if (given.length === 0) return mutatedFiles;
  if (given.includes("--changed")) return outdated(readMeasured(), mutatedFiles, read);
  const files = given.map((file) => relative(root, resolve(file)).replaceAll("\\", "/"));
  const unknown = files.filter((file) => !mutatedFiles.includes(file));
  if (unknown.length > 0) throw new Error(`Not in "mutate" of stryker.config.json: ${unknown.join(", ")}`);
  return files;
}

/** Returns undefined if Stryker fails, for example because a test fails without any change. */
function measure(file: string): Measurements | undefined {
  const found = stryker(file, file);
  return found && measurementsOf(found);
}

/** Tries the changes again that no test noticed and that have no reason, in a source that has not changed since. */
function tryAgain(file: string): Measurements | undefined {
  const earlier = readMeasured()[file];
  if (!earlier || outdated(readMeasured(), [file], read).length > 0) return measure(file);
  const [score] = scoresOf({ [file]: earlier }, acceptedMutants);
  const unexplained = score?.survivors.filter(({ reason }) => reason === undefined) ?? [];
  const lines = linesOf(read(file), unexplained);
  if (lines.length === 0) return { [file]: earlier };
  const found = stryker(file, lines.map((range) => `${file}:${range}`).join(","));
  return found && { [file]: triedAgain(file, earlier, found) };
}

/** @param changes the file, or ranges of its lines */
function stryker(file: string, changes: string): StrykerReport | undefined {
  const { status } = spawnSync("stryker", ["run", "--mutate", changes], {
    cwd: root,
    stdio: "inherit",
    // For vitest.mutation.config.ts, which chooses the tests by it.
    env: { ...process.env, MUTATED_FILE: file },
    shell: process.platform === "win32",
  });
  return status === 0 ? (JSON.parse(read(".cache/mutation.json")) as StrykerReport) : undefined;
}

function report(measured: Measurements): void {
  for (const { file, score, survivors } of scoresOf(measured, acceptedMutants)) {
    console.log(`${score.toFixed(1).padStart(5)}%  ${file}`);
    const unexplained = survivors.filter(({ reason }) => reason === undefined);
    for (const { line, original, replacement } of unexplained)
      console.log(`         no reason given: ${line}\n           ${original}  =>  ${replacement}`);
    if (score < minScore || unexplained.length > 0) process.exitCode = 1;
  }
  for (const { line, replacement } of unneeded(measured, acceptedMutants))
    console.log(`         noticed, so remove the reason given: ${line}  =>  ${replacement}`);
}
