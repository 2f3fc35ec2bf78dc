import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hostileReport } from "../../../packages/reporters/src/fixtures/hostile.ts";
import { junitReporter } from "../../../packages/reporters/src/junit/junit.ts";
import { requirePeer } from "../stage/peer.ts";

// The JUnit schema of Jenkins' xUnit plugin, which pytest's source package contains for its own tests.
const schema = process.env["JUNIT10_XSD"] ?? "";
const goldens = join(import.meta.dirname, "../../../packages/reporters/goldens");

function complaints(file: string): string {
  const { status, stderr } = spawnSync("xmllint", ["--noout", "--nonet", "--schema", schema, file], {
    encoding: "utf8",
  });
  return status === 0 ? "" : stderr;
}

requirePeer("junit-10.xsd (JUNIT10_XSD names it) or xmllint", ["xmllint", "--noout", schema || "junit-10.xsd"])(
  "junit.xml is valid by the schema of Jenkins' xUnit plugin",
  () => {
    let folder: string;
    beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "remotest-junit10-"))));
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it.for(globSync("*/junit.xml", { cwd: goldens }))("%s", (file) => expect(complaints(join(goldens, file))).toBe(""));

    it("from a hostile service", async () => {
      const file = join(folder, "hostile.xml");
      await writeFile(file, junitReporter.render(hostileReport()));
      expect(complaints(file)).toBe("");
    });

    it("refuses a report with a property in a test case", async () => {
      const file = join(folder, "wrong.xml");
      await writeFile(file, '<testsuite name="a"><testcase name="b"><properties/></testcase></testsuite>');
      expect(complaints(file)).toContain("properties");
    });
  },
);
