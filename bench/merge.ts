// Merge: `remotest merge` of the reports of 64 jobs, relative to making the report files of all their cases at once.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resultsText } from "../packages/core/src/flow.ts";
import { atMost, median, type Row } from "./ratio.ts";
import { renderApart, reportOf } from "./reports.ts";
import { isSmoke } from "./smoke.ts";

const command = join(import.meta.dirname, "../packages/remotest/dist/bin.js");
const shards = isSmoke ? 2 : 64;
const sizes = isSmoke ? [10] : [100, 300, 1_000];
const rounds = isSmoke ? 1 : 5;

export default async function merge(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const cases of sizes) {
    const ratio = await measure(cases);
    const isLargest = cases === sizes.at(-1);
    rows.push({
      what: `Merge, ${shards} shards of ${cases.toLocaleString("en")} cases, over the reports of all`,
      size: shards * cases,
      value: ratio,
      measured: ratio.toFixed(2),
      goal: atMost(ratio, isLargest ? 2 : undefined),
    });
  }
  return rows;
}

async function measure(cases: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-bench-"));
  try {
    for (let shard = 1; shard <= shards; shard++) {
      const dir = join(folder, `shard-${shard}`);
      await mkdir(dir);
      const report = reportOf(cases);
      const runs = report.runs.map((run) => ({ ...run, name: `Bench ${shard}`, handle: { ref: `ats:a/${shard}` } }));
      await writeFile(join(dir, "results.json"), resultsText({ ...report, runs }));
    }
    const merged: number[] = [];
    const rendered: number[] = [];
    for (let round = 0; round < rounds; round++) {
      rendered.push(renderApart(shards * cases).ms);
      const startedAt = performance.now();
      mergeIn(folder);
      merged.push(performance.now() - startedAt);
    }
    return median(merged) / median(rendered);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The reports contain failures, so the exit code is 1. */
function mergeIn(cwd: string): void {
  try {
    execFileSync(process.execPath, [command, "merge", "shard-*", "--quiet"], { cwd, stdio: "pipe" });
  } catch (error) {
    if ((error as { readonly status?: number }).status !== 1) throw error;
  }
}
