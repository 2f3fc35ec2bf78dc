import { UsageError } from "@remotest/core";
import { commonInputs } from "@remotest/core/flow";
import { clean, cleanText } from "@remotest/reporters";
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { openFile } from "../output/open-file.ts";
import { readOptions, throwIfAny, unexpectedWord } from "../plan/option-problems.ts";
import type { Command } from "../command-line/command.ts";

export const openCommand: Command = {
  name: "open",
  words: "[report-dir]",
  summary: "Open report.html in the browser; in CI, or without a browser, print its path.",
  options: {},
  examples: () => [
    { line: "open", does: "Opens remotest-report/report.html." },
    { line: "open merged-report", does: "Opens the page of another report directory." },
    { line: "open downloads/remotest-report", does: "Opens a report that was downloaded from CI." },
  ],
  reads: [],
  async run({ line }, { env, stdout }) {
    const [, given, ...more] = line.words;
    throwIfAny([...more.map(unexpectedWord), ...readOptions(line, { env }, {}).problems]);
    const dir = given ?? (env["REMOTEST_REPORT_DIR"] || commonInputs.reportDir.default);
    const page = resolve(dir, "report.html");
    const found = await stat(page).catch(() => undefined);
    if (!found?.isFile())
      throw new UsageError([
        {
          message: `${join(dir, "report.html")} does not exist.`,
          suggestion: "Give the report directory of a run that is over: remotest open <report-dir>.",
        },
      ]);
    if (!(await openFile(page, env))) stdout.write(clean`${cleanText(page)}\n`);
    return 0;
  },
};
