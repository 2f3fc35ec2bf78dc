import { type ChildProcess, type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { surroundings } from "../../stage/command.ts";
import { javaHome } from "../../stage/java.ts";

const harness = join(import.meta.dirname, "harness");
const java = join(javaHome, "bin/java");
/** The jars of stage/peers/jenkins-engine-ivy.xml, which .ci/run fetches. */
const engine = globSync(join(process.env["JENKINS_ENGINE"] ?? "no-such-folder", "*.jar"));

/** Java 17 hides from Groovy what Groovy 2.4 and the engine look into. */
const opened = ["lang", "util", "io", "lang.reflect", "net"].flatMap((name) => [
  "--add-opens",
  `java.base/java.${name}=ALL-UNNAMED`,
]);
const options = (...classpath: readonly string[]): string[] => [
  ...opened,
  "-Dfile.encoding=UTF-8",
  "-XX:TieredStopAtLevel=1",
  "-XX:+UseSerialGC",
  "-cp",
  [...classpath, ...engine].join(":"),
];

/** A command line that ends with 0 if the engine of Jenkins is there. */
export const engineProbe: readonly [string, ...string[]] = [
  java,
  ...options(),
  "groovy.ui.GroovyMain",
  "-e",
  "com.cloudbees.groovy.cps.Continuable",
];

/** A step that was called, with its arguments. */
interface Step {
  readonly step: string;
  readonly [given: string]: unknown;
}

/** The result of a build. */
export interface Build {
  readonly result: "SUCCESS" | "UNSTABLE" | "FAILURE" | "ABORTED";
  readonly called: readonly Step[];
  /** The error that ended the pipeline; for an abort, the step in which it was thrown. */
  readonly failure?: string;
  /** How often the program was saved, forgotten and loaded again: at each step. */
  readonly saved: number;
  readonly log: string;
}

/** The settings of a build. */
export interface BuildSetup {
  readonly jenkinsfile: string;
  /** The checkout of the library, or one that contains it at its libraryPath. */
  readonly library: string;
  readonly params?: Readonly<Record<string, string>>;
  /** Secrets by the ids of credentials. */
  readonly credentials?: Readonly<Record<string, string>>;
  /**
   * The installed plugins (junit, publishHTML), and the faults: "junit fails", "junit is aborted", "junit breaks" (with an
   * error of the JVM), "the agent is lost after sh".
   */
  readonly plugins?: readonly string[];
  /** The environment of the agent, besides PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** Options of the controller's Java. */
  readonly controllerOptions?: readonly string[];
  /** Aborts the build as soon as its log matches. */
  readonly abortAt?: RegExp;
  /** Kills Jenkins as soon as its log matches, and starts it again; `abortAt` then applies to the second start. */
  readonly restartAt?: RegExp;
}

/** The workspace of an agent, in which builds run one after the other. */
export interface Agent extends AsyncDisposable {
  readonly workspace: string;
  readonly build: (setup: BuildSetup) => Promise<Build>;
}

export async function startAgent(): Promise<Agent> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-jenkins-"));
  const workspace = await mkdtemp(join(folder, "workspace "));
  return {
    workspace,
    build: (setup) => build(folder, workspace, setup),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function build(folder: string, workspace: string, setup: BuildSetup): Promise<Build> {
  const { jenkinsfile, library, params = {}, credentials = {}, plugins = ["junit", "publishHTML"] } = setup;
  const env = { ...surroundings, JAVA_HOME: javaHome, LANG: "C.UTF-8", ...setup.env };
  const home = await mkdtemp(join(folder, "build-"));
  const files = { jenkinsfile: join(home, "Jenkinsfile"), abort: join(home, "abort") };
  await writeFile(files.jenkinsfile, jenkinsfile);
  const config = join(home, "build.json");
  await writeFile(config, JSON.stringify({ ...files, home, library, workspace, params, credentials, plugins, env }));
  let log = "";
  if (setup.restartAt)
    log += await run(config, setup, { at: setup.restartAt, act: (jenkins) => jenkins.kill("SIGKILL") });
  log += await run(config, setup, { at: setup.abortAt, act: () => void writeFile(files.abort, "") });
  return { ...(JSON.parse(await readFile(join(home, "record.json"), "utf8")) as Omit<Build, "log">), log };
}

/** A controller of Jenkins: a process that runs one build after the other. */
interface Controller {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly options: string;
}

/** Controllers without a build. To start one takes longer than most builds. */
const idle: Controller[] = [];

function startController(javaOptions: readonly string[]): Controller {
  compiled ??= compileHarness();
  const args = [`-Dharness=${harness}`, ...javaOptions, ...options(compiled), "Controller"];
  const child = spawn(java, args, {
    env: { PATH: process.env["PATH"], JAVA_HOME: javaHome, LANG: "C.UTF-8" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  return { process: child, options: javaOptions.join(" ") };
}

/** Runs Jenkins until the build is over; does something when the log matches. */
async function run(
  config: string,
  { controllerOptions = [] }: BuildSetup,
  { at, act }: { readonly at: RegExp | undefined; readonly act: (jenkins: ChildProcess) => void },
): Promise<string> {
  const free = idle.findIndex((each) => each.options === controllerOptions.join(" "));
  const [controller = startController(controllerOptions)] = free < 0 ? [] : idle.splice(free, 1);
  const { process: child } = controller;
  keepAlive(controller, true);
  const over = `\n${config}\n`;
  let log = "";
  const isOver = await new Promise<boolean>((resolve, reject) => {
    const tooLong = setTimeout(() => child.kill("SIGKILL"), 90_000);
    const end = (how: () => void): void => {
      clearTimeout(tooLong);
      child.stdout.removeAllListeners("data");
      child.removeAllListeners();
      how();
    };
    child.stdout.on("data", (text: Buffer) => {
      log += text.toString("utf8");
      if (at?.test(log)) act(child);
      if (log.endsWith(over)) end(() => resolve(true));
    });
    child.once("error", (error) => end(() => reject(error)));
    child.once("close", () => end(() => resolve(false)));
    child.stdin.write(`${config}\n`);
  });
  if (!isOver) return log;
  keepAlive(controller, false);
  idle.push(controller);
  return log.slice(0, -over.length);
}

/** A controller without a build ends with the process of the tests, and does not keep it alive. */
function keepAlive({ process: child }: Controller, isKept: boolean): void {
  for (const each of [child, child.stdin, child.stdout] as readonly { ref(): void; unref(): void }[])
    if (isKept) each.ref();
    else each.unref();
}

let compiled: string | undefined;

/** Compiles the harness once for all builds of a test file, as plain Groovy. */
function compileHarness(): string {
  const classes = mkdtempSync(join(tmpdir(), "remotest-jenkins-harness-"));
  const sources = globSync(["*.groovy", "{hudson,org}/**/*.groovy"], { cwd: harness }).map((file) =>
    join(harness, file),
  );
  const args = [...options(), "org.codehaus.groovy.tools.FileSystemCompiler", "-d", classes, ...sources];
  const { status, stderr, stdout } = spawnSync(java, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`The harness does not compile: ${stdout}${stderr}`);
  process.once("exit", () => rmSync(classes, { recursive: true, force: true }));
  return classes;
}

/** Returns a pipeline with only the library's step; it prints the returned outcome. */
export function step(parameters: string): string {
  return `
    library identifier: 'remotest@v1', retriever: modernSCM([:])
    def tests = remotestRun(${parameters})
    echo "outcome \${tests.outcome}"`;
}

/** Returns the last message of the library or the pipeline. */
export function lastMessage({ called }: Build): string {
  return String(called.findLast((each) => ["echo", "unstable", "error"].includes(each.step))?.["message"]);
}

/** Returns the calls of one step. */
export function stepsOf({ called }: Build, name: string): readonly Step[] {
  return called.filter((each) => each.step === name);
}
