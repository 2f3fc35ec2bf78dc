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
import { type FuzzTarget, readOrRefused, assertSame, target } from "./target.ts";
import { anyCharacter } from "../../test/arbitrary/any-character.ts";

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

/** Returns the texts of an element from an independent XML reader; undefined if it refuses a text that ours accepts. */
function texts(xml: string, element: string): string[] | undefined {
  try {
    const document = readDom(xml);
    // Elements that are nil or in a header do not count: both are rare in mutated texts.
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

const word = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 40 });

/** The readers of Mendix ATS's answers, and the writer of its requests. */
export const atsTargets: readonly FuzzTarget[] = [
  target(
    "ATS's answers as bytes: refused, or read, in any encoding",
    fc.record({
      bytes: mutatedBytes([...atsStatuses, example("ats/run-job.response.xml")]),
      type: contentTypes,
      plan: fc.constantFrom(...Object.values(plans)),
    }),
    async ({ bytes, type, plan }) => {
      // Any error becomes the error for an unreadable answer; it only has to end, and to throw an Error.
      await readOrRefused(() => readAnswer(bytes, type, plan), Error);
      if ("polluted" in {} || Object.keys(Object.prototype).length > 0) throw new Error("A prototype was changed");
    },
  ),

  target("ATS's status: refused, or every test case in it, unchanged", mutated(atsStatuses), async (xml) => {
    const status = await statusOf(xml);
    if (!status) return;
    for (const [element, found] of [
      ["Result", status.ExecutionDetailsPerTestCase?.map(({ Result }) => Result) ?? []],
      ["Name", status.ExecutionDetailsPerTestCase?.map(({ Name }) => Name) ?? []],
      ["ExecutionStatus", [status.ExecutionStatus]],
    ] as const) {
      const wanted = texts(xml, element);
      if (wanted) assertSame(found, wanted, element);
    }
  }),

  target("ATS's results, damaged: never a pass if a test case failed", mutated(atsStatuses), async (xml) => {
    const status = await statusOf(xml);
    const testRun = status && (await readOrRefused(() => mapResults(status), ProviderError));
    if (!testRun) return;
    const { passed } = count([testRun]);
    const results = texts(xml, "Result")?.map((result) => result.trim().toLowerCase());
    if (!results) return;
    assertSame(passed, results.filter((result) => result === "passed").length, "passed");
    const { kind } = gate(testRun, { failOn: "failed", maxFailures: { count: 0 } });
    if (kind === "passed" && results.includes("failed")) throw new Error("A failure was lost");
  }),

  target("ATS's requests: refused, or every text in it, unchanged", fc.tuple(word, word, word), async (given) => {
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
    assertSame(read, given, "the request");
  }),
];

let writer: ReturnType<typeof soapWriter> | undefined;
