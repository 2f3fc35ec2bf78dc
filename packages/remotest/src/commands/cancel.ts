import { InterruptedError, type RemotestError, UsageError } from "@remotest/core";
import { type CancelReport, cancelRuns, commonInputs, exitCodeOfError, exitCodeOfErrors } from "@remotest/core/flow";
import { clean, type CleanText, serviceLine } from "@remotest/reporters";
import { planKnown, providerModule } from "../plan/plan-known.ts";
import { printError, printWarnings } from "../output/print-error.ts";
import { printJson } from "../output/print-json.ts";
import { errorDocument } from "../output/result-document.ts";
import { openTransport } from "../network/transport.ts";
import type { Command } from "../command-line/command.ts";
import { openTerminal } from "../output/terminal.ts";
import type { Platform } from "../platform.ts";
import { plannedLabels } from "../plan/planned-labels.ts";

const { timeout, json, caFile, proxy, insecureHttp, maxResponse, verbose, quiet, noColor } = commonInputs;
const network = { caFile, proxy, insecureHttp, maxResponse };
const options = {
  timeout: { ...timeout, default: 60_000, doc: "How long to try in total, such as 30s or 2m." },
  json,
  ...network,
  verbose,
  quiet,
  noColor,
  provider: providerModule,
} as const;

export const cancelCommand: Command = {
  name: "cancel",
  words: "<ref>...",
  summary: "Stop runs at the service, if the service can: prints cancelled, or finished for a run that was over.",
  examples: () => [
    { line: "cancel mta:1234", does: "Asks the service to stop the run." },
    {
      line: "cancel mta:1234 mta:1235",
      does: "Prints one line for each run; if one cannot be cancelled, the others are.",
    },
    { line: "cancel mta:1234 --json", does: "Prints the answers as one JSON document." },
  ],
  options,
  reads: ["connect"],
  async run(invocation, platform) {
    const { runs, options: common, warnings } = await planKnown(invocation, platform, options, "cancel");
    printWarnings(warnings, platform);
    platform.onInterrupt((signal) => new InterruptedError(signal));
    const terminal = openTerminal(common, platform, { labels: plannedLabels(runs), mayRedraw: false });
    const reports = await cancelRuns(runs, common.timeout, {
      transport: await openTransport(common, platform.env, platform.names),
      listen: (event) => terminal.listen(event),
      interrupted: platform.interrupted,
      names: platform.names,
    });
    if (common.json) printJson(cancelDocument(reports), platform);
    for (const report of reports) {
      if ("error" in report) printRefusal(report.error, platform);
      else if (!common.json) platform.stdout.write(clean`${lineOf(report, reports.length === 1)}\n`);
    }
    return exitCodeOf(reports);
  },
};

function lineOf({ handle, answer }: Extract<CancelReport, { answer: unknown }>, isOnly: boolean): CleanText {
  return serviceLine(isOnly ? answer : `${handle.ref} ${answer}`);
}

/** The exit code of the worst report: a service that refused is worse than one that cannot cancel. */
function exitCodeOf(reports: readonly CancelReport[]): number {
  return exitCodeOfErrors(reports.flatMap((report) => ("error" in report ? [report.error] : [])));
}

/** The request to cancel another run may have been sent, so this must not say that nothing was. */
function printRefusal(error: RemotestError, platform: Pick<Platform, "stderr">): void {
  if (!(error instanceof UsageError)) return printError(error, platform);
  const { problems, next } = error;
  for (const { message } of problems)
    platform.stderr.write(clean`✗ ${serviceLine(message)}\n  → ${serviceLine(next)}\n`);
}

function cancelDocument(reports: readonly CancelReport[]): object {
  return {
    exitCode: exitCodeOf(reports),
    runs: reports.map((report) => ({
      ref: report.handle.ref,
      url: report.handle.url ?? null,
      ...("error" in report
        ? { cancel: null, exitCode: exitCodeOfError(report.error), error: errorDocument(report.error) }
        : { cancel: report.answer, exitCode: 0 }),
    })),
  };
}
