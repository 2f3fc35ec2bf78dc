import { InterruptedError } from "@remotest/core";
import { checkStatus, commonInputs, exitCodeOfErrors, type StatusReport } from "@remotest/core/flow";
import { planKnown, providerModule } from "../plan/plan-known.ts";
import { clean, type CleanText, serviceLine } from "@remotest/reporters";
import { printError, printWarnings } from "../output/print-error.ts";
import { printJson } from "../output/print-json.ts";
import { errorDocument } from "../output/result-document.ts";
import { openTransport } from "../network/transport.ts";
import type { Command } from "../command-line/command.ts";
import { openTerminal } from "../output/terminal.ts";
import { plannedLabels } from "../plan/planned-labels.ts";

const { timeout, json, caFile, proxy, insecureHttp, maxResponse, verbose, quiet, noColor } = commonInputs;
const network = { caFile, proxy, insecureHttp, maxResponse };
const options = { timeout, json, ...network, verbose, quiet, noColor, provider: providerModule };

export const statusCommand: Command = {
  name: "status",
  words: "<ref>...",
  summary: "Check the status once, without waiting: prints queued, running or finished.",
  examples: () => [
    { line: "status apptest:251929", does: "Prints queued, running or finished." },
    { line: "status apptest:251929 --json", does: "Prints the status and the counts as one JSON document." },
    {
      line: "status apptest:251929 ats:your-app-id/1234",
      does: "Prints one line for each run, even if the check of another fails.",
    },
  ],
  options,
  reads: ["connect"],
  async run(invocation, platform) {
    const { runs, options: common, warnings } = await planKnown(invocation, platform, options, "status");
    printWarnings(warnings, platform);
    platform.onInterrupt((signal) => new InterruptedError(signal));
    const terminal = openTerminal({ ...common, verbose: true }, platform, {
      labels: plannedLabels(runs),
      mayRedraw: false,
    });
    const reports = await checkStatus(runs, common.timeout, {
      transport: await openTransport(common, platform.env, platform.names),
      listen: (event) => terminal.listen(event),
      interrupted: platform.interrupted,
      names: platform.names,
    });
    const [only, ...others] = reports;
    // As each command that is about one thing, it then has the error as its only document.
    if (only && "error" in only && others.length === 0) throw only.error;
    if (common.json) {
      const documents = reports.map(documentOf);
      printJson(others.length === 0 ? (documents[0] ?? {}) : documents, platform);
    }
    for (const report of reports) {
      if ("error" in report) printError(report.error, platform);
      else if (!common.json) platform.stdout.write(lineOf(report, others.length === 0));
    }
    return exitCodeOfErrors(reports.flatMap((report) => ("error" in report ? [report.error] : [])));
  },
};

function lineOf({ handle, state }: Extract<StatusReport, { state: unknown }>, isOnly: boolean): CleanText {
  const status = serviceLine(state.status);
  return isOnly ? clean`${status}\n` : clean`${serviceLine(handle.ref)} ${status}\n`;
}

function documentOf(report: StatusReport): object {
  const { ref, url = null } = report.handle;
  return { ref, url, ...("error" in report ? { error: errorDocument(report.error) } : report.state) };
}
