// Makes every small change to the code that decides, waits, starts and redacts, and runs its tests against each change:
// docs/mutation.md shows how many were noticed. Exits with 1 if too few were, or if one that was not has no reason.
//   node scripts/mutation/mutation.ts            all of it, in a few hours; writes docs/mutation.md
//   node scripts/mutation/mutation.ts <file>...  some of it, only on the terminal
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { acceptedMutants } from "./accepted-mutants.ts";
import { mutationPage, scoresOf, type StrykerReport } from "./mutation-page.ts";

/** The percentage of changes in a file that must be noticed. */
const minScore = 90;

const root = join(import.meta.dirname, "../..");
const only = process.argv.slice(2);

const { status } = spawnSync("stryker", ["run", ...(only.length > 0 ? ["--mutate", only.join(",")] : [])], {
  cwd: root,
  stdio: "inherit",
  shell: process.platform === "win32",
});
if (status !== 0) throw new Error(`Stryker ended with ${status}.`);

const report = JSON.parse(readFileSync(join(root, ".cache/mutation.json"), "utf8")) as StrykerReport;
if (only.length === 0) writeFileSync(join(root, "docs/mutation.md"), mutationPage(report, acceptedMutants));

for (const { file, score, survivors } of scoresOf(report, acceptedMutants)) {
  console.log(`${score.toFixed(1).padStart(5)}%  ${file}`);
  const unexplained = survivors.filter(({ reason }) => reason === undefined);
  for (const { line, replacement } of unexplained) console.log(`         no reason given: ${line}  =>  ${replacement}`);
  if (score < minScore || unexplained.length > 0) process.exitCode = 1;
}
