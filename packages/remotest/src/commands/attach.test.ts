import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { type GatePolicy, gate, type TestRun, TimedOutError } from "@remotest/core";
import { commonInputs, readValue, type Report, type RunReport, verdictOf, wholeText } from "@remotest/core/flow";
import { attachCommand as commandFor } from "@remotest/reporters";
import { reporters } from "@remotest/reporters/report-files";
import { describe, expect, it, test } from "vitest";
import { invocationOf } from "../command-line/invocation.fixture.ts";
import { planKnown } from "../plan/plan-known.ts";
import { policyOf } from "../plan/policy.ts";
import type { Platform } from "../platform.ts";
import { attachCommand } from "./attach.ts";

const platform: Platform = {
  version: "1.0.0",
  env: { ATS_API_TOKEN: "t" },
  stdout: { write: () => undefined },
  stderr: { write: () => undefined },
  interrupted: new AbortController().signal,
  onInterrupt: () => undefined,
};

/** Each part of a command as the command line reads it: the references, and the gate by which they are judged. */
async function read(command: string): Promise<readonly { refs: readonly string[]; policy: GatePolicy }[]> {
  const parts = command.split(" && ").map((part) => part.split(" "));
  return Promise.all(
    parts.map(async ([program, word, ...args]) => {
      expect([program, word]).toEqual(["remotest", "attach"]);
      const plan = await planKnown(
        await invocationOf(attachCommand, args, platform.env),
        platform,
        commonInputs,
        "attach",
      );
      const refs = plan.runs.map(({ beginning }) => (beginning.kind === "start" ? "" : beginning.handle.ref));
      return { refs, policy: policyOf(plan.options) };
    }),
  );
}

/** The options that a user can set, as they are typed. */
const typed = {
  failOn: fc.constantFrom("failed", "error", "never"),
  maxFailures: fc.oneof(
    fc.nat(2_000).map(String),
    fc.double({ min: 0, max: 100, noNaN: true }).map((of) => `${of.toFixed(3)}%`),
  ),
  minTests: fc.integer({ min: 1, max: 1_000_000 }).map(String),
  maxDuration: fc.oneof(
    fc.integer({ min: 1000, max: 600_000_000 }).map((ms) => `${ms}ms`),
    fc.double({ min: 1, max: 100, noNaN: true }).map((minutes) => `${minutes.toFixed(2)}m`),
  ),
};

/** A policy as the command line would read it from what a user typed. */
const policies: fc.Arbitrary<GatePolicy> = fc.record(typed, { requiredKeys: [] }).map((given) => {
  const valueOf = (name: keyof typeof typed): unknown => {
    const input = commonInputs[name];
    const text = given[name];
    if (text === undefined) return "default" in input ? input.default : undefined;
    const value = readValue(input, text);
    if (!("value" in value)) throw new Error(`${text} ${value.problem}`);
    return value.value;
  };
  return {
    failOn: valueOf("failOn"),
    maxFailures: valueOf("maxFailures"),
    minTests: valueOf("minTests"),
    maxDurationMs: valueOf("maxDuration"),
  } as GatePolicy;
});

const timedOut = (number: number, policy: GatePolicy): RunReport => {
  const error = new TimedOutError(1000);
  const at = { startedAt: new Date(0), endedAt: new Date(1000) };
  const handle = { ref: `ats:SHOP/${number}` };
  return {
    provider: "ats",
    name: `${number}`,
    handle,
    policy,
    attachments: [],
    ...at,
    end: { kind: "no-results", error },
    verdict: verdictOf(error),
  };
};

const reportOf = (...runs: RunReport[]): Report => ({
  runs,
  exitCode: 4,
  reportDir: "/r",
  givenReportDir: "r",
  warnings: [],
  history: [],
  verdict: runs[0]?.verdict ?? { kind: "failed", reason: "" },
});

/** The command in the summary, for the first run without results. */
function shownIn(report: Report): string {
  const summary = reporters("1.0.0").find(({ file }) => file === "summary.md");
  const text = summary ? wholeText(summary.render(report) ?? "") : "";
  return /`(remotest attach [^`]*)`/.exec(text)?.[1] ?? "";
}

describe("the attach command that is printed", () => {
  it("gives the gate of the run when the command line reads it again", async () => {
    await fc.assert(
      fc.asyncProperty(policies, async (policy) => {
        const printed = commandFor([{ handle: { ref: "ats:SHOP/1" }, gate: policy }]);
        expect(await read(printed)).toEqual([{ refs: ["ats:SHOP/1"], policy }]);
      }),
    );
  });

  it("gives each run of a plan its own gate, and leaves none out", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(policies, { minLength: 1, maxLength: 6 }), async (gates) => {
        const printed = commandFor(
          gates.map((each, number) => ({ handle: { ref: `ats:SHOP/${number}` }, gate: each })),
        );
        const judged = (await read(printed)).flatMap(({ refs, policy }) => refs.map((ref) => [ref, policy] as const));
        expect(new Map(judged)).toEqual(new Map(gates.map((each, number) => [`ats:SHOP/${number}`, each])));
      }),
    );
  });

  const passing: TestRun = {
    suites: [{ name: "s", cases: [{ name: "c", outcome: "passed", links: [], earlierAttempts: [] }] }],
    conclusion: { kind: "unstated" },
    warnings: [],
  };
  const strict: GatePolicy = { failOn: "failed", maxFailures: { count: 0 }, minTests: 40 };
  const passed = (number: number): RunReport => ({
    ...timedOut(number, strict),
    end: { kind: "results", testRun: passing },
    verdict: gate(passing, { ...strict, minTests: 1 }),
  });
  const many = (amount: number, of: (number: number) => RunReport): RunReport[] =>
    Array.from({ length: amount }, (_, number) => of(number + 10));

  test.each([
    { of: "one run", report: reportOf(timedOut(1, strict)), wanted: "remotest attach ats:SHOP/1 --min-tests 40" },
    {
      of: "many runs names those that did not pass",
      report: reportOf(timedOut(1, strict), timedOut(2, strict), ...many(30, passed)),
      wanted: "remotest attach ats:SHOP/1 ats:SHOP/2 --min-tests 40",
    },
    {
      of: "too many runs names run.json, which no other machine has",
      report: reportOf(...many(30, (number) => timedOut(number, strict))),
      wanted: "remotest attach --report-dir r",
    },
  ])("of $of", ({ report, wanted }) => expect(shownIn(report)).toBe(wanted));
});

describe("a word of the command", () => {
  const words = (ref: string): readonly string[] => {
    const line = commandFor([{ handle: { ref } }]).replace("remotest", "printf '%s\\n'");
    return execFileSync("sh", ["-c", line], { encoding: "utf8" }).split("\n").slice(1, -1);
  };

  it.each(["ats:A/1", "ats:A/a b", "ats:A/$(id)", "ats:A/it's", "ats:A/`id`", "ats:A/1&id", "ats:A/;id", "ats:A/é"])(
    "%s is one word for a shell",
    (ref) => expect(words(ref)).toEqual([ref]),
  );

  it.each(["ats:A/$x&id", 'ats:A/"$x', "ats:A/'$(id)'", "ats:A/“$x”", "ats:A/'\u2019;id"])(
    "%s, which no quotes make safe everywhere, is not in it",
    (ref) => expect(commandFor([{ handle: { ref } }])).toBe("remotest attach <reference>"),
  );

  it("never lets a shell run a part of it", () => {
    const signs = fc.string({
      unit: fc.constantFrom("a", "'", '"', "$", "(", ")", "`", "&", ";", "|", " ", "\\", "!", "%"),
    });
    fc.assert(
      fc.property(signs, (rest) => {
        const ref = `ats:A/${rest.trim().replaceAll(/\s+/g, " ")}`;
        const [, word = ""] = /^remotest attach (.*)$/s.exec(commandFor([{ handle: { ref } }])) ?? [];
        if (word === "<reference>") return;
        const inner = word.replaceAll(/^(["'])(.*)\1$/gs, "$2");
        expect(inner).toBe(ref);
        if (word.startsWith('"')) expect(inner).not.toMatch(/["$`\\!]/);
        else if (word.startsWith("'")) expect(inner).not.toMatch(/['"&|<>^!]/);
        else expect(word).toMatch(/^[\w:/.@%+=-]+$/);
      }),
    );
  });
});
