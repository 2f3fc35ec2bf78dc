import fc from "fast-check";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../main.ts";

/** The answers of the provider's methods: the module below finds it under this name. */
type Answers = Readonly<Record<"check" | "start" | "poll" | "results" | "rerun", unknown>>;

const module = `const answers = () => globalThis.ownAnswers;
export default {
  name: "own", title: "Own", connectInputs: {}, startInputs: {},
  check: async () => answers().check,
  parseReference: (rest) => ({ ref: "own:" + rest }),
  connect: () => ({
    start: async () => answers().start, poll: async () => answers().poll,
    results: async () => answers().results, rerun: async () => answers().rerun,
  }),
};`;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "remotest-own-"));
  await writeFile(join(dir, "own.mjs"), module);
});
afterAll(() => rm(dir, { recursive: true }));

const passed = { name: "pays", outcome: "passed", links: [], earlierAttempts: [] };
const results = (...cases: unknown[]): unknown => ({
  testRun: { suites: [{ name: "shop", cases }], conclusion: { kind: "passed" }, warnings: [] },
  files: [{ name: "raw.txt", title: "The answer", content: "as it came" }],
});
const good: Answers = {
  check: [],
  start: { ref: "own:1" },
  poll: { status: "finished", progress: {} },
  results: results(passed),
  rerun: { ref: "own:2" },
};

async function run(answers: Partial<Answers>, ...more: readonly string[]) {
  Object.assign(globalThis, { ownAnswers: { ...good, ...answers } });
  const said = { stdout: "", stderr: "" };
  const output = (to: "stdout" | "stderr") => ({ write: (text: string) => (said[to] += text) });
  const reports = await mkdtemp(join(dir, "report-"));
  const args = [
    "run",
    join(dir, "own.mjs"),
    "--name",
    "n",
    "--report-dir",
    reports,
    "--poll-interval",
    "100ms",
    ...more,
  ];
  const code = await main(args, {
    version: "0.0.0",
    env: {},
    stdout: output("stdout"),
    stderr: output("stderr"),
    interrupted: new AbortController().signal,
    onInterrupt: () => undefined,
  });
  return { code, ...said, files: await readdir(reports) };
}

describe("an own provider", () => {
  test("that returns what the port says passes", async () => {
    expect(await run({})).toMatchObject({ code: 0 });
  });

  const pass = "testRun.suites[0].cases[1].outcome is";
  test.for<{ answers: Partial<Answers>; says: string; code?: number }>([
    {
      answers: { results: results(passed, { ...passed, outcome: "pass" }) },
      says: `${pass} "pass"; must be one of passed`,
    },
    {
      answers: { results: results({ ...passed, links: [{ title: "t", href: "h" }] }) },
      says: "links[0].label is missing",
    },
    { answers: { results: results({ outcome: "passed" }) }, says: "cases[0].name is missing" },
    { answers: { poll: "finished" }, says: 'it is "finished"; must be an object' },
    { answers: { start: { id: 1 } }, says: "ref is missing", code: 5 },
    { answers: { check: "fine" }, says: 'it is "fine"; must be a list' },
    {
      answers: { results: results({ ...passed, outcome: "failed", message: "m" }), rerun: 7 },
      says: "it is 7;",
      code: 1,
    },
  ])("that does not is told so: $says", async ({ answers, says, code = 3 }) => {
    for (const more of [[], ["--json"], ["--quiet"], ["--rerun-failed", "1"]]) {
      if ("rerun" in answers && more[0] !== "--rerun-failed") continue;
      const ended = await run(answers, ...more);
      expect(ended.stderr).toContain(says);
      expect(ended.code).toBe(code);
      if (more[0] === "--json") expect(JSON.parse(ended.stdout)).toMatchObject({ exitCode: code });
      // Before the start, there is nothing to report on.
      if (!("check" in answers)) expect(ended.files).toEqual(expect.arrayContaining(["junit.xml", "report.html"]));
    }
  });

  test("never ends silently, and passes only with what the port says", async () => {
    const near = fc.record({
      suites: fc.array(
        fc.record({
          name: fc.string(),
          cases: fc.array(
            fc.record({
              name: fc.string(),
              outcome: fc.constantFrom("passed", "failed", "pass", 1),
              message: fc.oneof(fc.string(), fc.anything()),
              links: fc.oneof(fc.constant([]), fc.anything()),
              durationMs: fc.oneof(fc.nat(), fc.anything()),
            }),
          ),
        }),
      ),
      conclusion: fc.constantFrom({ kind: "passed" }, { kind: "unstated" }, {}),
      warnings: fc.array(fc.oneof(fc.string(), fc.anything()), { maxLength: 2 }),
    });
    const answer = fc.oneof(fc.anything(), fc.record({ testRun: near, files: fc.constant([]) }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(good) as (keyof Answers)[])),
        answer,
        fc.constantFrom([], ["--json"], ["--quiet"]),
        async (method, returned, more) => {
          const { code, stderr } = await run({ [method]: returned }, ...more);
          expect(stderr.trim()).not.toBe("");
          if (code !== 0) return;
          // A rerun is not asked for; anything else that passes is what the port says.
          const said = JSON.stringify(returned);
          if (method === "results") expect(said).toContain('"outcome":"passed"');
          else if (method !== "rerun") expect(said).toMatch(method === "check" ? /^\[\]$/ : /"ref":|"status":/);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
