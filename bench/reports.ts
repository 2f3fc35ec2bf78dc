// Reports: all files, from one case to 50,000.
import { execFileSync } from "node:child_process";
import type { TestCase } from "../packages/core/src/index.ts";
import { type Report, resultsReporter } from "../packages/core/src/flow.ts";
import { reporters } from "../packages/reporters/src/reporters.ts";
import { peakOfProcess } from "./peak-memory.ts";
import { atMost, median, type Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

const sizes = isSmoke ? [1, 100] : [1, 5_000, 50_000];

export default async function reports(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const cases of sizes) {
    const [ms = Number.NaN, peakMb = Number.NaN] = measureApart(cases);
    const title = `Reports, ${cases.toLocaleString("en")} ${cases === 1 ? "case" : "cases"}`;
    const isLargest = cases === sizes.at(-1);
    rows.push({
      what: `${title}, all files`,
      size: cases,
      value: ms,
      measured: `${ms.toFixed(0)} ms`,
      goal: atMost(ms, isLargest ? 500 : undefined, "ms"),
    });
    if (isLargest)
      rows.push({
        what: `${title}, peak memory`,
        measured: `${peakMb.toFixed(0)} MB`,
        goal: atMost(peakMb, 300, "MB"),
      });
  }
  return rows;
}

function measureApart(cases: number): readonly number[] {
  const all = Array.from({ length: isSmoke ? 1 : 5 }, () => renderApart(cases));
  return [median(all.map(({ ms }) => ms)), Math.max(...all.map(({ peakMb }) => peakMb))];
}

/** Renders in a process of its own, once, as a pipeline does: later rounds would be faster and need more memory. */
export function renderApart(cases: number): { readonly ms: number; readonly peakMb: number } {
  const script = `const { renderAll, reportOf } = await import(${JSON.stringify(import.meta.filename)});
    const report = reportOf(${cases}); console.log(renderAll(report), ${peakOfProcess});`;
  const node = ["--conditions=remotest-source", "--input-type=module", "-e", script];
  const [ms = Number.NaN, peakMb = Number.NaN] = execFileSync(process.execPath, node, { encoding: "utf8" })
    .split(" ")
    .map(Number);
  return { ms, peakMb };
}

/** Returns the milliseconds in which all files are made. Parts are asked for one by one, as when they are written. */
export function renderAll(report: Report): number {
  const startedAt = performance.now();
  for (const reporter of [...reporters("0.0.0"), resultsReporter]) {
    const made = reporter.render(report);
    let characters = 0;
    for (const part of typeof made === "string" ? [made] : made) characters += part.length;
    if (characters === 0) throw new Error(`${reporter.file} is empty`);
  }
  return performance.now() - startedAt;
}

export function reportOf(cases: number): Report {
  const verdict = { kind: "failed", reason: `${cases / 50} failed of ${cases} tests.` } as const;
  const all = Array.from({ length: cases }, (_, index): TestCase => {
    const common = { name: `Order ${index} is paid`, links: [], earlierAttempts: [], durationMs: index % 9_000 };
    return index % 50 === 0
      ? { ...common, outcome: "failed", message: `Expected total ${index} but found none` }
      : { ...common, outcome: "passed" };
  });
  const testRun = { suites: [{ name: "Shop", cases: all }], conclusion: { kind: "failed" }, warnings: [] } as const;
  const at = new Date();
  const run = { provider: "ats", name: "Bench", handle: { ref: "ats:a/b" }, startedAt: at, endedAt: at, verdict };
  const end = { kind: "results", testRun } as const;
  const where = { reportDir: ".", givenReportDir: ".", warnings: [], history: [] };
  return { runs: [{ ...run, end, attachments: [] }], verdict, exitCode: 1, ...where };
}
