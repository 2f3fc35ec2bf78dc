import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const harness = join(import.meta.dirname, "harness");

/** Groovy 2.4, which Jenkins has, needs a Java of its time. */
const javaHome: string =
  process.env["REMOTEST_JAVA_HOME"] ?? globSync("/usr/lib/jvm/java-17-openjdk-*")[0] ?? "/usr/lib/jvm/java-17";

/** A command line that ends with 0 where a build can run. */
export const groovyProbe: readonly [string, ...string[]] = ["env", `JAVA_HOME=${javaHome}`, "groovy", "--version"];

/** A step as it was called, with what it was given. */
interface Step {
  readonly step: string;
  readonly [given: string]: unknown;
}

/** What became of a build. */
export interface Build {
  readonly result: "SUCCESS" | "UNSTABLE" | "FAILURE" | "ABORTED";
  readonly called: readonly Step[];
  /** What was thrown out of the pipeline; of an abort the step that it was thrown in. */
  readonly failure?: string;
  readonly log: string;
}

/** What a build has besides its Jenkinsfile. */
export interface BuildSetup {
  readonly jenkinsfile: string;
  /** The checkout that holds the library at its libraryPath. */
  readonly library: string;
  readonly params?: Readonly<Record<string, string>>;
  /** Secrets by the ids of credentials. */
  readonly credentials?: Readonly<Record<string, string>>;
  /**
   * Of junit and publishHTML those that are installed; "junit fails", "junit is aborted", "junit breaks" with an error
   * of the JVM, and "the agent is lost after sh" make it so.
   */
  readonly plugins?: readonly string[];
  /** The environment of the agent, besides PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** The build is aborted as soon as its log says this. */
  readonly abortAt?: RegExp;
}

/** An agent's workspace in which builds run one after the other. */
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

/** A pipeline of the library's step alone; it says what the step returned. */
export function step(parameters: string): string {
  return `
    library identifier: 'remotest@v1', retriever: modernSCM(scm: [:], libraryPath: 'packages/jenkins-library')
    def tests = remotestRun(${parameters})
    echo "outcome \${tests.outcome}"`;
}

/** The last thing that the library or the pipeline said. */
export function said({ called }: Build): string {
  return String(called.findLast((each) => ["echo", "unstable", "error"].includes(each.step))?.["message"]);
}

/** The calls of one step. */
export function stepsOf({ called }: Build, name: string): readonly Step[] {
  return called.filter((each) => each.step === name);
}
