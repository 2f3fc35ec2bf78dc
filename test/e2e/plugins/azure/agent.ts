// Imitates the Azure Pipelines agent, as far as a task can see it: inputs, logging commands, signals.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { surroundings } from "../../stage/command.ts";

/** A `##vso[area.action …]` in the log: the agent finds it anywhere in a line. */
export interface LoggingCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The result of one execution of a task. */
export interface TaskEnd {
  readonly code: number | null;
  readonly log: string;
  readonly commands: readonly LoggingCommand[];
  /** The result in `task.complete`, the last one if there are several. */
  readonly result: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  readonly taskVariables: Readonly<Record<string, string>>;
  /** Milliseconds from the cancel, or from the start if there was none, to the end. */
  readonly tookMs: number;
}

/** The manifest of a task's folder, as far as the tests read it. */
export interface TaskManifest {
  readonly id: string;
  readonly friendlyName: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly type: string;
    readonly required: boolean;
    readonly defaultValue?: string;
    readonly groupName?: string;
    readonly visibleRule?: string;
  }[];
  readonly groups: readonly { readonly name: string }[];
  readonly outputVariables: readonly { readonly name: string }[];
  readonly execution: Readonly<Record<string, { readonly target: string }>>;
  readonly postjobexecution: Readonly<Record<string, { readonly target: string }>>;
}

export async function taskManifest(folder: string): Promise<TaskManifest> {
  return JSON.parse(await readFile(join(folder, "task.json"), "utf8")) as TaskManifest;
}

/** The settings of a step in a pipeline. */
export interface TaskSetup {
  readonly inputs: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The agent's Node, and its name in task.json. */
  readonly node: string;
  readonly handler: "Node20_1" | "Node24";
  readonly env?: Readonly<Record<string, string>>;
  /** Cancels the job as soon as this is true for the log. */
  readonly cancelWhen?: (log: string) => boolean;
}

/** Runs the task in a folder, then its part at the end of the job. */
export async function runTask(folder: string, given: TaskSetup): Promise<{ main: TaskEnd; post: TaskEnd }> {
  const { inputs, execution, postjobexecution } = await taskManifest(folder);
  const known = inputs.map(({ name, defaultValue = "" }) => [name, given.inputs[name] ?? defaultValue] as const);
  const unknown = Object.keys(given.inputs).filter((name) => !inputs.some((input) => input.name === name));
  if (unknown.length > 0) throw new Error(`task.json has no input ${unknown.join(", ")}`);
  const env = Object.fromEntries(
    known.filter(([, value]) => value !== "").map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  const target = join(folder, execution[given.handler]?.target ?? "");
  const main = await execute(target, { ...given, env: { ...env, ...given.env } });
  const variables = Object.fromEntries(
    Object.entries(main.taskVariables).map(([name, value]) => [`VSTS_TASKVARIABLE_${name.toUpperCase()}`, value]),
  );
  const { cwd, node, handler } = given;
  const last = join(folder, postjobexecution[handler]?.target ?? "");
  return { main, post: await execute(last, { cwd, node, handler, inputs: {}, env: { ...env, ...variables } }) };
}

async function execute(file: string, given: TaskSetup): Promise<TaskEnd> {
  const temp = await mkdtemp(join(tmpdir(), "remotest-agent-"));
  const child = spawn(given.node, [file], {
    cwd: given.cwd,
    env: { ...surroundings, TF_BUILD: "True", AGENT_TEMPDIRECTORY: temp, ...jobVariables, ...given.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  let from = performance.now();
  const timers = [setTimeout(() => child.kill("SIGKILL"), 90_000)];
  const collect = (chunk: Buffer): void => {
    log += chunk.toString("utf8");
    if (timers.length > 1 || !given.cancelWhen?.(log)) return;
    from = performance.now();
    child.kill("SIGINT");
    timers.push(
      setTimeout(() => child.kill("SIGTERM"), 7_500),
      setTimeout(() => child.kill("SIGKILL"), 10_000),
    );
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const tookMs = performance.now() - from;
  for (const timer of timers) clearTimeout(timer);
  await rm(temp, { recursive: true });
  const commands = commandsIn(log);
  const variables = (name: string): Record<string, string> =>
    Object.fromEntries(
      commands.filter((each) => each.name === name).map(({ properties, message }) => [properties["variable"], message]),
    ) as Record<string, string>;
  const result = commands.findLast(({ name }) => name === "task.complete")?.properties["result"];
  const spoken = { outputs: variables("task.setvariable"), taskVariables: variables("task.settaskvariable") };
  return { code, log, commands, result, ...spoken, tookMs };
}

const jobVariables = {
  SYSTEM_COLLECTIONURI: "https://dev.azure.com/octo/",
  BUILD_BUILDID: "41",
  SYSTEM_STAGENAME: "__default",
  SYSTEM_PHASENAME: "Job",
  SYSTEM_JOBNAME: "Job",
  SYSTEM_JOBATTEMPT: "1",
};

/** Finds every command in a log: anywhere in a line. */
export function commandsIn(log: string): LoggingCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const old = /##\[(\w+)\](.*)$/.exec(line);
    const [, name, properties = "", message = ""] = /##vso\[([\w.]+)(?: ([^\]]*))?\](.*)$/.exec(line) ?? [];
    if (name === undefined) return old ? [{ name: old[1] ?? "", properties: {}, message: old[2] ?? "" }] : [];
    const pairs = properties.split(";").flatMap((pair) => {
      const [, key, value = ""] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
      return key === undefined ? [] : [[key, unescape(value)] as const];
    });
    return [{ name, properties: Object.fromEntries(pairs), message: unescape(message) }];
  });
}

function unescape(text: string): string {
  const signs: Record<string, string> = { "%3B": ";", "%5D": "]", "%0D": "\r", "%0A": "\n", "%AZP25": "%" };
  return text.replaceAll(/%(?:3B|5D|0D|0A|AZP25)/g, (sign) => signs[sign] ?? sign);
}
