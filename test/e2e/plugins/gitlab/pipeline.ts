import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOutMirrors } from "../../../../scripts/release/lay-out-mirrors.ts";
import { surroundings } from "../../stage/command.ts";

const gitlab = createRequire(import.meta.url).resolve("gitlab-ci-local");

/** The component's mirror as a GitLab project, laid out and released with a version. */
export interface ComponentProject extends AsyncDisposable {
  /** The variables with which git finds the project at the address in a pipeline. */
  readonly env: Readonly<Record<string, string>>;
}

/** Lays the mirror out and tags it. Only the address of the project is invented. */
export async function releaseComponent(version: string): Promise<ComponentProject> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-mirror-"));
  await layOutMirrors(folder, ["gitlab-component"]);
  const project = join(folder, "gitlab-component");
  const addresses = ["https://gitlab.com:443/", "https://gitlab.com/"].map(
    (host) => `\tinsteadOf = ${host}remotest/gitlab-component.git\n`,
  );
  const config = join(folder, "gitconfig");
  const who = "[user]\n\tname = A Maintainer\n\temail = maintainer@example.com\n";
  await writeFile(config, `${who}[url "${project}"]\n${addresses.join("")}`);
  const env = { GIT_CONFIG_GLOBAL: config, GIT_CONFIG_NOSYSTEM: "1" };
  commit(project, "The component", env);
  execFileSync("git", ["tag", version], { cwd: project });
  return { env, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** The result of a pipeline. */
export interface Pipeline {
  readonly code: number | null;
  /** The log that a person sees, without colours. */
  readonly log: string;
}

/** The project of a user of the component. */
export interface UserProject extends AsyncDisposable {
  readonly path: string;
  /** Runs the project's pipeline with variables from its CI/CD settings. */
  readonly pipeline: (variables: Readonly<Record<string, string>>) => Promise<Pipeline>;
  /** Like `pipeline`, but stops it as soon as its log matches. */
  readonly cancelledPipeline: (variables: Readonly<Record<string, string>>, at: RegExp) => Promise<Pipeline>;
  /** Returns a file that a job left. */
  readonly fileOf: (job: string, file: string) => Promise<string>;
}

/**
 * Makes a repository with only a pipeline.
 * @param prepare adds files to it
 */
export async function userProject(
  pipeline: string,
  env: Readonly<Record<string, string>>,
  prepare?: (folder: string) => Promise<void>,
): Promise<UserProject> {
  const path = await mkdtemp(join(tmpdir(), "remotest-gitlab-"));
  await writeFile(join(path, ".gitlab-ci.yml"), pipeline);
  await writeFile(join(path, ".gitignore"), ".gitlab-ci-local*\n");
  await prepare?.(path);
  commit(path, "Nightly", env);
  execFileSync("git", ["remote", "add", "origin", "https://gitlab.com/acme/shop.git"], { cwd: path });
  const start = async (variables: Readonly<Record<string, string>>, at?: RegExp): Promise<Pipeline> => {
    const settings = Object.entries(variables).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
    await writeFile(join(path, ".gitlab-ci-local-variables.yml"), settings.join(""));
    return run(path, env, at);
  };
  return {
    path,
    pipeline: (variables) => start(variables),
    cancelledPipeline: start,
    fileOf: (job, name) => readFile(join(path, ".gitlab-ci-local/builds", job, name), "utf8"),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

function run(cwd: string, env: Readonly<Record<string, string>>, stopAt: RegExp | undefined): Promise<Pipeline> {
  const home = join(cwd, ".gitlab-ci-local-home");
  mkdirSync(home, { recursive: true });
  const child = spawn(process.execPath, [gitlab, "--force-shell-executor", "--shell-isolation", "--no-cleanup"], {
    cwd,
    env: { ...surroundings, HOME: home, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  let stopped = false;
  const read = (text: Buffer): void => {
    log += text.toString("utf8");
    if (stopped || !stopAt?.test(log)) return;
    stopped = true;
    child.kill("SIGINT");
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(() => child.kill("SIGKILL"), 90_000);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(tooLong);
      resolve({ code, log });
    });
  });
}

function commit(cwd: string, message: string, env: Readonly<Record<string, string>>): void {
  const git = (...args: readonly string[]): void => {
    execFileSync("git", args, { cwd, env: { ...process.env, ...env }, stdio: "pipe" });
  };
  git("init", "--quiet", "--initial-branch", "main");
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
}
