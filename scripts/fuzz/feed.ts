import { ApptestError } from "../../packages/apptest-client/src/errors.ts";
import { readStarted } from "../../packages/apptest-client/src/answers.ts";
import { answerPlan } from "../../packages/ats-client/src/answer-plan.ts";
import { readAnswer } from "../../packages/ats-client/src/answer-text.ts";
import { operations } from "../../packages/ats-client/src/generated/tables.ts";
import { gate, ProviderError, type TestCase, type TestRun } from "../../packages/core/src/index.ts";
import {
  commonInputs,
  glob,
  MalformedDocumentError,
  readReportDocument,
  type Report,
} from "../../packages/core/src/flow.ts";
import { readValue } from "../../packages/core/src/inputs/read-value.ts";
import { cleanLine, redactor, repeatedKey, retryAfterS } from "../../packages/http/src/index.ts";
import { apptest } from "../../packages/provider-apptest/src/provider.ts";
import { readResultJson } from "../../packages/provider-apptest/src/result-json.ts";
import { readResultXml } from "../../packages/provider-apptest/src/result-xml.ts";
import { mapResults } from "../../packages/provider-ats/src/map-results.ts";
import { ats } from "../../packages/provider-ats/src/provider.ts";
import { readCallbackAddress } from "../../packages/remotest/src/callback/callback-address.ts";
import { readCommandLine } from "../../packages/remotest/src/command-line/read-command-line.ts";
import { oneLine } from "../../packages/remotest/src/plan-file/one-line.ts";
import { consoleReporter, pastReport, serviceLine } from "../../packages/reporters/src/index.ts";
import { reporters } from "../../packages/reporters/src/reporters.ts";
import { cleanText } from "../../packages/reporters/src/words/service-text.ts";
import { readOrRefused } from "./target.ts";

// Units that make an ambiguous expression try every way to match, or make a reader look ahead to the end.
const units = [
  "<",
  "<a>",
  "<a ",
  "<!--",
  "<![CDATA[",
  "&",
  "&amp;",
  "&#",
  "]]>",
  "[",
  "{",
  '{"a":',
  '"',
  '\\"',
  "\\",
  "\\u005c",
  " ",
  "\t",
  "\n",
  "\r",
  "\u00a0",
  "\u2028",
  "a",
  "1",
  "-",
  ".",
  ",",
  ":",
  "::",
  "#",
  "##",
  "##a",
  "%",
  "%2",
  "/",
  "*",
  "_",
  "`",
  "|",
  "](",
  "http://",
  "a@",
  "\u001b",
  "\u001b[",
  "\u001b]",
  "\u009b0",
  "\u009d",
  "\u0090",
  "\u202e",
  "\ud800",
  "😀",
  "é",
  "\u0000",
];
const secret = `p4"ss&w<rd>'+/ü?`;
const runJob = answerPlan(operations.runJob.output);
const inXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

function reportOf(name: string): Report {
  const testCase: TestCase = {
    name,
    outcome: "failed",
    message: name,
    links: [{ label: name, href: name }],
    earlierAttempts: [],
  };
  const conclusion = { kind: "failed", message: name } as const;
  const testRun: TestRun = { suites: [{ name, cases: [testCase] }], conclusion, warnings: [name] };
  const verdict = gate(testRun, { failOn: "failed", maxFailures: { count: 0 } });
  const times = { startedAt: new Date(0), endedAt: new Date(1) };
  const handle = { ref: "ats:A/1", url: name };
  const run = {
    provider: "ats",
    name,
    handle,
    ...times,
    end: { kind: "results", testRun } as const,
    verdict,
    attachments: [],
  };
  return { runs: [run], verdict, exitCode: 1, reportDir: "/r", givenReportDir: "r", warnings: [name], history: [] };
}

function show(report: Report): void {
  const options = {
    columns: () => 80,
    interactive: false,
    color: true,
    verbose: true,
    quiet: false,
    now: () => 0,
    runs: 1,
  };
  const terminal = consoleReporter({ ...options, write: () => undefined });
  const [first] = report.runs;
  terminal.listen({ type: "starting", run: 0, name: first?.name ?? "" });
  terminal.listen({ type: "warning", run: 0, message: first?.name ?? "" });
  terminal.finish(report);
}

/** Every reader and every cleaner of input from outside, called where it is likely to be slow. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  "apptest.ai's envelope": async (text) => {
    for (const [status, body] of [
      [200, text],
      [500, text],
      [200, JSON.stringify({ result_code: text, reason: text })],
    ] as const)
      await readOrRefused(
        () => readStarted({ status, text: body, retryAfterS: undefined }, redactor([secret])),
        ApptestError,
      );
  },
  "apptest.ai's texts": (text) => cleanLine(text, redactor([secret])),
  "apptest.ai's XML": async (text) => {
    for (const xml of [
      text,
      `<testsuites><testsuite name="${inXml(text)}"><testcase name="a" time="${inXml(text)}"><error message="${inXml(text)}"/></testcase></testsuite></testsuites>`,
    ])
      await readOrRefused(() => readResultXml(xml), ProviderError);
  },
  "apptest.ai's JSON": async (text) => {
    for (const json of [
      text,
      JSON.stringify({ testsuites: { testsuite: [{ name: text, testcase: [{ name: text, time: text }] }] } }),
    ])
      await readOrRefused(() => readResultJson(json), ProviderError);
  },
  "ATS's answers": async (text) => {
    for (const xml of [
      text,
      `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultstring>${inXml(text)}`,
    ])
      await readOrRefused(
        () => readAnswer(Buffer.from(xml), `text/xml; charset=${text.slice(0, 16_000)}`, runJob),
        Error,
      );
    await readOrRefused(() => readAnswer(Buffer.from(text), "text/xml", runJob), Error);
  },
  "ATS's results": (text) =>
    readOrRefused(
      () =>
        mapResults({
          ExecutionStatus: "Done",
          ExecutionResult: "Failed",
          ExecutionDetailsPerTestCase: [{ Name: text, Result: "Failed", Duration: text, ErrorMessage: text }],
        }),
      ProviderError,
    ),
  "a service's text, cleaned": (text) => [cleanText(text), serviceLine(text), oneLine(text)],
  "a secret, removed": (text) => redactor([secret, "user:key", `${"&".repeat(9)}x`])(text),
  "a JSON text's keys": (text) => repeatedKey(JSON.stringify({ [text]: text })),
  "Retry-After": (text) => retryAfterS({ get: () => text }),
  "references and addresses": (text) => [
    apptest.parseReference(text),
    ats.parseReference(text),
    readCallbackAddress(text),
  ],
  "values and words of the command line": (text) => [
    ...Object.values(commonInputs).map((input) => readValue(input, text)),
    readCommandLine(["run", text, `--timeout=${text}`, `--${text}`], [commonInputs]),
  ],
  "a glob": (text) => glob(`*${text.slice(0, 200)}*?*x`)(text),
  "earlier reports": async (text) => {
    pastReport(text);
    await readOrRefused(() => readReportDocument(text), MalformedDocumentError);
  },
  "every report": (text) => {
    const report = reportOf(text);
    for (const reporter of reporters("1.0.0")) reporter.render(report);
    show(report);
  },
};

/** Feeds each reader with deep nesting, correctly closed, where it expects a value. */
export async function feedNested(depth: number): Promise<void> {
  const lists = "[".repeat(depth) + "]".repeat(depth);
  const objects = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  for (const nested of [lists, objects]) {
    const data = { status: 200, text: `{"result_code":0,"data":${nested}}`, retryAfterS: undefined };
    await readOrRefused(() => readStarted(data, (words) => words), ApptestError);
    const results = `{"testsuites":{"testsuite":[{"testcase":[{"name":"S8","system-out":${nested}}]}]}}`;
    await readOrRefused(() => readResultJson(results), ProviderError);
    await readOrRefused(() => readReportDocument(`{"version":1,"runs":${nested}}`), MalformedDocumentError);
    pastReport(`{"reportFormat":"CTRF","results":${nested}}`);
  }
  const output = "<system-out>".repeat(depth) + "</system-out>".repeat(depth);
  const junit = `<testsuites><testsuite name="a"><testcase name="S8">${output}</testcase></testsuite></testsuites>`;
  await readOrRefused(() => readResultXml(junit), ProviderError);
  const header = `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;
  const soap = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header>${header}</soap:Header>`;
  await readOrRefused(() => readAnswer(Buffer.from(soap), "text/xml", runJob), Error);
}

/** The slowest input of a reader. */
export interface SlowestInput {
  readonly unit: string;
  /** Processor time, which does not depend on the load of the machine. */
  readonly ms: number;
}

/** The names of the readers. */
export const readerNames: readonly string[] = Object.keys(readers);

/**
 * Feeds one reader with texts of a given length, each a repeated unit.
 * @param allowedMs for each text; after a slower one, the rest is left out
 */
export async function feed(name: string, length: number, allowedMs: number): Promise<SlowestInput> {
  let slowest: SlowestInput = { unit: "", ms: 0 };
  for (const unit of units) {
    const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
    const startedAt = process.cpuUsage();
    await readers[name]?.(text);
    const { user, system } = process.cpuUsage(startedAt);
    const ms = (user + system) / 1000;
    if (ms > slowest.ms) slowest = { unit, ms };
    if (ms > allowedMs) break;
  }
  return slowest;
}
