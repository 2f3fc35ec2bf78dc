import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { goldenFile, goldenReports, type JunitCounts, totalOf } from "../stage/golden-counts.ts";
import { javaHome } from "../stage/java.ts";
import { requirePeer } from "../stage/peer.ts";

// The folder of the jars that Ivy fetched for ../stage/peers/surefire-ivy.xml, as .ci/run does.
const jars = `${process.env["SUREFIRE"] ?? "/usr/share/surefire"}/*`;
const groovy = ["env", `JAVA_HOME=${javaHome}`, "JAVA_OPTS=-Dfile.encoding=UTF-8", "groovy", "-cp", jars] as const;
const script = join(import.meta.dirname, "../stage/peers/read-surefire.groovy");

const files = goldenReports.map((report) => goldenFile(report, "junit.xml"));

function readAll(): Readonly<Record<string, JunitCounts>> {
  const [command, ...args] = groovy;
  const { stdout, stderr, status } = spawnSync(command, [...args, script, ...files], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, JunitCounts>;
}

const probe = [...groovy, script, ...files.slice(0, 1)] as const;
requirePeer("Surefire (SUREFIRE) or groovy", probe)("Surefire's report parser, given junit.xml", () => {
  it("has the counts of each report, every flaky mark, and unique names", () => {
    const all = readAll();
    for (const report of goldenReports) {
      const { names = [], ...counted } = all[goldenFile(report, "junit.xml")] ?? {};
      const { failed, errors, skipped, flaky } = report;
      expect(counted, report.folder).toEqual({ total: totalOf(report), failed, errors, skipped, flaky });
      expect(new Set(names).size, report.folder).toBe(totalOf(report));
    }
  });
});
