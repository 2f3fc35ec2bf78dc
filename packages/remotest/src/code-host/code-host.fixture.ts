import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "@remotest/sandbox";
import { expect } from "vitest";
import { main } from "../main.ts";
import type { ApiServer } from "./api-server.fixture.ts";
import { gitHubToken, head, type GitHubServer } from "./github-server.fixture.ts";
import { gitLabHead, gitLabToken, type GitLabServer } from "./gitlab-server.fixture.ts";

type Variables = Readonly<Record<string, string>>;

/** The end of a command. */
export interface CommandEnd {
  readonly code: number;
  /** Everything that it printed. */
  readonly text: string;
}

/** A directory for reports, and a service that runs tests. */
export interface Workplace extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly path: string;
  /** Runs a command in this process, and interrupts it as soon as what it prints matches. */
  readonly remotest: (args: readonly string[], env?: Variables, interruptAt?: RegExp) => Promise<CommandEnd>;
}

/** Opens a place in which each command has its own report directory. */
export async function openWorkplace(): Promise<Workplace> {
  const sandbox = await startSandbox({ port: 0, speed: 400 });
  const path = await mkdtemp(join(tmpdir(), "remotest-host-"));
  const account = {
    ATS_BASE_URL: sandbox.url,
    ATS_API_TOKEN: "demo",
    ATS_APP_ID: "SHOP-1",
    REMOTEST_POLL_INTERVAL: "100ms",
  };
  let commands = 0;
  return {
    sandbox,
    path,
    remotest: async (args, env = {}, interruptAt) => {
      const interrupted = new AbortController();
      let text = "";
      let stop: ((signal: "SIGINT") => Error) | undefined;
      const write = (more: string): void => {
        text += more;
        if (interruptAt?.test(text) && !interrupted.signal.aborted) interrupted.abort(stop?.("SIGINT"));
      };
      const dir = { REMOTEST_REPORT_DIR: join(path, `report-${commands++}`), NO_COLOR: "1" };
      const code = await main(args, {
        version: "1.2.3",
        env: { ...account, ...dir, ...env },
        stdout: { write },
        stderr: { write },
        interrupted: interrupted.signal,
        onInterrupt: (reason) => (stop = reason),
      });
      return { code, text };
    },
    [Symbol.asyncDispose]: async () => {
      await sandbox.close();
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** A code host, and the commands of the jobs that it runs. */
export interface HostWithJobs<Server> extends AsyncDisposable {
  readonly server: Server;
  /** Runs a command as a job does. It never prints the token. */
  readonly run: Workplace["remotest"];
}

/** Runs commands as jobs of a code host do. At the end, no exchange with it may differ from its description. */
export function withJobs<Server extends ApiServer & { readonly violations: readonly string[] }>(
  server: Server,
  job: Variables,
  place: Workplace,
): HostWithJobs<Server> {
  return {
    server,
    run: async (args, env = {}, interruptAt) => {
      const end = await place.remotest(args, { ...job, ...env }, interruptAt);
      expect(end.text).not.toContain(job["REMOTEST_CI_TOKEN"]);
      return end;
    },
    [Symbol.asyncDispose]: async () => {
      expect(server.violations).toEqual([]);
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Returns the states that were written, in order. */
export function statesOf({ requests }: ApiServer): readonly string[] {
  return requests.flatMap(({ method, path, body }) =>
    method === "POST" && path.includes("/statuses/") ? [(body as { readonly state: string }).state] : [],
  );
}

/** The variables of a job of GitHub Actions that runs for pull request 7. */
export async function gitHubJob({ url }: GitHubServer, { path }: Workplace): Promise<Variables> {
  const event = join(path, "event.json");
  await writeFile(event, JSON.stringify({ pull_request: { number: 7, head: { sha: head } } }));
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: "octo/shop",
    GITHUB_SHA: "f".repeat(40),
    GITHUB_EVENT_PATH: event,
    GITHUB_WORKFLOW: "CI",
    GITHUB_JOB: "test",
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_RUN_ID: "41",
    REMOTEST_CI_TOKEN: gitHubToken,
  };
}

/** The variables of a GitLab job for merge request 9. */
export function gitLabJob({ url }: GitLabServer): Variables {
  return {
    GITLAB_CI: "true",
    CI_API_V4_URL: url,
    CI_PROJECT_ID: "41",
    CI_COMMIT_SHA: gitLabHead,
    CI_PIPELINE_ID: "77",
    CI_JOB_NAME: "remotest",
    CI_PIPELINE_URL: "https://gitlab.example/octo/shop/-/pipelines/77",
    CI_MERGE_REQUEST_IID: "9",
    CI_MERGE_REQUEST_PROJECT_ID: "41",
    REMOTEST_CI_TOKEN: gitLabToken,
  };
}
