import type { Transport } from "@remotest/core";
import type { Announcement } from "../code-host/announcement.ts";
import { type CodeHostOptions, defaultCheckName } from "../code-host/check-name.ts";
import type { Platform } from "../platform.ts";
import { commitUnderTest } from "./commit.ts";
import { originOf } from "./origin.ts";
import type { Plan } from "./plan.ts";

/** The options that an announcement depends on. Those of a plan file are there only for `run`. */
type AnnouncedOptions = CodeHostOptions & {
  readonly insecureHttp: boolean;
  readonly run?: string | undefined;
};

/**
 * Prepares to tell GitHub or GitLab about the runs of a plan; undefined if the user does not want that.
 * @param comesBack true if a run that is not finished is left to a later command
 */
export async function announcePlan(
  { runs, options, path, file, quarantine }: Plan<AnnouncedOptions>,
  { comesBack, transport }: { readonly comesBack: boolean; readonly transport: Transport },
  platform: Platform,
): Promise<Announcement | undefined> {
  const { commitStatus, comment, checkName, run, commit } = options;
  if (commitStatus !== true && comment !== true) return undefined;
  // Loaded only if it is needed.
  const { Announcement } = await import("../code-host/announcement.ts");
  const part = path === undefined ? undefined : { path, run, hash: file?.hash };
  const name = checkName ?? defaultCheckName(runs, part, platform);
  const all = file?.runs ?? runs.length;
  const buildUrl = originOf(platform)?.buildUrl;
  // A run that is attached to may have been started for another commit; one that the user names is believed.
  const tested = commit === undefined ? commitUnderTest(platform.env) : undefined;
  const settings = { options, name, runs: all, comesBack, tested, quarantine, buildUrl };
  return new Announcement(settings, platform, transport);
}
