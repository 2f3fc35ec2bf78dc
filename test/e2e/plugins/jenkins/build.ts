import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { javaHome } from "../../stage/java.ts";

const harness = join(import.meta.dirname, "harness");

/** A command line that ends with 0 if a build can run. */
export const groovyProbe: readonly [string, ...string[]] = ["env", `JAVA_HOME=${javaHome}`, "groovy", "--version"];

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
  readonly log: string;
}

/** The settings of a build. */
export interface BuildSetup {
  readonly jenkinsfile: string;
  /** The checkout that contains the library at its libraryPath. */
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
  /** Aborts the build as soon as its log matches. */
  readonly abortAt?: RegExp;
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
  const files = {
    jenkinsfile: join(folder, "Jenkinsfile"),
    record: join(folder, "record.json"),
    abort: join(folder, "abort"),
  };
  await rm(files.abort, { force: true });
  await writeFile(files.jenkinsfile, jenkinsfile);
  const config = join(folder, "build.json");
  await writeFile(config, JSON.stringify({ ...files, library, workspace, params, credentials, plugins }));
  const log = await run(["-cp", harness, join(harness, "Harness.groovy"), config], files.abort, setup);
  return { ...(JSON.parse(await readFile(files.record, "utf8")) as Omit<Build, "log">), log };
}

function run(args: readonly string[], abort: string, { env, abortAt }: BuildSetup): Promise<string> {
  const child = spawn("groovy", args, {
    env: {
      PATH: process.env["PATH"],
      JAVA_HOME: javaHome,
      JAVA_OPTS: "-Dfile.encoding=UTF-8",
      LANG: "C.UTF-8",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const read = (text: Buffer): void => {
    log += text.toString("utf8");
    if (abortAt?.test(log)) void writeFile(abort, "");
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(() => child.kill("SIGKILL"), 90_000);
    child.once("error", reject);
    child.once("close", () => {
      clearTimeout(tooLong);
      resolve(log);
    });
  });
}

/** Returns a pipeline with only the library's step; it prints the returned outcome. */
export function step(parameters: string): string {
  return `
    library identifier: 'remotest@v1', retriever: modernSCM(scm: [:], libraryPath: 'packages/jenkins-library')
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
