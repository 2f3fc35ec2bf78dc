// Imitates the GitHub runner, as far as an action can see it: inputs, files, commands, signals.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { surroundings } from "../../stage/command.ts";

/** A line in which the action sends a command to the runner. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The result of one step. */
export interface StepEnd {
  /** The exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly commands: readonly WorkflowCommand[];
  /** Milliseconds from the cancel, or from the start if there was none, to the end. */
  readonly tookMs: number;
  /** Milliseconds from the cancel to the first line that names the attach command. */
  readonly attachShownAfterMs: number | undefined;
}

/** The settings of a step in a workflow. */
export interface StepSetup {
  readonly with: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The runner's Node. Default: the one that runs the tests. */
  readonly node?: string;
  /** Cancels the job as soon as this is true for the outputs, as a person would. */
  readonly cancelWhen?: (outputs: Readonly<Record<string, string>>) => boolean;
}

interface ActionManifest {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post: string };
}

/** The manifest of an action's folder, as the runner reads it. */
export async function actionManifest(folder: string): Promise<ActionManifest> {
  return parse(await readFile(join(folder, "action.yml"), "utf8")) as ActionManifest;
}

/** Runs a step of the action's folder, then its post step. */
export async function runAction(folder: string, given: StepSetup): Promise<{ main: StepEnd; post: StepEnd }> {
  const { inputs, runs } = await actionManifest(folder);
  const defaults = Object.entries(inputs).map(
    ([name, { default: preset = "" }]) => [name, preset === "${{ github.token }}" ? jobToken : preset] as const,
  );
  const env = Object.fromEntries(
    [...defaults, ...Object.entries(given.with)].map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  const main = await step(join(folder, runs.main), { ...given, env: { ...env, ...given.env } });
  const state = Object.fromEntries(Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value]));
  const { cwd, node } = given;
  const post = await step(join(folder, runs.post), {
    cwd,
    ...(node && { node }),
    env: { ...env, ...given.env, ...state },
  });
  return { main, post };
}

async function step(file: string, given: Omit<StepSetup, "with">): Promise<StepEnd> {
  const dir = await mkdtemp(join(tmpdir(), "remotest-runner-"));
  const files = { GITHUB_OUTPUT: join(dir, "o"), GITHUB_STATE: join(dir, "s"), GITHUB_STEP_SUMMARY: join(dir, "m") };
  for (const path of Object.values(files)) await writeFile(path, "");
  const child = spawn(given.node ?? process.execPath, [file], {
    cwd: given.cwd,
    env: { ...surroundings, CI: "true", GITHUB_ACTIONS: "true", ...jobVariables, ...files, ...given.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  let from = performance.now();
  let cancelled = false;
  let attachShownAfterMs: number | undefined;
  const collect = (chunk: Buffer): void => {
    log += chunk.toString("utf8");
    if (cancelled && log.includes("remotest attach ")) attachShownAfterMs ??= performance.now() - from;
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const timers = [setTimeout(() => child.kill("SIGKILL"), 90_000)];
  // The files are removed only when the last check has read them.
  let checking = Promise.resolve();
  const watch = setInterval(() => void (checking = checking.then(check)), 20);
  const check = async (): Promise<void> => {
    const outputs = entries(await readFile(files.GITHUB_OUTPUT, "utf8"));
    if (cancelled || !given.cancelWhen?.(outputs)) return;
    cancelled = true;
    from = performance.now();
    child.kill("SIGINT");
    timers.push(
      setTimeout(() => child.kill("SIGTERM"), 7_500),
      setTimeout(() => child.kill("SIGKILL"), 10_000),
    );
  };
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const tookMs = performance.now() - from;
  clearInterval(watch);
  await checking;
  for (const timer of timers) clearTimeout(timer);
  const [outputs, state] = [await readFile(files.GITHUB_OUTPUT, "utf8"), await readFile(files.GITHUB_STATE, "utf8")];
  const summary = await readFile(files.GITHUB_STEP_SUMMARY, "utf8");
  await rm(dir, { recursive: true });
  const spoken = { outputs: entries(outputs), state: entries(state), commands: commandsIn(log) };
  return { code, log, ...spoken, summary, tookMs, attachShownAfterMs };
}

/** The token that GitHub gives each job. */
const jobToken = "ghs_tokenOfTheJob1234567890";

const jobVariables = {
  GITHUB_REPOSITORY: "octo/shop",
  GITHUB_RUN_ID: "41",
  GITHUB_RUN_ATTEMPT: "1",
  GITHUB_JOB: "test",
  GITHUB_ACTION: "remotest",
};

/** Reads the entries of a file of names and values. As for the runner, an invalid format is an error. */
function entries(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length - 1; at++) {
    const [, name, delimiter] = /^([^<=]+)<<(.+)$/.exec(lines[at] ?? "") ?? [];
    if (name === undefined || delimiter === undefined) throw new Error(`Invalid format: ${lines[at]}`);
    const end = lines.indexOf(delimiter, at + 1);
    // Half written: the next check reads it completely.
    if (end === -1) return found;
    found[name] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return found;
}

/** Finds every line that the runner reads as a command: `::name …::` after white space, `##[name]` anywhere. */
function commandsIn(log: string): WorkflowCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const old = /##\[([\w-]+)[^\]]*\](.*)$/.exec(line);
    if (old) return [{ name: old[1] ?? "", properties: {}, message: old[2] ?? "" }];
    const [, name, properties = "", message = ""] = /^\s*::([\w-]+)(?: ([^:]*))?::(.*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = properties.split(",").map((pair) => /^([^=]*)=(.*)$/.exec(pair)?.slice(1) ?? ["", ""]);
    const read = pairs.map(([key = "", value = ""]) => [key, unescape(value)]);
    return [{ name, properties: Object.fromEntries(read) as Record<string, string>, message: unescape(message) }];
  });
}

function unescape(text: string): string {
  const signs: Record<string, string> = { "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%" };
  return text.replaceAll(/%(?:0D|0A|3A|2C|25)/g, (sign) => signs[sign] ?? sign);
}
