import type { Reporter } from "@remotest/core/flow";
import { ctrfParts, ctrfReporter } from "./ctrf/ctrf.ts";
import { htmlParts, htmlReporter } from "./html/report-page.ts";
import { junitParts, junitReporter } from "./junit/junit.ts";
import { markdownReporter } from "./markdown/summary.ts";

/**
 * The reporters that fill the report directory, in the contract's order.
 * @param version of the command, for the reports that name their tool
 * @example for (const { file, render } of reporters("1.2.0")) await dir.write(file, render(report));
 */
export function reporters(version: string): readonly Reporter[] {
  return [
    { file: junitReporter.file, render: junitParts },
    { file: ctrfReporter(version).file, render: (report) => ctrfParts(report, version) },
    { file: htmlReporter.file, render: htmlParts },
    markdownReporter,
  ];
}
