import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { runTask } from "./azure/agent.ts";
import { planWithGates, verdictsByGate } from "../stage/plan-with-gates.ts";
import { pluginStage } from "../stage/plugin-stage.ts";
import { runAction } from "./github/runner.ts";

const packages = join(import.meta.dirname, "../../../packages");
const stage = pluginStage();
let cwd: string;
beforeEach(async () => {
  cwd = await stage.jobDir();
});

/** The result of a job, the same for both CI systems. */
interface Job {
  readonly code: number | null;
  readonly log: string;
  readonly outcome: string | undefined;
  readonly runRef: string | undefined;
  /** For Azure DevOps only. */
  readonly result: string | undefined;
}

interface JobSetup {
  /** In kebab-case. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly attempt?: number;
  /** Identifies the step in the job. */
  readonly step?: string;
}

const ats = { provider: "ats", "app-id": "SHOP-1", "ats-api-token": "demo", "poll-interval": "100ms" };

async function github({ inputs, attempt = 1, step = "__self" }: JobSetup): Promise<Job> {
  const env = { GITHUB_RUN_ATTEMPT: `${attempt}`, GITHUB_ACTION: step };
  const { main } = await runAction(join(packages, "github-action"), {
    with: inputs,
    cwd,
    env,
  });
  const { code, log, outputs } = main;
  return { code, log, outcome: outputs["outcome"], runRef: outputs["run-ref"], result: undefined };
}

async function azure({ inputs, attempt = 1, step = "remotest" }: JobSetup): Promise<Job> {
  const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const { main } = await runTask(join(packages, "azure-devops-task/dist/RemotestRun"), {
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [camelCase(name), value])),
    cwd,
    env: { SYSTEM_JOBATTEMPT: `${attempt}`, SYSTEM_TASKINSTANCENAME: step },
    node: process.execPath,
    handler: "Node24",
  });
  const { code, log, outputs, result } = main;
  return { code, log, outcome: outputs["outcome"], runRef: outputs["run-ref"], result };
}

/** Writes a minimal provider whose check has the given body. */
async function ownProvider(body: string): Promise<string> {
  const provider = `export default {
    name: "own", title: "Own", connectInputs: {}, startInputs: {}, parseReference: () => undefined,
    connect: () => ({}), check: ${body},
  };`;
  await writeFile(join(cwd, "own.mjs"), provider);
  return "./own.mjs";
}

const systems = [
  { what: "GitHub", job: github },
  { what: "Azure DevOps", job: azure },
];

it.each(systems.flatMap(({ what, job }) => ["false", "true"].map((startOnly) => ({ what, job, startOnly }))))(
  "$what: an empty provider does not start the repository's plan (start-only: $startOnly)",
  async ({ job, startOnly }) => {
    const run = "{ provider: ats, name: shop, with: { appId: SHOP-1, templateId: pass } }";
    await writeFile(join(cwd, "remotest.yaml"), `version: 1\nruns:\n  - ${run}\n`);
    const before = stage.sandbox.starts();
    const account = { "base-url": stage.sandbox.url, "ats-api-token": "demo" };
    const { outcome, log } = await job({ inputs: { ...account, provider: "", "start-only": startOnly } });
    expect([outcome, log]).toEqual(["usage", expect.stringContaining("A provider is missing")]);
    expect(stage.sandbox.starts()).toBe(before);
  },
);

it.each(systems)(
  "$what: a step starts a plan and leaves it, and a later one judges each of its runs by its gate",
  async ({ job }) => {
    await writeFile(join(cwd, "plan.yaml"), planWithGates(stage.sandbox.url));
    const before = stage.sandbox.starts();
    const started = await job({ inputs: { config: "plan.yaml", "ats-api-token": "demo", "start-only": "true" } });
    expect([started.code, started.outcome], started.log).toEqual([0, undefined]);
    const refs = started.runRef?.split(" ") ?? [];
    expect(refs, started.log).toHaveLength(2);
    const account = { "base-url": stage.sandbox.url, "ats-api-token": "demo", "poll-interval": "100ms" };
    const ended = await job({ inputs: { ...account, attach: started.runRef ?? "" } });
    expect([ended.outcome, ended.runRef], ended.log).toEqual(["failed", started.runRef]);
    expect(JSON.parse(await readFile(join(cwd, "remotest-report/results.json"), "utf8"))).toMatchObject({
      plan: { runs: 2 },
      runs: verdictsByGate,
    });
    expect(stage.sandbox.starts() - before).toBe(2);
    // Each of several jobs would start the whole plan.
    const sharded = await job({
      inputs: { config: "plan.yaml", shard: "1/2", "ats-api-token": "demo", "start-only": "true" },
    });
    expect([sharded.outcome, stage.sandbox.starts() - before], sharded.log).toEqual(["usage", 2]);
  },
);

describe.each(systems)("$what: a repeated attempt with resume", ({ what, job }) => {
  const codeOf = (code: number): number => (what === "GitHub" ? code : 0);
  const inputs = (...templates: string[]): JobSetup["inputs"] => ({
    ...ats,
    "base-url": stage.sandbox.url,
    "template-id": templates.join("\n"),
    resume: "true",
  });

  it("starts nothing again after an unknown start, and attaches to known runs", async () => {
    const given = inputs("pass", "lost-answer");
    const first = await job({ inputs: given });
    const before = stage.sandbox.starts();
    expect([first.code, first.outcome], first.log).toEqual([codeOf(5), "unknown-start"]);
    // The first attempt again: Azure DevOps repeats a task within one attempt (`retryCountOnTaskFailure`).
    for (const attempt of [1, 2, 3]) {
      const { code, outcome, runRef, log } = await job({ inputs: given, attempt });
      expect([code, outcome, runRef], log).toEqual([codeOf(5), "unknown-start", first.runRef]);
      expect(stage.sandbox.starts()).toBe(before);
    }
  });

  it("starts what certainly was not started, beside a known run and an unknown start", async () => {
    const given = inputs("pass", "lost-answer", "pass-too");
    const first = await job({ inputs: given });
    const path = join(cwd, "remotest-report/run.json");
    const ledger = JSON.parse(await readFile(path, "utf8")) as { runs: Record<string, unknown>[] };
    const [known, , last] = ledger.runs;
    Object.assign(last ?? {}, {
      ref: null,
      url: null,
      start: "not-started",
      endedAt: null,
      verdict: null,
      reported: false,
    });
    await writeFile(path, JSON.stringify(ledger));
    const before = stage.sandbox.starts();
    const { code, outcome, runRef = "", log } = await job({ inputs: given, attempt: 2 });
    expect([code, outcome], log).toEqual([codeOf(5), "unknown-start"]);
    expect(stage.sandbox.starts()).toBe(before + 1);
    const refs = runRef.split(" ");
    expect(refs, log).toHaveLength(2);
    expect(refs[0]).toBe(known?.["ref"]);
    expect(first.runRef).not.toContain(refs[1]);
  });

  it("that only starts a run does not start it again", async () => {
    const given = { ...inputs("slow"), "start-only": "true" };
    const first = await job({ inputs: given });
    expect([first.code, first.outcome], first.log).toEqual([0, undefined]);
    const before = stage.sandbox.starts();
    const second = await job({ inputs: given, attempt: 2 });
    expect([second.code, second.runRef], second.log).toEqual([0, first.runRef]);
    expect(stage.sandbox.starts()).toBe(before);
  });

  it.each([1, 2])("runs tests that have failed again, in attempt %i", async (attempt) => {
    const first = await job({ inputs: inputs("fail") });
    const before = stage.sandbox.starts();
    const second = await job({ inputs: inputs("fail"), attempt });
    expect([first.outcome, second.outcome], second.log).toEqual(["failed", "failed"]);
    expect(second.runRef).not.toBe(first.runRef);
    expect(stage.sandbox.starts()).toBe(before + 1);
  });

  it("resumes only what its own step has left, of everything in run.json", async () => {
    const path = join(cwd, "remotest-report/run.json");
    const runs: unknown[] = [];
    for (const step of ["first", "second"]) {
      await job({ inputs: inputs("lost-answer"), step });
      runs.push(...(JSON.parse(await readFile(path, "utf8")) as { runs: unknown[] }).runs);
    }
    const both = JSON.stringify({ version: 1, runs });
    const before = stage.sandbox.starts();
    for (const step of ["first", "second"]) {
      await writeFile(path, both);
      const { outcome, log } = await job({ inputs: inputs("lost-answer"), step, attempt: 2 });
      expect(outcome, log).toBe("unknown-start");
      expect(stage.sandbox.starts(), log).toBe(before);
    }
    await writeFile(path, both);
    await job({ inputs: inputs("lost-answer"), step: "third", attempt: 2 });
    expect(stage.sandbox.starts()).toBe(before + 1);
  });
});

describe.each([
  { what: "GitHub", job: github },
  { what: "Azure DevOps", job: azure },
])("$what: inputs that must not become words of the command line", ({ what, job }) => {
  it.each([
    { given: { attach: "--help" }, says: "The input attach" },
    { given: { attach: " \t " }, says: "The input attach" },
    { given: { provider: "--help" }, says: "The input provider" },
    { given: { name: "--help" }, says: "The input name" },
    { given: { attach: "too-long-see-run.json" }, says: "The input attach must be a run reference" },
    { given: { attach: "ats:A/1 --help" }, says: "The input attach" },
  ])("$given is refused, and an earlier pass moves to previous/", async ({ given, says }) => {
    const reports = join(cwd, "remotest-report");
    await mkdir(reports);
    for (const file of ["junit.xml", "outputs.env", "results.json"]) await writeFile(join(reports, file), "earlier");
    const before = stage.sandbox.starts();
    const ended = await job({ inputs: { ...ats, "base-url": stage.sandbox.url, "template-id": "pass", ...given } });
    expect(ended, ended.log).toMatchObject(
      what === "GitHub" ? { code: 2, outcome: "usage" } : { outcome: "usage", result: "Failed" },
    );
    expect(ended.log).toContain(says);
    expect(stage.sandbox.starts()).toBe(before);
    expect(await readdir(reports)).toEqual(["previous"]);
    expect(await readFile(join(reports, "previous/junit.xml"), "utf8")).toBe("earlier");
  });
});

describe("an end without a verdict is never a pass", () => {
  it("if a provider's check never settles", async () => {
    const provider = await ownProvider("() => new Promise(() => {})");
    const step = await github({ inputs: { provider } });
    expect(step.code, step.log).toBe(3);
    expect(step.log).toContain("::error title=Remotest::The step ended with 3 before there was a verdict.");
    const task = await azure({ inputs: { provider } });
    expect([task.code, task.result], task.log).toEqual([3, "Failed"]);
  });

  it("if a provider ends the process with 0", async () => {
    const provider = await ownProvider("() => process.exit(0)");
    expect((await github({ inputs: { provider } })).code).toBe(3);
    const task = await azure({ inputs: { provider } });
    expect([task.code, task.result], task.log).toEqual([3, "Failed"]);
  });

  it("if there is an uncaught error", async () => {
    const provider = await ownProvider(
      "() => { setTimeout(() => { throw new Error('broken'); }); return new Promise(() => {}); }",
    );
    expect((await github({ inputs: { provider } })).code).toBeGreaterThan(0);
    const task = await azure({ inputs: { provider } });
    expect(task.code).toBeGreaterThan(0);
    expect(task.result, task.log).toBe("Failed");
  });

  // A pipe without a reader is at the path of a report's draft.
  it("if the job is cancelled while the reports are written to a disk that hangs", async () => {
    await writeFile(
      join(cwd, "stuck.mjs"),
      `import { execFileSync } from "node:child_process";
      export default {
        name: "stuck", title: "Stuck", connectInputs: {}, startInputs: {},
        check: async () => [],
        parseReference: (rest) => ({ ref: "stuck:" + rest }),
        connect: () => ({
          start: async () => ({ ref: "stuck:" + Date.now() }),
          poll: async () => ({ status: "finished", progress: {} }),
          results: async () => {
            const drafts = Array.from({ length: 40 }, (_, n) => "remotest-report/junit.xml." + process.pid + "-" + n + ".part");
            execFileSync("mkfifo", drafts);
            setTimeout(() => process.kill(process.pid, "SIGINT"), 500);
            const suites = [{ name: "s", cases: [{ name: "c", outcome: "passed", links: [], earlierAttempts: [] }] }];
            return { testRun: { suites, conclusion: { kind: "unstated" }, warnings: [] }, files: [] };
          },
          rerun: "unsupported",
        }),
      };`,
    );
    const inputs = { provider: "./stuck.mjs", "poll-interval": "100ms" };
    const step = await github({ inputs });
    // The signal itself ends it, which a shell shows as 130.
    expect([step.code, step.outcome], step.log).toEqual([null, undefined]);
    const task = await azure({ inputs });
    expect([task.code, task.result], task.log).toEqual([null, "Canceled"]);
  });
});
