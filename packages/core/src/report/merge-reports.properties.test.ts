import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exitCode } from "../gate/verdict.ts";
import { count } from "../results/test-run.ts";
import { mergeReports } from "./merge-reports.ts";
import type { RunReport } from "./report.ts";
import { anyReport } from "./any-report.fixture.ts";
import { lostShard as lost, mergeSettings as settings, shardOf as shard } from "./reports.fixture.ts";
import type { Shard } from "./shard.ts";

const mayStop = ({ blocking }: Pick<RunReport, "blocking">): boolean => blocking !== false;

describe("whatever the shards", () => {
  const shards = fc
    .array(
      fc.oneof(
        anyReport.map(({ runs }) => shard("s", ...runs)),
        fc.constant(lost("m")),
      ),
      { maxLength: 4 },
    )
    .map((all) => all.map((each, index) => (each.kind === "report" ? shard(`s${index}-`, ...each.runs) : each)));

  test("every test and every run is in the merged report once", () => {
    fc.assert(
      fc.property(shards, (given) => {
        const { runs } = mergeReports(given, settings);
        const own = given.flatMap((each) => (each.kind === "report" ? each.runs : []));
        const tellNothing = given.filter(({ kind, runs }) => kind === "missing" || runs.length === 0);
        const total = (all: readonly RunReport[]): number =>
          count(all.flatMap(({ end }) => (end.kind === "results" ? [end.testRun] : []))).total;
        expect(total(runs)).toBe(total(own));
        expect(runs).toHaveLength(own.length + tellNothing.length);
      }),
    );
  });

  test("one more shard never makes the verdict better, once there is one that counts", () => {
    fc.assert(
      fc.property(shards, anyReport, fc.boolean(), (given, more, allowMissing) => {
        // Before that, no shard may be missing, even if the user allows it.
        fc.pre(given.some((each) => each.kind === "report" && each.runs.some(mayStop)));
        fc.pre(more.runs.length > 0);
        const before = mergeReports(given, { ...settings, allowMissing });
        const after = mergeReports([...given, shard("more", ...more.runs)], { ...settings, allowMissing });
        const severity = (code: number): number => [0, 1, 4, 3, 5, 143].indexOf(code);
        expect(severity(after.exitCode)).toBeGreaterThanOrEqual(severity(before.exitCode));
      }),
    );
  });

  test("nor one that shares runs with others, or is of another commit", () => {
    const loose = fc.array(
      anyReport.map(({ runs, commit }): Shard => ({ kind: "report", name: "s", runs, warnings: [], commit })),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(loose, fc.boolean(), fc.nat(), (given, allowMissing, at) => {
        const all = given.map((each, index) => ({ ...each, name: `${index}` }));
        const more = [...all, { ...(all[at % all.length] ?? lost("m")), name: "copy" }];
        fc.pre(given.every(({ runs }) => runs.length > 0));
        for (const last of [all, more]) {
          const before = mergeReports(last.slice(0, -1), { ...settings, allowMissing });
          const after = mergeReports(last, { ...settings, allowMissing });
          if (last.length > 1 && after.exitCode === 0) expect(before.exitCode).toBe(0);
        }
      }),
    );
  });

  test("a missing shard is never a pass unless it is allowed, and a pass has a test", () => {
    fc.assert(
      fc.property(shards, fc.boolean(), (given, allowMissing) => {
        const report = mergeReports(given, { ...settings, allowMissing });
        expect(report.exitCode).toBe(exitCode(report.verdict));
        if (report.verdict.kind !== "passed") return;
        expect(allowMissing || !given.some(({ kind, runs }) => kind === "missing" || runs.length === 0)).toBe(true);
        for (const run of report.runs) if (mayStop(run)) expect(run.end.kind).toBe("results");
        expect(report.runs.length).toBeGreaterThan(0);
        // What is lost may have been the only part that counts.
        if (given.some(({ kind }) => kind === "missing")) expect(report.runs.some(mayStop)).toBe(true);
      }),
    );
  });
});
