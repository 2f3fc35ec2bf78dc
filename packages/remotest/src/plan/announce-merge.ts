import type { Problem, Wording } from "@remotest/core";
import type { CommonOptions, QuarantineEntry, Report } from "@remotest/core/flow";
import { type CodeHostOptions, codeHostProblems } from "../code-host/check-name.ts";
import { openTransport } from "../network/transport.ts";
import type { Platform } from "../platform.ts";
import { commitUnderTest } from "./commit.ts";
import { networkProblems } from "./option-problems.ts";
import { originOf } from "./origin.ts";

type MergeOptions = CodeHostOptions & Pick<CommonOptions, "caFile" | "proxy" | "insecureHttp" | "maxResponse">;

/** Finds the problems of the options by which a merge tells GitHub or GitLab. Without them, it needs no network. */
export function announceProblems(options: MergeOptions, env: Platform["env"]): readonly Problem[] {
  return [
    ...codeHostProblems({ ...options }, "merge"),
    ...(isWanted(options) ? networkProblems({ ...options }, env) : []),
  ];
}

function isWanted({ commitStatus, comment }: MergeOptions): boolean {
  return commitStatus === true || comment === true;
}

/**
 * Tells GitHub or GitLab the merged verdict, if the user wants that. A status by which the shards said that they are
 * waiting, or that one of them failed, is replaced by it.
 *
 * @returns what could not be written, as warnings
 */
export async function announceMerge(
  report: Report,
  options: MergeOptions,
  quarantine: readonly QuarantineEntry[],
  platform: Platform,
): Promise<readonly Wording[]> {
  const { checkName: name, commit } = options;
  if (!isWanted(options) || name === undefined) return [];
  // Loaded only if it is needed.
  const { Announcement } = await import("../code-host/announcement.ts");
  const transport = await openTransport(options, platform.env, platform.names);
  // Shards that an earlier pipeline left may be about another commit, even if all of them agree.
  const tested = commit ?? commitUnderTest(platform.env);
  const buildUrl = originOf(platform)?.buildUrl;
  const settings = { options, name, runs: report.runs.length, comesBack: false, tested, quarantine, buildUrl };
  return new Announcement(settings, platform, transport).finished(report);
}
