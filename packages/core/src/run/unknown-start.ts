import { join } from "node:path";
import { UnknownStartError } from "../errors.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import { lookFor } from "../ledger/look-for.ts";
import type { RunHandle } from "../provider/provider.ts";

/** Says that nothing is started because the ledger, which may contain the run, cannot be read. */
export function unreadableBefore(reportDir: string): UnknownStartError {
  return new UnknownStartError(
    `${join(reportDir, "run.json")} cannot be read, so it is not known whether an earlier process has started the run. Nothing was started.`,
    ({ option }) =>
      `Check at the service whether the run is there: if it is, wait for it with \`remotest attach <ref>\`; if not, start it without ${option("resume")}, or remove the file.`,
  );
}

/** Says why a run is not started again, and how to continue by hand. */
export function unknownBefore({ startedAt, token }: LedgerEntry, reportDir: string): UnknownStartError {
  return new UnknownStartError(
    `An earlier process sent the start request at ${startedAt} and ended before an answer came, so the run may or may not have been started. It was not started again.`,
    ({ option }) =>
      `Check at the service ${lookFor(token)}: if it is there, wait for it with \`remotest attach <ref>\`; if not, start it without ${option("resume")}, or remove ${join(reportDir, "run.json")}.`,
  );
}

/** If a service names two runs by one id, it is not known whether the second one is there. */
export function startedBefore({ ref }: RunHandle): UnknownStartError {
  return new UnknownStartError(
    `The service answered with the reference of another run, ${ref}, so it is not known whether this one was started.`,
    "Check at the service how many runs there are, before you start it again.",
  );
}
