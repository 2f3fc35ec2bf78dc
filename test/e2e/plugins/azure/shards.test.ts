import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { surroundings } from "../../stage/command.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";
import { requirePeer } from "../../stage/peer.ts";
import { essence, wholeReport, writePlan } from "../../stage/sharded-plan.ts";
import { commandsIn, runTask, type TaskEnd } from "./agent.ts";
import { installExtension } from "./extension.ts";

interface Step {
  readonly bash?: string;
  readonly task?: string;
  readonly inputs?: Readonly<Record<string, string | boolean>>;
}
interface Job {
  readonly job: string;
  readonly strategy?: { readonly matrix: string };
  readonly steps: readonly Step[];
}
type Variables = Readonly<Record<string, string>>;

/** As the agent does: a macro whose variable is not known stays as it is. */
function expanded(text: string, variables: Variables): string {
  return text.replaceAll(/\$\((\w+)\)/g, (macro, name: string) => variables[name] ?? macro);
}

requirePeer("unzip", ["unzip", "-v"])("docs/ci/azure-shards.yml, expanded as Azure does", () => {
  let sandbox: Sandbox;
  let registry: OnePackageRegistry;
  let place: string;
  let folder: string;
  let jobs: readonly Job[];
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 10 });
    registry = await serveCommand();
    place = await mkdtemp(join(tmpdir(), "remotest-azure-shards-"));
    folder = await installExtension(place);
    const example = join(import.meta.dirname, "../../../../docs/ci/azure-shards.yml");
    ({ jobs } = parse(await readFile(example, "utf8")) as { jobs: Job[] });
  });
  afterAll(async () => {
    await sandbox.close();
    await registry[Symbol.asyncDispose]();
    await rm(place, { recursive: true, force: true });
  });

  const stepOf = (job: string, kind: "bash" | "task"): Step => {
    const found = jobs.find((each) => each.job === job)?.steps.find((step) => step[kind] !== undefined);
    return found ?? expect.fail(`${job} has no step ${kind}`);
  };
  const bash = (script: string, cwd: string): Promise<{ readonly code: number; readonly log: string }> =>
    new Promise((resolve) => {
      const env = { ...surroundings, HOME: place, ...registry.env };
      execFile("bash", ["--noprofile", "--norc", "-c", script], { cwd, env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, log: stdout + stderr });
      });
    });

  /** Runs the job that plans, and returns the matrix, as the expression in the next job reads it. */
  async function plan(): Promise<Readonly<Record<string, Variables>>> {
    const cwd = await mkdtemp(join(place, "plan-"));
    await writePlan(cwd);
    const { code, log } = await bash(stepOf("Plan", "bash").bash ?? "", cwd);
    const [set, ...more] = commandsIn(log);
    expect([code, more], log).toEqual([0, []]);
    expect(set).toMatchObject({ name: "task.setvariable", properties: { variable: "matrix", isOutput: "true" } });
    expect(jobs.find(({ job }) => job === "Shard")?.strategy?.matrix).toBe(
      "$[ dependencies.Plan.outputs['plan.matrix'] ]",
    );
    return JSON.parse(set?.message ?? "") as Record<string, Variables>;
  }

  async function leg(variables: Variables, cwd: string, cancelled = false): Promise<TaskEnd> {
    const { inputs = {} } = stepOf("Shard", "task");
    const given = Object.entries(inputs).map(([name, value]) => [
      name,
      expanded(String(value), { ...variables, ATS_API_TOKEN: "demo" }),
    ]);
    const { main } = await runTask(folder, {
      inputs: Object.fromEntries(given) as Variables,
      cwd,
      node: process.execPath,
      handler: "Node24",
      env: { ATS_BASE_URL: sandbox.url },
      // The leg has two runs, and a start that is under way when the task is stopped is of unknown fate.
      ...(cancelled && { cancelWhen: (log: string) => (log.match(/Started \S*ats:/g) ?? []).length >= 2 }),
    });
    return main;
  }

  async function verdict(
    shards: string,
  ): Promise<{ readonly code: number; readonly log: string; readonly cwd: string }> {
    const cwd = await mkdtemp(join(place, "verdict-"));
    await cp(shards, join(cwd, "shards"), { recursive: true });
    return { ...(await bash(stepOf("Verdict", "bash").bash ?? "", cwd)), cwd };
  }

  it("each leg starts its runs once, one after a cancel too, and the last job reports what a single process does", async () => {
    const before = sandbox.starts();
    const shards = join(place, "shards");
    const legs = Object.entries(await plan());
    expect(legs.map(([key]) => key)).toEqual([1, 2, 3, 4].map((number) => `shard_${number}_of_4`));
    await Promise.all(
      legs.map(async ([, variables], index) => {
        const cwd = await mkdtemp(join(place, "leg-"));
        await writePlan(cwd);
        const publish = (attempt: number): Promise<void> =>
          cp(join(cwd, "remotest-report"), join(shards, `shard-${index + 1}-${attempt}`), { recursive: true });
        if (index === 1) {
          const { outputs, log } = await leg(variables, cwd, true);
          expect(outputs["outcome"], log).toBe("interrupted");
          await publish(1);
        }
        const { result, log } = await leg(variables, cwd);
        expect(["Succeeded", "Failed"], log).toContain(result);
        await publish(index === 1 ? 2 : 1);
      }),
    );
    expect(sandbox.starts() - before).toBe(8);
    const { code, log, cwd } = await verdict(shards);
    expect(code, log).toBe(1);
    const merged = await readFile(join(cwd, "remotest-report/results.json"), "utf8");
    expect(essence(merged)).toEqual(await wholeReport(sandbox.url));

    await rm(join(shards, "shard-3-1"), { recursive: true });
    const without = await verdict(shards);
    expect(without.code, without.log).toBe(3);
    expect(without.log).toContain("The shard 3/4 of the plan is missing.");
  });

  it("without any shard, the last job does not pass", async () => {
    const empty = join(place, "empty");
    await mkdir(empty);
    expect((await verdict(empty)).code).not.toBe(0);
  });
});
