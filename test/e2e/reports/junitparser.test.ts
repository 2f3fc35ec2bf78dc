import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { goldenFile, goldenReports, type JunitCounts, totalOf } from "../stage/golden-counts.ts";
import { requirePeer } from "../stage/peer.ts";

// Debian's own Python: another Python would not find Debian's package python3-junitparser.
const python = "/usr/bin/python3";
const goldens = join(import.meta.dirname, "../../../packages/reporters/goldens");

interface CtrfTest {
  readonly status: string;
  readonly flaky?: boolean;
  readonly rawStatus: string;
  readonly extra?: { readonly standsFor?: string };
}

function ctrfTests(file: string): readonly CtrfTest[] {
  const document = JSON.parse(readFileSync(file, "utf8")) as { results: { tests: readonly CtrfTest[] } };
  return document.results.tests;
}

function readAll(): Readonly<Record<string, JunitCounts>> {
  const files = globSync("*/junit.xml", { cwd: goldens }).map((file) => join(goldens, file));
  const script = join(import.meta.dirname, "../stage/peers/read-junit.py");
  const { stdout, stderr, status } = spawnSync(python, [script, ...files], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, JunitCounts>;
}

requirePeer("junitparser (python3-junitparser)", [python, "-c", "import junitparser"])(
  "junitparser, given junit.xml",
  () => {
    it("has the same counts as ctrf-report.json of the same report, with unique names", () => {
      const all = Object.entries(readAll());
      expect(all.length).toBeGreaterThan(15);
      for (const [file, { names, flaky, ...counted }] of all) {
        const tests = ctrfTests(file.replace("junit.xml", "ctrf-report.json"));
        const broken = tests.filter(({ extra, rawStatus }) => rawStatus === "error" || extra?.standsFor === "run");
        const having = (wanted: string): number => tests.filter(({ status }) => status === wanted).length;
        expect(counted, file).toEqual({
          total: tests.length,
          failed: having("failed") - broken.length,
          errors: broken.length,
          skipped: having("skipped"),
        });
        expect(flaky, file).toHaveLength(tests.filter((test) => test.flaky).length);
        expect(new Set(names).size, file).toBe(names.length);
      }
    });

    it("has the counts and the flaky tests of each report, as they are written down", () => {
      const all = readAll();
      for (const report of goldenReports) {
        const { names: _, ...counted } = all[goldenFile(report, "junit.xml")] ?? {};
        const { failed, errors, skipped, flaky } = report;
        expect(counted, report.folder).toEqual({ total: totalOf(report), failed, errors, skipped, flaky });
      }
    });
  },
);
