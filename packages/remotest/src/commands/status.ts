import { InterruptedError } from "@remotest/core";
import { checkStatus, commonInputs } from "@remotest/core/flow";
import { planKnown, providerModule } from "../plan/plan-known.ts";
import { printWarnings } from "../output/print-error.ts";
import { printJson } from "../output/print-json.ts";
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
    { line: "status apptest:251929 ats:your-app-id/1234", does: "Prints one line for each run." },
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
    const states = await checkStatus(runs, common.timeout, {
      transport: await openTransport(common, platform.env, platform.names),
      listen: (event) => terminal.listen(event),
      interrupted: platform.interrupted,
    });
    if (common.json) {
      const found = states.map(({ handle, state }) => ({ ref: handle.ref, url: handle.url ?? null, ...state }));
      printJson(runs.length === 1 ? (found[0] ?? {}) : found, platform);
    } else {
      for (const { handle, state } of states)
        platform.stdout.write(runs.length === 1 ? `${state.status}\n` : `${handle.ref} ${state.status}\n`);
    }
    return 0;
  },
};
