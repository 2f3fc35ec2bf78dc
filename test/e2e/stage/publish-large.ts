/**
 * Publishes a report of many long failures, each rerun once, and prints the most memory that this process had, in MB.
 * Usage: node --conditions=remotest-source publish-large.ts <report-dir> <failures> <length of a message>
 */
import { publish, type Report, ReportDir } from "../../../packages/core/src/flow.ts";
import { reportFiles } from "../../../packages/remotest/src/output/report-files.ts";
import { attempt, notPassed, report, testRun, withResults } from "../../../packages/reporters/src/fixtures/reports.ts";

const [path = "", failures = "0", length = "0"] = process.argv.slice(2);

/** A message that differs from all others, with characters that must be escaped. */
function message(index: number): string {
  const text = `${index} `.padEnd(Number(length), `expected <b>"1" & 2</b>\n  at Shop.order\n`);
  // A text made of parts takes its full memory only once it is read.
  return /\d/.test(text) ? text : "";
}

const cases = Array.from({ length: Number(failures) }, (_, index) =>
  notPassed("failed", `Order ${index}`, message(index), { earlierAttempts: [attempt("failed", message(-index))] }),
);
const given: Report = report(withResults(testRun({ Shop: cases })));
await using dir = await ReportDir.open(path, []);
let told: Report | undefined;
const tell = async (of: Report): Promise<Report> => (told = of);
await publish(given, { dir, reporters: reportFiles("1.2.3"), tell });
const maxMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ maxMegabytes, unwritten: told?.unwritten ?? [], same: told === given }));
