import { join } from "node:path";
import { inWords, ProviderError } from "../errors.ts";
import type { InputNames, Wording } from "../inputs/wording.ts";
import { verdictOf } from "../gate/verdict.ts";
import { readGuarded } from "../files/guarded-file.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import { lookFor } from "../ledger/look-for.ts";
import { previousDir } from "../report-dir/previous-report.ts";
import type { KeptFiles } from "./kept-files.ts";
import { largestResults } from "./results-json.ts";
import { readReportDocument } from "./read-results-json.ts";
import type { Attachment, RunReport } from "./report.ts";

/**
 * Returns the reports of an earlier command on the other runs of a plan, if only some are attached to. They are part of
 * the verdict, because a failure of one run is the plan's: attaching to the run that timed out must not turn it green.
 *
 * @param others the entries of `run.json` that are not attached to
 * @param judged judges a run again by this command's policy
 * @param names by which the user knows the inputs
 */
export async function knownRuns(
  others: readonly LedgerEntry[],
  files: KeptFiles,
  judged: (run: RunReport) => RunReport,
  names?: InputNames,
): Promise<readonly RunReport[]> {
  if (others.length === 0) return [];
  const previous = join(files.dir, previousDir);
  const reported = await earlierRuns(previous);
  const found = await Promise.all(
    others.map(async (entry): Promise<RunReport | undefined> => {
      const known = reported.find(({ handle, provider }) => handle?.ref === entry.ref && provider === entry.provider);
      const commit = entry.commit ?? undefined;
      if (known) return withFiles(judged({ ...known, commit }), previous, files);
      // A pass that was reported needs no second report; anything else without results is not a pass.
      if (entry.verdict === "passed" && entry.reported) return undefined;
      return judged({ ...withoutResults(entry, names), commit });
    }),
  );
  return found.filter((run) => run !== undefined);
}

async function earlierRuns(previous: string): Promise<readonly RunReport[]> {
  try {
    return readReportDocument(await readGuarded(join(previous, "results.json"), largestResults)).runs;
  } catch {
    return [];
  }
}

/**
 * Copies the run's files back from `previous/`; one that cannot be copied is left out. Each gets a name that no file of a
 * run of this command has: an earlier one that was about fewer runs may have given it the same.
 */
async function withFiles(run: RunReport, previous: string, files: KeptFiles): Promise<RunReport> {
  const attachments: Attachment[] = [];
  for (const attachment of run.attachments) {
    try {
      attachments.push({ ...attachment, file: await files.keepCopy(join(previous, attachment.file)) });
    } catch {
      // The file is gone; the results are still there.
    }
  }
  return { ...run, attachments };
}

function withoutResults(entry: LedgerEntry, names: InputNames | undefined): RunReport {
  const { provider, name, distinction, label, gate, part, ref, url, startedAt, endedAt } = entry;
  const error = inWords(new ProviderError({ code: "known-before", ...unavailable(entry), retry: "never" }), names);
  const started = new Date(startedAt);
  const since = Number.isNaN(started.getTime()) ? new Date() : started;
  const ended = new Date(endedAt ?? since);
  return {
    provider,
    name,
    ...(distinction !== null && { distinction }),
    ...(label !== null && { label }),
    ...(gate && { gate }),
    ...(part && { position: part.position }),
    ...(part?.blocking === false && { blocking: false }),
    handle: ref === null ? undefined : { ref, ...(url === null ? {} : { url }) },
    startedAt: since,
    endedAt: ended >= since ? ended : since,
    end: { kind: "no-results", error },
    verdict: verdictOf(error),
    attachments: [],
  };
}

/** Says why a run has no results, and how to get them. Without a reference, there is nothing to attach to. */
function unavailable({ start, verdict, token }: LedgerEntry): { readonly message: string; readonly next: Wording } {
  if (start === "not-started")
    return {
      message: "This run of the same plan was not started by the earlier command, so it has no results.",
      next: ({ option }) =>
        `Repeat that command with ${option("resume")}: it starts only what was not started; give another ${option("reportDir")} to leave this run out.`,
    };
  if (start === "on-its-way")
    return {
      message:
        "An earlier command sent the start request of this run of the same plan and got no answer, so the run may or may not have been started.",
      next: ({ option }) =>
        `Check at the service ${lookFor(token)}; then attach to all runs that are there in one command, with another ${option("reportDir")}.`,
    };
  const how = verdict === null ? "had not finished" : `ended with the verdict ${verdict}`;
  return {
    message: `This run of the same plan ${how} in an earlier command, and its results are not available.`,
    next: ({ option }) =>
      `Attach to all runs of the plan in one command; give another ${option("reportDir")} to leave this run out.`,
  };
}
