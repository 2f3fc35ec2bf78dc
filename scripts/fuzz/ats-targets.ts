import * as fc from "fast-check";
import { answerPlan, Fault } from "../../packages/ats-client/src/answer-plan.ts";
import { readAnswer } from "../../packages/ats-client/src/answer-text.ts";
import { encode } from "../../packages/ats-client/src/encode.ts";
import { operations } from "../../packages/ats-client/src/generated/tables.ts";
import type { GetJobStatusResult } from "../../packages/ats-client/src/generated/types.ts";
import { soapWriter } from "../../packages/ats-client/src/soap-writer.ts";
import { count, gate, ProviderError } from "../../packages/core/src/index.ts";
import type { NamedProblem } from "../../packages/http/src/index.ts";
import { mapResults } from "../../packages/provider-ats/src/map-results.ts";
import { readDom } from "./dom.ts";
import { mutated, mutatedBytes } from "./mutation.ts";
import { atsStatuses, example } from "./samples.ts";
import { type FuzzTarget, readOrRefused, same, target } from "./target.ts";

const plans = {
  runJob: answerPlan(operations.runJob.output),
  getJobStatus: answerPlan(operations.getJobStatus.output),
};
const contentTypes = fc.constantFrom(
  "text/xml",
  "text/xml; charset=utf-8",
  "text/xml; charset=utf-16",
  "text/xml; charset=x",
);

/** The texts of an element, as an XML reader of somebody else finds them; undefined where it refuses what ours takes. */
function texts(xml: string, element: string): string[] | undefined {
  try {
    const document = readDom(xml);
    // What is declared nil, and what stands in a header, is none: both are rare in what is mutated.
    if (/\bnil\b|Header/.test(xml)) return undefined;
    return [...document.getElementsByTagName(element)].map(({ textContent }) => textContent ?? "");
  } catch {
    return undefined;
  }
}

async function statusOf(xml: string): Promise<GetJobStatusResult | undefined> {
  const read = await readOrRefused(
    () => readAnswer(new TextEncoder().encode(xml), "text/xml", plans.getJobStatus),
    Error,
  );
  const answer = read?.value;
  return answer === undefined || answer instanceof Fault ? undefined : (answer as GetJobStatusResult);
}

const word = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });

/** Mendix ATS: what its answers become, and what its requests are. */
export const atsTargets: readonly FuzzTarget[] = [
  target(
    "ATS's answers as bytes: refused, or read, whatever the encoding",
    fc.record({
      bytes: mutatedBytes([...atsStatuses, example("ats/run-job.response.xml")]),
      type: contentTypes,
      plan: fc.constantFrom(...Object.values(plans)),
    }),
    async ({ bytes, type, plan }) => {
      // Whatever it throws becomes the one error for what cannot be read; it must end, and be an error.
      await readOrRefused(() => readAnswer(bytes, type, plan), Error);
      if ("polluted" in {} || Object.keys(Object.prototype).length > 0) throw new Error("A prototype was changed");
    },
  ),

  target("ATS's status: refused, or every test case in it as it stands there", mutated(atsStatuses), async (xml) => {
    const status = await statusOf(xml);
    if (!status) return;
    for (const [element, found] of [
      ["Result", status.ExecutionDetailsPerTestCase?.map(({ Result }) => Result) ?? []],
      ["Name", status.ExecutionDetailsPerTestCase?.map(({ Name }) => Name) ?? []],
      ["ExecutionStatus", [status.ExecutionStatus]],
    ] as const) {
      const wanted = texts(xml, element);
      if (wanted) same(found, wanted, element);
    }
  }),

  target("ATS's results, damaged: never a pass where a test case failed", mutated(atsStatuses), async (xml) => {
    const status = await statusOf(xml);
    const testRun = status && (await readOrRefused(() => mapResults(status), ProviderError));
    if (!testRun) return;
    const { passed } = count([testRun]);
    const results = texts(xml, "Result")?.map((result) => result.trim().toLowerCase());
    if (!results) return;
    same(passed, results.filter((result) => result === "passed").length, "passed");
    const { kind } = gate(testRun, { failOn: "failed", maxFailures: { count: 0 } });
    if (kind === "passed" && results.includes("failed")) throw new Error("A failure was lost");
  }),

  target("ATS's requests: refused, or every text as it was given", fc.tuple(word, word, word), async (given) => {
    const [AppAPIToken, AppID, JobTemplateID] = given;
    const problems: NamedProblem[] = [];
    const content = encode(operations.runJob.input, { AppAPIToken, AppID, JobTemplateID }, problems);
    if (problems.length > 0) return;
    const header = { "tns:authentication": { username: "u", password: "p" } };
    const write = await (writer ??= soapWriter("http://127.0.0.1:9", header));
    const { body } = write(operations.runJob, content);
    const read = ["AppAPIToken", "AppID", "JobTemplateID"].map(
      (element) => texts(body.replace(/<soap:Header>.*<\/soap:Header>/s, ""), element)?.[0],
    );
    same(read, given, "the request");
  }),
];

let writer: ReturnType<typeof soapWriter> | undefined;
