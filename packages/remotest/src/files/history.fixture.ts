import type { Report, RunReport } from "@remotest/core/flow";

/** Returns a run of ats that passed. */
export function ran({ distinction, minutes }: { readonly distinction: string; readonly minutes: number }): RunReport {
  const cases = [{ name: "Pay", outcome: "passed", links: [], earlierAttempts: [] }] as const;
  return {
    provider: "ats",
    name: `shop ${distinction}`,
    distinction,
    handle: { ref: `ats:SHOP-1/${distinction}` },
    startedAt: new Date(Date.UTC(2026, 2, 1)),
    endedAt: new Date(Date.UTC(2026, 2, 1, 0, minutes)),
    end: {
      kind: "results",
      testRun: { suites: [{ name: "Shop", cases }], conclusion: { kind: "passed" }, warnings: [] },
    },
    verdict: { kind: "passed", reason: "1 test passed.", forgiven: 0 },
    attachments: [],
  };
}

/** Returns the report of runs that passed. */
export function reportOf(...runs: readonly RunReport[]): Report {
  const verdict = { kind: "passed", reason: `All ${runs.length} runs passed.`, forgiven: 0 } as const;
  const places = { reportDir: "/work/remotest-report", givenReportDir: "remotest-report" };
  return { runs, verdict, exitCode: 0, ...places, warnings: [], history: [] };
}
