import { ProviderError, TimedOutError, UsageError } from "@remotest/core";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CiSystem } from "./ci-system.ts";
import { type PluginProcess, refusalOf, runPlugin } from "./run-plugin.ts";

describe("the refusal of a command", () => {
  const down = new ProviderError({ code: "ats-503", message: "down.", next: "Wait.", retry: "later" });
  it.each([
    {
      error: new UsageError([{ message: "a", suggestion: "try c" }, { message: "b" }]),
      wanted: { verdict: "usage", problems: ["a try c", "b"] },
    },
    { error: down, wanted: { verdict: "provider-error", problems: ["down. Wait."] } },
    {
      error: new TimedOutError({ message: "late.", next: "Wait." }),
      wanted: { verdict: "timed-out", problems: ["late. Wait."] },
    },
  ])("$error.name: $wanted", ({ error, wanted }) => expect(refusalOf(error, 2)).toEqual(wanted));

  it("is never a pass, even without an error", () => {
    for (const code of [0, 2])
      expect(refusalOf(undefined, code)).toEqual({ verdict: "usage", problems: [expect.stringContaining(`${code}`)] });
    expect(refusalOf(undefined, 3)).toEqual({ verdict: "provider-error", problems: [expect.any(String)] });
  });
});

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "remotest-plugin-"));
});
afterAll(() => rm(cwd, { recursive: true }));

/** A CI system that collects what it is told in `log`. */
function ciSystem(given: Readonly<Record<string, string>>, log: string[], say: CiSystem["say"]): CiSystem {
  return {
    job: "job-1",
    read: (name) => given[name] ?? "",
    name: "github",
    spell: (name) => name,
    isBlank: () => false,
    mask: () => undefined,
    say,
    output: (name, value) => void log.push(`output ${name}=${value}`),
    remember: (name, value) => void log.push(`remember ${name}=${value}`),
    annotate: ({ level, title, message }) => void log.push(`${level} ${title}: ${message}`),
    progress: () => undefined,
  };
}

const stepIn = (env: Readonly<Record<string, string>>): PluginProcess => ({
  env,
  on: () => undefined as never,
  leave: () => undefined,
});

it("a command that fails after it has told a pass does not pass, whatever the CI system reads", async () => {
  const provider = join(cwd, "passing.mjs");
  await writeFile(
    provider,
    `export default {
      name: "passing", title: "Passing", connectInputs: {}, startInputs: {},
      check: async () => [],
      parseReference: (rest) => ({ ref: "passing:" + rest }),
      connect: () => ({
        start: async () => ({ ref: "passing:1" }),
        poll: async () => ({ status: "finished", progress: {} }),
        results: async () => {
          const suites = [{ name: "s", cases: [{ name: "c", outcome: "passed", links: [], earlierAttempts: [] }] }];
          return { testRun: { suites, conclusion: { kind: "unstated" }, warnings: [] }, files: [] };
        },
        rerun: "unsupported",
      }),
    };`,
  );
  await writeFile(join(cwd, "no-folder"), "");
  const log: string[] = [];
  const inputs = { provider, "report-dir": join(cwd, "told"), "history-dir": join(cwd, "no-folder/history") };
  let isBroken = true;
  // The warning that the report cannot be added to the history comes after the verdict.
  const ci = ciSystem(inputs, log, (text) => {
    if (!isBroken || !text.includes("this report was not added to")) return;
    isBroken = false;
    throw new Error("The log is closed.");
  });
  const { exitCode, report } = await runPlugin(ci, stepIn({ REMOTEST_POLL_INTERVAL: "100ms" }), "0.0.0");
  expect(isBroken, log.join("\n")).toBe(false);
  expect([exitCode, report?.exitCode, report?.verdict.kind]).toEqual([3, 3, "provider-error"]);
  expect(log.findLast((line) => line.startsWith("output outcome"))).toBe("output outcome=provider-error");
  expect(log.findLast((line) => line.startsWith("remember outcome"))).toBe("remember outcome=provider-error");
});

describe("a plugin whose command refuses", () => {
  it.each([
    { inputs: { provider: "atz" }, says: ["Did you mean ats?"] },
    { inputs: { provider: "ats" }, says: ["app-id is missing", "template-id", "ats-api-token"] },
    {
      inputs: { provider: "ats", name: "##vso[task.complete]x\n::error::y", "app-id": "A" },
      says: ["ats-api-token is missing"],
    },
  ])("reports each problem of $inputs in a separate line", async ({ inputs, says }) => {
    const log: string[] = [];
    const given: Readonly<Record<string, string>> = { ...inputs, "report-dir": join(cwd, "report") };
    const ci = ciSystem(given, log, () => undefined);
    expect(await runPlugin(ci, stepIn({ REMOTEST_JSON: "true" }), "0.0.0")).toEqual({
      exitCode: 2,
      report: undefined,
      isStarted: false,
    });
    expect(log.slice(0, 2)).toEqual(["output outcome=usage", "remember outcome=usage"]);
    for (const line of log.slice(2)) expect(line).toMatch(/^error Remotest: usage: (?!.*##vso).+$/);
    for (const text of says) expect(log.slice(2)).toContainEqual(expect.stringContaining(text));
  });
});
