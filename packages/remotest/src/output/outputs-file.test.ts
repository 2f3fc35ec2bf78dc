import { ReportDirLock, ReportDirLostError } from "@remotest/core/flow";
import fc from "fast-check";
import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dotenv, outputsFile } from "./outputs-file.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

describe("outputs.env", () => {
  let dir: string;
  const written = (): string => readFileSync(join(dir, "outputs.env"), "utf8");
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "remotest-outputs-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  test("of an earlier run is replaced before this run is started", () => {
    writeFileSync(join(dir, "outputs.env"), "REMOTEST_OUTCOME=passed\n");
    outputsFile(dir).event({ type: "starting", run: 0, name: "nightly" });
    expect(written()).toBe("");
  });

  test("has the reference as soon as the run is started, and keeps it during a rerun", () => {
    const file = outputsFile(dir);
    file.event({ type: "started", run: 0, handle: { ref: "ats:SHOP/1" } });
    expect(written()).toBe("REMOTEST_RUN_REF=ats:SHOP/1\n");
    file.event({ type: "started", run: 0, handle: { ref: "ats:SHOP/2" } });
    expect(written()).toBe("REMOTEST_RUN_REF=ats:SHOP/1\n");
  });

  test("names runs in the order of the plan, regardless of which is started first", () => {
    const file = outputsFile(dir);
    file.event({ type: "attached", run: 1, handle: { ref: "ats:SHOP/2" } });
    file.event({ type: "attached", run: 0, handle: { ref: "ats:SHOP/1" } });
    expect(written()).toBe("REMOTEST_RUN_REF=ats:SHOP/1 ats:SHOP/2\n");
  });

  test("is written only if it changes, however many runs follow", () => {
    const file = outputsFile(dir);
    for (let run = 0; run < 200; run++)
      file.event({ type: "started", run, handle: { ref: `ats:SHOP/${run}`, url: "https://ats.example/" } });
    expect(written()).toBe("REMOTEST_RUN_REF=too-long-see-run.json\nREMOTEST_URL=https://ats.example/\n");
    // A second name for the file, whose number of names would show that it was replaced.
    linkSync(join(dir, "outputs.env"), join(dir, "same"));
    file.event({ type: "starting", run: 200, name: "nightly" });
    file.event({ type: "started", run: 200, handle: { ref: "ats:SHOP/200" } });
    expect(statSync(join(dir, "outputs.env")).nlink).toBe(2);
  });

  test("has one word for many references at the end, which stands for exactly these", () => {
    const words = [200, 200, 201].map((runs) => {
      const file = outputsFile(dir);
      for (let run = 0; run < runs; run++) file.event({ type: "started", run, handle: { ref: `ats:SHOP/${run}` } });
      expect(written()).toBe("REMOTEST_RUN_REF=too-long-see-run.json\n");
      file.ended();
      return written();
    });
    expect(words[0]).toMatch(/^REMOTEST_RUN_REF=refs:[0-9a-f]{64}\n$/);
    expect(words[1]).toBe(words[0]);
    expect(words[2]).not.toBe(words[0]);
  });

  test("at the end has few references as they are", () => {
    const file = outputsFile(dir);
    file.ended();
    expect(readdirSync(dir)).toEqual([]);
    file.event({ type: "started", run: 0, handle: { ref: "ats:SHOP/1" } });
    file.ended();
    expect(written()).toBe("REMOTEST_RUN_REF=ats:SHOP/1\n");
  });

  test("that cannot be written throws, and leaves no draft", () => {
    mkdirSync(join(dir, "outputs.env"));
    expect(() => outputsFile(dir).event({ type: "starting", run: 0, name: "nightly" })).toThrow();
    expect(readdirSync(dir)).toEqual(["outputs.env"]);
  });

  test("never has a better verdict than the last one, even if that cannot be written", () => {
    const file = outputsFile(dir);
    const end = { runs: [], exitCode: 0, reportDir: "", givenReportDir: "r", warnings: [], history: [] };
    file.finished({ ...end, verdict: { kind: "passed", reason: "All passed.", forgiven: 0 } });
    expect(written()).toContain("OUTCOME=passed");
    // A folder at the path of the draft has the same effect as a full disk.
    mkdirSync(join(dir, `outputs.env.${process.pid}.part`));
    expect(() => file.finished({ ...end, verdict: { kind: "failed", reason: "no" }, exitCode: 1 })).toThrow();
    expect(readdirSync(dir)).not.toContain("outputs.env");
  });

  test("of another owner is left unchanged, and writing throws", async () => {
    const file = outputsFile(dir);
    const verdict = { kind: "passed", reason: "All passed.", forgiven: 0 } as const;
    const end = { runs: [], verdict, exitCode: 0, reportDir: "", givenReportDir: "r", warnings: [], history: [] };
    await using lock = await ReportDirLock.take(dir);
    file.finished(end);
    writeFileSync(join(dir, ".remotest.lock"), "{}");
    writeFileSync(join(dir, "outputs.env"), "REMOTEST_OUTCOME=failed\n");
    for (const tell of [
      () => file.event({ type: "starting", run: 0, name: "nightly" }),
      () => file.event({ type: "started", run: 0, handle: { ref: "ats:SHOP/1" } }),
      () => file.finished(end),
      () => outputsFile(dir).finished(end),
    ])
      expect(tell).toThrow(ReportDirLostError);
    expect(written()).toBe("REMOTEST_OUTCOME=failed\n");
    expect(lock).toBeDefined();
  });

  test("has the outcome at the end, without a draft beside it", () => {
    const verdict = { kind: "failed", reason: "Nothing was run." } as const;
    outputsFile(dir).finished({
      runs: [],
      verdict,
      exitCode: 1,
      reportDir: "/work/report",
      givenReportDir: "r",
      warnings: [],
      history: [],
    });
    expect(written()).toBe(
      "REMOTEST_OUTCOME=failed\nREMOTEST_TOTAL=0\nREMOTEST_PASSED=0\nREMOTEST_FAILED=0\nREMOTEST_ERRORS=0\n" +
        "REMOTEST_SKIPPED=0\nREMOTEST_REPORT_DIR=/work/report\n",
    );
    expect(readdirSync(dir)).toEqual(["outputs.env"]);
  });
});

describe("a value in dotenv", () => {
  test.for([
    ["a quote", { "run-ref": "ats:O'Hara/1" }, "REMOTEST_RUN_REF=ats:O%27Hara/1\n"],
    [
      "a line break",
      { url: "https://x.example/\nREMOTEST_OUTCOME=passed" },
      /^REMOTEST_URL=https:\/\/x\.example\/%0A.+\n$/,
    ],
    ["a command", { "run-ref": "ats:$(id)/`id`" }, "REMOTEST_RUN_REF=ats:%24%28id%29/%60id%60\n"],
    ["other letters", { url: "https://x.example/ä" }, "REMOTEST_URL=https://x.example/%C3%A4\n"],
    ["a lone surrogate", { url: "https://x.example/\uD800" }, "REMOTEST_URL=https://x.example/%EF%BF%BD\n"],
    ["a path with spaces", { "report-dir": "/my work/report" }, "REMOTEST_REPORT_DIR=/my work/report\n"],
    ["a path with a line break", { "report-dir": "/a\nREMOTEST_OUTCOME=passed" }, ""],
    ["no text", { url: "" }, ""],
    ["a longer link than GitLab accepts", { url: `https://x.example/${"a".repeat(1_483)}` }, ""],
    [
      "more references than GitLab takes, a word that is not one",
      { "run-ref": "apptest:1 ".repeat(151) },
      "REMOTEST_RUN_REF=too-long-see-run.json\n",
    ],
    [
      "as many references as GitLab takes",
      { "run-ref": "apptest:1 ".repeat(150) },
      `REMOTEST_RUN_REF=${"apptest:1 ".repeat(150).trim()}\n`,
    ],
  ] as const)("with %s", ([, outputs, wanted]) => {
    if (typeof wanted === "string") expect(dotenv(outputs)).toBe(wanted);
    else expect(dotenv(outputs)).toMatch(wanted);
  });

  test("is always one line that Node reads unchanged, with any text from the service", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (url) => {
        const text = dotenv({ outcome: "failed", url: `https://x.example/${url}` });
        const read = parseEnv(text.replaceAll("#", "%23"));
        expect(Object.keys(read)).toEqual(["REMOTEST_OUTCOME", "REMOTEST_URL"]);
        expect(decodeURIComponent((read["REMOTEST_URL"] ?? "").replaceAll(/%(?![0-9A-F]{2})/g, "%25"))).toContain(
          "https://x.example/",
        );
        expect(text.split("\n")).toHaveLength(3);
      }),
    );
  });
});
