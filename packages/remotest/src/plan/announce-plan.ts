import type { Transport } from "@remotest/core";
import type { Announcement } from "../code-host/announcement.ts";
import { type CodeHostOptions, defaultCheckName } from "../code-host/check-name.ts";
import type { Platform } from "../platform.ts";
import { originOf } from "./origin.ts";
import type { Plan } from "./plan.ts";

/** The options that an announcement depends on. Those of a plan file are there only for `run`. */
type AnnouncedOptions = CodeHostOptions & {
  readonly insecureHttp: boolean;
  readonly run?: string | undefined;
  readonly shard?: string | undefined;
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
  const { commitStatus, comment, checkName, run, shard } = options;
  if (commitStatus !== true && comment !== true) return undefined;
  // Loaded only if it is needed.
  const { Announcement } = await import("../code-host/announcement.ts");
  const part = path === undefined ? undefined : { path, run, shard, hash: file?.hash };
  const name = checkName ?? defaultCheckName(runs, part, platform);
  const settings = { options, name, runs: runs.length, comesBack, quarantine, buildUrl: originOf(platform)?.buildUrl };
  return new Announcement(settings, platform, transport);
}
