import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { OptionValues, Provider } from "@remotest/core";
import { oneLine } from "../plan-file/one-line.ts";
import type { Platform } from "../platform.ts";

/**
 * Returns the name of a run that the user did not name: the subject of the commit under test, from the CI system
 * (GitLab, Azure DevOps, GitHub), otherwise from git, otherwise a plain name. The provider cuts it to length.
 */
export async function defaultRunName(env: Platform["env"]): Promise<string> {
  const text =
    env["CI_COMMIT_TITLE"] ||
    env["BUILD_SOURCEVERSIONMESSAGE"] ||
    (await fromGitHubEvent(env["GITHUB_EVENT_PATH"])) ||
    (await fromGit());
  return oneLine(text ?? "") || "Remotest run";
}

/** Returns what distinguishes a run from the others of its plan: the value of the input that starts one run for each. */
export function distinction(provider: Provider, options: OptionValues): string {
  return Object.entries(provider.startInputs)
    .filter(([, input]) => "eachIsARun" in input)
    .map(([name]) => options[name])
    .filter((value) => typeof value === "string")
    .join(", ");
}

async function fromGitHubEvent(path: string | undefined): Promise<string | undefined> {
  if (!path) return undefined;
  try {
    const event = JSON.parse(await readFile(path, "utf8")) as {
      head_commit?: { message?: unknown };
      pull_request?: { title?: unknown };
    };
    const title = event.head_commit?.message ?? event.pull_request?.title;
    return typeof title === "string" ? title : undefined;
  } catch {
    return undefined;
  }
}

async function fromGit(): Promise<string | undefined> {
  // Loaded here, so that a run with a name does not wait for it.
  const { execFile } = process.getBuiltinModule("node:child_process");
  try {
    const { stdout } = await promisify(execFile)("git", ["log", "-1", "--format=%s"], { timeout: 2_000 });
    return stdout;
  } catch {
    return undefined;
  }
}
