// SOAP: an answer of 50,000 test cases through the ATS client, relative to fast-xml-parser alone in time of the
// processor, and how long the event loop is blocked at most.
import { createRequire } from "node:module";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createAtsClient } from "../packages/ats-client/src/index.ts";
import { anchors } from "./anchors.ts";
import { atMost, median, type Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

const sizes = isSmoke ? [500] : [5_000, 15_000, 50_000];
const rounds = isSmoke ? 1 : 5;

export default async function soap(): Promise<readonly Row[]> {
  const paths = await anchors(["fast-xml-parser"]);
  const { XMLParser } = createRequire(import.meta.url)(paths["fast-xml-parser"]) as {
    readonly XMLParser: new (options: object) => { parse(text: string): unknown };
  };
  const rows: Row[] = [];
  for (const cases of sizes) rows.push(...(await measure(cases, (text) => new XMLParser({}).parse(text))));
  return rows;
}

async function measure(cases: number, parse: (text: string) => unknown): Promise<readonly Row[]> {
  const text = answerOf(cases);
  const bytes = Buffer.from(text);
  const client = createAtsClient({
    apiToken: "demo",
    fetch: async () => ({
      status: 200,
      headers: { get: (name) => (name.toLowerCase() === "content-type" ? "text/xml" : null) },
      body: (async function* () {
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
      })(),
    }),
  });
  const mine: number[] = [];
  const theirs: number[] = [];
  const blocked: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let begun = process.cpuUsage();
    parse(text);
    theirs.push(cpuMs(begun));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    begun = process.cpuUsage();
    const { ExecutionDetailsPerTestCase } = await client.getJobStatus({
      AppID: "a",
      JobID: "b",
      IncludeDetailsPerTestCase: true,
    });
    mine.push(cpuMs(begun));
    delay.disable();
    blocked.push(delay.max / 1e6);
    if (ExecutionDetailsPerTestCase?.length !== cases) throw new Error("Not all test cases were read");
  }
  const ratio = median(mine) / median(theirs);
  const longest = Math.max(...blocked);
  const title = `SOAP, an answer of ${cases.toLocaleString("en")} test cases`;
  return [
    {
      what: `${title}, over fast-xml-parser`,
      size: cases,
      value: ratio,
      measured: ratio.toFixed(2),
      goal: atMost(ratio, 0.5),
    },
    ...(cases === sizes.at(-1)
      ? [
          {
            what: `${title}, event loop blocked`,
            measured: `${longest.toFixed(0)} ms`,
            goal: atMost(longest, 50, "ms"),
          },
        ]
      : []),
  ];
}

function cpuMs(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

function answerOf(cases: number): string {
  const all = Array.from({ length: cases }, (_, index) => {
    const failed = index % 50 === 0;
    const message = failed
      ? `<ErrorMessage>Expected &lt;total&gt; ${index}, but found none</ErrorMessage>`
      : "<ErrorMessage/>";
    return `<ExecutionDetailsTestCase><Name>Order ${index} of the shop is paid by card and shipped to its address</Name><Result>${failed ? "Failed" : "Passed"}</Result><Duration>00:0${index % 6}:${10 + (index % 50)}</Duration>${message}</ExecutionDetailsTestCase>`;
  });
  return `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><tns:GetTestRunResponse xmlns:tns="http://www.mendix.com/"><TestRun><ExecutionStatus>Done</ExecutionStatus><ExecutionDetailsPerTestCase>${all.join("")}</ExecutionDetailsPerTestCase></TestRun></tns:GetTestRunResponse></soap:Body></soap:Envelope>`;
}
