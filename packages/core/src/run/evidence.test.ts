import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ProviderError, UnknownStartError } from "../errors.ts";
import { finished, type Script } from "../provider/provider.fixture.ts";
import type { RunResults } from "../provider/provider.ts";
import { ReportDir } from "../report-dir/report-dir.ts";
import { KeptFiles } from "../report/kept-files.ts";
import { testCase, testRun } from "../results/test-runs.fixture.ts";
import { keepEvidence, namingEvidence } from "./evidence.ts";
import { performIn, type Stage } from "./plan.fixture.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "evidence-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const perform = (script: Script, stage?: Stage) => performIn(dir, script, stage);

test("results that cannot be used are kept, and the error says where", async () => {
  const evidence = [{ name: "result.xml", title: "As it came", content: "<odd/>" }];
  const odd = new ProviderError({ code: "x-odd", message: "odd", next: "Ask support.", retry: "never", evidence });
  const report = await perform({ poll: [finished], results: [odd] }).report;
  expect(report.runs[0]).toMatchObject({
    attachments: [{ title: "As it came", file: "provider/result.xml" }],
    end: { error: { code: "x-odd", next: expect.stringMatching(/^Ask support\. .*provider\/result\.xml/) as string } },
  });
  expect(await readFile(join(dir, "provider/result.xml"), "utf8")).toBe("<odd/>");
});

test("so are those that could not be used until the time was over, and a status that could not", async () => {
  const evidence = (text: string) => [{ name: "answer.txt", title: "As it came", content: text }];
  const odd = (text: string): ProviderError =>
    new ProviderError({ code: "x-odd", message: "odd", next: "Ask.", retry: "later", evidence: evidence(text) });
  const settings = { timeoutMs: 400, pollIntervalMs: 150 };
  for (const script of [
    { poll: [finished], results: [odd("results 1"), odd("results 2"), odd("results 3"), odd("results 4")] },
    { poll: [odd("status 1"), odd("status 2"), odd("status 3"), odd("status 4"), odd("status 5")] },
  ] satisfies Script[]) {
    const report = await perform(script, { settings }).report;
    expect(report.runs[0]).toMatchObject({
      verdict: { kind: "timed-out" },
      attachments: [{ title: "As it came", file: "provider/answer.txt" }],
      end: { error: { next: expect.stringMatching(/attach command\. .*kept.*provider\/answer\.txt\.$/) as string } },
    });
    expect(await readFile(join(dir, "provider/answer.txt"), "utf8")).toMatch(/^(?:results|status) \d$/);
  }
});

test("so are those of a rerun, under a separate name", async () => {
  const evidence = [{ name: "answer.txt", title: "As it came", content: "odd" }];
  const odd = new ProviderError({ code: "x-odd", message: "odd", next: "n", retry: "never", evidence });
  const failing: RunResults = { testRun: testRun([testCase("failed")]), files: [] };
  const script = { poll: [finished], results: [failing, odd], rerun: [{ ref: "scripted:2" }] };
  const report = await perform(script, { settings: { rerunFailed: 1 } }).report;
  expect(report.runs[0]).toMatchObject({
    attachments: [{ title: "As it came, rerun 1", file: "provider/rerun-1-answer.txt" }],
    end: { testRun: { warnings: [expect.stringContaining("odd") as string] } },
  });
  expect(await readFile(join(dir, "provider/rerun-1-answer.txt"), "utf8")).toBe("odd");
});

describe("an error without evidence", () => {
  const refused = new ProviderError({ code: "x-no", message: "no", next: "Ask.", retry: "never" });

  test.for([refused, new UnknownStartError("lost", "Check."), new TypeError("a fault"), undefined])(
    "keeps nothing: %s",
    async (error) => {
      await using reportDir = await ReportDir.open(dir, []);
      expect(await keepEvidence(error, new KeptFiles(reportDir, 1), 0, 0)).toEqual([]);
      expect(await readdir(dir)).not.toContain("provider");
    },
  );

  test("stays the same object", () => {
    const [lost, attachment] = [new UnknownStartError("lost", "Check."), { title: "t", file: "provider/a.txt" }];
    expect(namingEvidence(refused, [])).toBe(refused);
    expect(namingEvidence(lost, [attachment])).toBe(lost);
  });
});

test("an error that says where its evidence is has all its other fields", () => {
  const cause = new Error("behind it");
  const said = { code: "x-odd", message: "odd", serviceCode: "4050", reason: "words", retry: "later", cause } as const;
  const odd = new ProviderError({ ...said, next: "Ask support." });
  const named = namingEvidence(odd, [
    { title: "one", file: "provider/one.txt" },
    { title: "two", file: "provider/two.txt" },
  ]);
  expect(named).toBeInstanceOf(ProviderError);
  expect(named).toMatchObject(said);
  expect(named.cause).toBe(cause);
  expect(named.next).toBe(
    "Ask support. The service's answer is kept in the report directory: provider/one.txt, provider/two.txt.",
  );
});
