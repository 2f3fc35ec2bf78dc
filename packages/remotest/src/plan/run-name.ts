import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { OptionValues, Provider } from "@remotest/core";
import type { Platform } from "../platform.ts";

/**
 * The name of a run that nobody named: the subject of the commit under test, from where the CI system keeps it
 * (GitLab, Azure DevOps, GitHub), else from git, else a plain one. Cutting it to length is the provider's affair.
 */
export async function defaultRunName(env: Platform["env"]): Promise<string> {
  const text =
    env["CI_COMMIT_TITLE"] ||
    env["BUILD_SOURCEVERSIONMESSAGE"] ||
    (await fromGitHubEvent(env["GITHUB_EVENT_PATH"])) ||
    (await fromGit());
  return oneLine(text ?? "") || "Remotest run";
}

/** The first line of a text that says anything, without control characters. */
export function oneLine(text: string): string {
  const [line = ""] = text.trim().split(/[\r\n\u2028\u2029]/u);
  return line.replaceAll(/\p{Cc}+/gu, " ").trim();
}

/** What tells the runs of one plan apart: the value of the input that makes each of its values a run. */
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
    const said = event.head_commit?.message ?? event.pull_request?.title;
    return typeof said === "string" ? said : undefined;
  } catch {
    return undefined;
  }
}

async function fromGit(): Promise<string | undefined> {
  // Loaded only here: whoever names a run does not wait for it.
  const { execFile } = process.getBuiltinModule("node:child_process");
  try {
    const { stdout } = await promisify(execFile)("git", ["log", "-1", "--format=%s"], { timeout: 2_000 });
    return stdout;
  } catch {
    return undefined;
  }
}
