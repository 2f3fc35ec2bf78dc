// Reports: all files for 50,000 cases.
import type { TestCase } from "../packages/core/src/index.ts";
import type { Report } from "../packages/core/src/flow.ts";
import { reporters } from "../packages/reporters/src/index.ts";
import { median, type Row } from "./ratio.ts";

export default async function reports(): Promise<readonly Row[]> {
  const report = reportOf(50_000);
  const first = renderAll(report);
  // A pipeline renders once, so the memory of later rounds does not count.
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const seconds = median([first, ...Array.from({ length: 4 }, () => renderAll(report))]) / 1000;
  return [
    { what: "Reports, 50,000 cases, all files", measured: `${seconds.toFixed(2)} s`, goal: "≤ 3 s", met: seconds <= 3 },
    {
      what: "Reports, 50,000 cases, peak memory",
      measured: `${peakMb.toFixed(0)} MB`,
      goal: "≤ 400 MB",
      met: peakMb <= 400,
    },
  ];
}

function renderAll(report: Report): number {
  const startedAt = performance.now();
  for (const reporter of reporters("0.0.0")) reporter.render(report);
  return performance.now() - startedAt;
}

function reportOf(cases: number): Report {
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
