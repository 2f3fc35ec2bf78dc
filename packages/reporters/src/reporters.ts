import type { TextReporter } from "@remotest/core/flow";
import { ctrfReporter } from "./ctrf/ctrf.ts";
import { htmlReporter } from "./html/report-page.ts";
import { junitReporter } from "./junit/junit.ts";
import { markdownReporter } from "./markdown/summary.ts";

/**
 * The reporters that fill the report directory, in the contract's order.
 * @param version of the command, for the reports that name their tool
 * @example for (const { file, render } of reporters("1.2.0")) await writeFile(join(dir, file), render(report));
 */
export function reporters(version: string): readonly TextReporter[] {
  return [junitReporter, ctrfReporter(version), htmlReporter, markdownReporter];
}
