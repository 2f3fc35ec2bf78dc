import { ProviderError, TimedOutError, UsageError } from "@remotest/core";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CiSystem } from "./ci-system.ts";
import { refusalOf, runPlugin } from "./run-plugin.ts";

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

describe("a plugin whose command refuses", () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), "remotest-plugin-"));
  });
  afterAll(() => rm(cwd, { recursive: true }));

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
    const ci: CiSystem = {
      job: "job-1",
      read: (name) => given[name] ?? "",
      name: "github",
      spell: (name) => name,
      isBlank: () => false,
      mask: () => undefined,
      say: () => undefined,
      output: (name, value) => void log.push(`output ${name}=${value}`),
      remember: (name, value) => void log.push(`remember ${name}=${value}`),
      annotate: ({ level, title, message }) => void log.push(`${level} ${title}: ${message}`),
      progress: () => undefined,
    };
    const process = { env: { REMOTEST_JSON: "true" }, on: () => undefined as never, leave: () => undefined };
    expect(await runPlugin(ci, process, "0.0.0")).toEqual({ exitCode: 2, report: undefined, isStarted: false });
    expect(log.slice(0, 2)).toEqual(["output outcome=usage", "remember outcome=usage"]);
    for (const line of log.slice(2)) expect(line).toMatch(/^error Remotest: usage: (?!.*##vso).+$/);
    for (const text of says) expect(log.slice(2)).toContainEqual(expect.stringContaining(text));
  });
});
