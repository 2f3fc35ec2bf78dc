import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ProviderError } from "../errors.ts";
import type { CallContext, RunHandle, UnknownStart } from "../provider/provider.ts";
import { finished, passing, stagedProvider } from "../provider/provider.fixture.ts";
import type { Report } from "../report/report.ts";
import { portsOf, settingsOf, startOf } from "./plan.fixture.ts";
import type { PlannedRun } from "./plan.ts";
import { run } from "./run.ts";

/** A service that starts a run with two uploads before the request that starts it, and has no room the first time. */
class Service {
  /** The names of the runs, which begin with their tokens. */
  readonly runs: string[] = [];
  uploads = 0;
  refusals = 1;

  /** @param step called at each step of a start */
  plan(step: (name: string) => Promise<void>, mayFind: boolean): PlannedRun {
    const provider = stagedProvider({
      start: (_options, name, context) => this.#start(name, context, step),
      find: mayFind ? (sought) => this.#find(sought) : "unsupported",
      poll: async () => finished,
      results: async () => passing,
    });
    return startOf(provider, { inputs: "i" });
  }

  async #start(name: string, context: CallContext, step: (name: string) => Promise<void>): Promise<RunHandle> {
    await step("before the uploads");
    await context.prepare?.(async () => {
      await step("at the first upload");
      this.uploads++;
      await step("between the uploads");
      this.uploads++;
      await step("after the uploads");
    });
    await step("before the request");
    if (this.refusals-- > 0) {
      await step("after a refusal");
      throw new ProviderError({ code: "busy", message: "no room", next: "Wait.", retry: "later", busy: true });
    }
    this.runs.push(name);
    await step("after the request");
    return { ref: `staged:${this.runs.length}` };
  }

  async #find({ token }: UnknownStart): Promise<RunHandle[]> {
    return this.runs.flatMap((name, index) => (name.startsWith(`[${token}]`) ? [{ ref: `staged:${index + 1}` }] : []));
  }
}

interface KilledRun {
  readonly step: string;
  /** The report directory as the killed process left it. */
  readonly dir: string;
  /** The runs at the service at that moment. */
  readonly runs: readonly string[];
}

/** Returns what a process leaves behind that is killed at each step of a start in turn. */
async function killedAtEachStep(root: string, mayFind: boolean): Promise<readonly KilledRun[]> {
  const service = new Service();
  const dir = join(root, "whole");
  const killed: KilledRun[] = [];
  const step = async (name: string): Promise<void> => {
    const copy = join(root, String(killed.length));
    await mkdir(copy, { recursive: true });
    await copyFile(join(dir, "run.json"), join(copy, "run.json"));
    const time = killed.some((each) => each.step === name) ? ", again" : "";
    killed.push({ step: `${name}${time}`, dir: copy, runs: [...service.runs] });
  };
  const report = await run([service.plan(step, mayFind)], settingsOf(dir), portsOf());
  expect([report.exitCode, service.runs.length, service.uploads]).toEqual([0, 1, 4]);
  return killed;
}

async function resumed({ dir, runs }: KilledRun, mayFind: boolean): Promise<readonly [Report["exitCode"], number]> {
  const service = new Service();
  service.refusals = 0;
  service.runs.push(...runs);
  const plan = service.plan(async () => undefined, mayFind);
  const { exitCode } = await run([plan], settingsOf(dir, { resume: true }), portsOf());
  return [exitCode, service.runs.length];
}

const steps = ["before the uploads", "at the first upload", "between the uploads", "after the uploads"];
/** Nothing was started, and `run.json` proves it. */
const anew = new Set(steps.slice(1).flatMap((step) => [step, `${step}, again`]));

describe.each([{ mayFind: true }, { mayFind: false }])("a process that is killed, find: $mayFind", ({ mayFind }) => {
  let root: string;
  let killed: readonly KilledRun[];
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "remotest-prepare-"));
    killed = await killedAtEachStep(root, mayFind);
  });
  afterAll(() => rm(root, { recursive: true }));

  const all = [...steps, "before the request"].flatMap((step) => [step, `${step}, again`]);
  test.each([...all, "after a refusal", "after the request"])("%s: --resume starts no second run", async (step) => {
    const at = killed.find((each) => each.step === step) ?? expect.unreachable();
    const [exitCode, runs] = await resumed(at, mayFind);
    expect(runs).toBeLessThanOrEqual(1);
    // It passes if it certainly was not started, or if it is found; otherwise it is not known.
    const passes = anew.has(step) || (mayFind && at.runs.length === 1);
    expect([exitCode, runs]).toEqual(passes ? [0, 1] : [5, at.runs.length]);
  });
});
