import { commandNames, commonInputs } from "@remotest/core/flow";
import { paint, wholeLines } from "@remotest/reporters";
import type { Command } from "../command-line/command.ts";
import { planInputs } from "../plan-file/plan-inputs.ts";
import { printJson } from "../output/print-json.ts";
import { isColoured } from "../output/terminal.ts";

export const doctorCommand: Command = {
  name: "doctor",
  words: "[<provider>]",
  summary:
    "Check configuration, credentials, files and the connection to a service; starts nothing. Without a provider, checks those of the plan file, or each for which a variable is set.",
  examples: (start) => [
    { line: `doctor ${nameIn(start)}`, does: "Checks this machine, the account and the connection to the service." },
    { line: `doctor ${start}`, does: "Also checks the options and files with which a run would be started." },
    { line: `doctor ${nameIn(start)} --json`, does: "Prints the findings as one JSON document." },
  ],
  options: { ...commonInputs, ...planInputs },
  takesPlan: "instead-of-a-provider",
  leavesReports: true,
  reads: ["connect", "start"],
  async run(invocation, platform) {
    const { own = (text) => text, names = commandNames, stderr } = platform;
    // Loaded only if it is needed: other commands examine nothing.
    const { examine } = await import("../doctor/examine.ts");
    const { doctorDocument, doctorLines, exitCodeOf } = await import("../doctor/finding-lines.ts");
    const examination = await examine(invocation, platform);
    const { json, quiet, noColor } = examination.options;
    const style = { names, own, quiet, paint: paint(isColoured({ noColor }, platform)), columns: stderr.columns };
    stderr.write(wholeLines(doctorLines(examination, style)));
    if (json) printJson(doctorDocument(examination, { names, own }), platform);
    return exitCodeOf(examination);
  },
};

/** Returns the provider of a line that starts a run. */
function nameIn(start: string): string {
  return start.replace(/ .*/s, "");
}
