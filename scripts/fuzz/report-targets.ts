import * as fc from "fast-check";
import { TaskCommand } from "azure-pipelines-task-lib/taskcommand.js";
import { frame } from "../../packages/http/src/upload/multipart.ts";
import { count } from "../../packages/core/src/index.ts";
import {
  MalformedDocumentError,
  readReportDocument,
  type Report,
  resultsText,
  wholeText,
} from "../../packages/core/src/flow.ts";
import { github } from "../../packages/github-action/src/github.ts";
import type { Annotation } from "../../packages/plugin/src/index.ts";
import { logOf } from "../../packages/github-action/src/log.fixture.ts";
import { anyReport } from "../../packages/reporters/src/fixtures/arbitrary-report.ts";
import { reports } from "../../packages/reporters/src/fixtures/reports.ts";
import { pastReport, serviceLine } from "../../packages/reporters/src/index.ts";
import { reporters } from "../../packages/reporters/src/reporters.ts";
import { cleanText } from "../../packages/reporters/src/words/service-text.ts";
import { readDom } from "./dom.ts";
import { mutated } from "./mutation.ts";
import { type FuzzTarget, readOrRefused, assertSame, target } from "./target.ts";
import { anyCharacter } from "../../test/arbitrary/any-character.ts";

const rendered = (file: string, report: Report): string =>
  wholeText(
    reporters("1.0.0")
      .find((each) => each.file === file)!
      .render(report),
  );
const samples = (file: string): string[] => Object.values(reports).map((report) => rendered(file, report));
const text = fc.oneof(
  fc.string({ unit: anyCharacter }),
  mutated(["::error::x", "##vso[task.complete]x", "\u001b]8;;x\u0007y", "a%0Ab"]),
);

/** Matches what must not be in a cleaned text. */
// oxlint-disable-next-line no-control-regex -- it is there to find control characters
const unclean = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Cs}|##(?:vso)?\[|^\s*::/mu;

/** The writers of reports, and the readers of what they wrote. */
export const reportTargets: readonly FuzzTarget[] = [
  target("junit.xml: valid XML for any reader, with every case of the report", anyReport, (report) => {
    const document = readDom(rendered("junit.xml", report));
    const root = document.documentElement;
    const { total } = counted(report);
    const found = document.getElementsByTagName("testcase").length;
    if (found < total) throw new Error(`${found} of ${total} test cases`);
    if (Number(root?.getAttribute("tests")) !== found) throw new Error("Its sum is wrong");
  }),

  target("ctrf-report.json: JSON that we can read again, with the same counts", anyReport, (report) => {
    const past = pastReport(rendered("ctrf-report.json", report));
    if (!past) throw new Error("It cannot be read again");
    assertSame(past.counts.total, counted(report).total, "tests");
  }),

  target("report.html: no script but its own, with any content", anyReport, (report) => {
    const html = rendered("report.html", report);
    const scripts = (page: string): number => page.match(/<script/gi)?.length ?? 0;
    assertSame(scripts(html), scripts(rendered("report.html", { ...report, runs: [] })), "scripts");
  }),

  target("summary.md and the console's lines: no command of a log, no escape", anyReport, (report) => {
    const summary = rendered("summary.md", report);
    const [found] = unclean.exec(summary) ?? [];
    if (found !== undefined) throw new Error(`${JSON.stringify(found)} is in it`);
  }),

  target("results.json: can be read again unchanged", anyReport, async (report) => {
    const written = resultsText(report);
    const read = await readOrRefused(() => readReportDocument(written), MalformedDocumentError);
    if (read) assertSame(JSON.parse(resultsText({ ...report, ...read })), JSON.parse(written), "the report");
  }),

  target(
    "results.json, damaged: refused, or consistent with its verdict",
    mutated(Object.values(reports).map((each) => resultsText(each))),
    async (json) => {
      const read = await readOrRefused(() => readReportDocument(json), MalformedDocumentError);
      if (
        read &&
        read.exitCode === 0 &&
        counted(read).failed + counted(read).errors > 0 &&
        !JSON.stringify(read).includes("forgiv")
      )
        if (read.verdict.kind !== "passed") throw new Error("Its exit code does not match its verdict");
    },
  ),

  target(
    "ctrf-report.json, damaged: refused, or a report with valid counts",
    mutated(samples("ctrf-report.json")),
    (json) => {
      const past = pastReport(json);
      if (past && !(past.counts.total >= 0 && Number.isFinite(past.durationMs)))
        throw new Error("Its counts are not valid");
      if ("polluted" in {}) throw new Error("A prototype was changed");
    },
  ),

  target("a service's text, cleaned: nothing that a terminal or a log interprets", text, (given) => {
    for (const clean of [cleanText(given), serviceLine(given), serviceLine(given, 40)]) {
      const [found] = unclean.exec(clean) ?? [];
      if (found !== undefined) throw new Error(`${JSON.stringify(found)} remains`);
    }
    assertSame(cleanText(cleanText(given)), cleanText(given), "cleaned twice");
  }),

  target("a command of a log: one line, with the intended message", fc.tuple(text, text), ([property, message]) => {
    for (const line of [
      logOf(() => github(process).annotate({ level: "error", title: property, message } as Annotation)),
      `${new TaskCommand("x.y", { a: property }, message).toString()}\n`,
    ])
      if (line.slice(0, -1).match(/[\r\n]/) || !line.endsWith("\n")) throw new Error("It is not one line");
  }),

  target("the upload's form: its two parts, with any content", fc.tuple(text, text), async ([name, data]) => {
    fc.pre(!/\p{Cs}/u.test(name + data));
    const { contentType, head, tail } = frame({ field: "app_file", name: name || "a" }, { data });
    const body = Buffer.concat([head, Buffer.from("the app"), tail]);
    const form = await new Response(body, { headers: { "content-type": contentType } }).formData();
    assertSame([...form.keys()], ["app_file", "data"], "parts");
    const said = form.get("data");
    assertSame(
      typeof said === "string" ? said.replaceAll(/\r\n?|\n/g, "\n") : "",
      data.replaceAll(/\r\n?|\n/g, "\n"),
      "data",
    );
  }),
];

function counted({ runs }: Pick<Report, "runs">): ReturnType<typeof count> {
  return count(runs.flatMap(({ end }) => (end.kind === "results" ? [end.testRun] : [])));
}
