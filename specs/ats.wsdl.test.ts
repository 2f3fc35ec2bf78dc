import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readWsdl } from "../scripts/generate/wsdl.ts";
import { atsExample, atsWsdl, problemsOfEach } from "./ats-validation.ts";

const wsdl = readWsdl(atsWsdl);
const names = readdirSync(join(import.meta.dirname, "examples/ats")).map((file) => file.replace(/\.xml$/, ""));
/** An envelope of the page with one change. */
type Changed = readonly [title: string, envelope: string];

const change = (name: string, from: string | RegExp, to: string): string => {
  const changed = atsExample(name).replace(from, to);
  expect(changed).not.toBe(atsExample(name));
  return changed;
};

describe("specs/ats.wsdl", () => {
  it("has the page's nine envelopes as examples", () => {
    expect(names.toSorted()).toEqual([
      "get-job-status.request-1",
      "get-job-status.request-2",
      "get-job-status.request-3",
      "get-job-status.response-1",
      "get-job-status.response-2",
      "get-job-status.response-3",
      "rerun-not-passed.request",
      "run-job.request",
      "run-job.response",
    ]);
  });

  const refused: readonly Changed[] = [
    [
      "wrong order",
      change("run-job.request", /(<AppID>.*<\/AppID>)(\s*)(<JobTemplateID>.*<\/JobTemplateID>)/, "$3$2$1"),
    ],
    [
      "JobID after AppID",
      change("get-job-status.request-1", /(<JobID>.*<\/JobID>)(\s*)(<AppID>.*<\/AppID>)/, "$3$2$1"),
    ],
    ["a flag before AppID", change("get-job-status.request-2", /(<AppID>.*)\s*(<Include.*)/, "$2$1")],
    ["header in the wrong order", change("run-job.request", /(<username>.*)(\s*)(<password>.*)/, "$3$2$1")],
    ["no password", change("run-job.request", /<password>.*/, "")],
    ["no AppAPIToken", change("rerun-not-passed.request", /<AppAPIToken>.*/, "")],
    ["no FinishedJobID", change("rerun-not-passed.request", /<FinishedJobID>.*/, "")],
    ["an unknown element", change("run-job.request", "</TestRun>", "<Priority>1</Priority></TestRun>")],
    ["an unknown attribute", change("run-job.request", "<TestRun>", '<TestRun id="1">')],
    ["qualified children", change("run-job.request", /(<\/?)(TestRun)/g, "$1tns:$2")],
    ["an unqualified body element", change("run-job.request", /tns:RunJob/g, "RunJob")],
    ["a flag that is not a boolean", change("get-job-status.request-2", ">true<", ">yes<")],
    ["no Started", change("run-job.response", /<Started>.*/, "")],
    ["a count that is not a number", change("get-job-status.response-2", ">5<", ">five<")],
    [
      "a nil JobID",
      change(
        "run-job.response",
        "<JobID>exampleString",
        '<JobID xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true">',
      ),
    ],
  ];

  const accepted: readonly Changed[] = [
    ["no JobID and no ErrorMessage", change("run-job.response", /<ErrorMessage>.*\s*<JobID>.*/, "")],
    ["a status that the page does not list", change("get-job-status.response-1", "[key]", "Done")],
    ["a duration above 24 hours", change("get-job-status.response-3", "00:01:37", "31:02:03")],
    [
      "no test case",
      change(
        "get-job-status.response-3",
        /(<ExecutionDetailsPerTestCase>)[\s\S]*(<\/ExecutionDetailsPerTestCase>)/,
        "$1$2",
      ),
    ],
    [
      "all flags",
      change(
        "get-job-status.request-3",
        "<IncludeDetails",
        "<IncludeExecutionResultBreakdown>1</IncludeExecutionResultBreakdown><IncludeDetails",
      ),
    ],
  ];

  const problems = new Map<string, readonly string[]>();
  beforeAll(async () => {
    const envelopes = [...names.map(atsExample), ...[...refused, ...accepted].map(([, envelope]) => envelope)];
    const found = await problemsOfEach(envelopes);
    for (const [index, envelope] of envelopes.entries()) problems.set(envelope, found[index] ?? ["Not validated"]);
  });

  it.each(names)("accepts the page's envelope %s", (name) => {
    expect(problems.get(atsExample(name))).toEqual([]);
  });

  it.each(refused)("refuses %s", (_, envelope) => {
    expect(problems.get(envelope)).toContainEqual(expect.stringContaining("Schemas validity error"));
  });

  it.each(accepted)("accepts %s", (_, envelope) => {
    expect(problems.get(envelope)).toEqual([]);
  });

  it("has the three services of the page, each at its URL, with its header and its body elements", () => {
    const base = { soapAction: "", header: { name: "authentication", type: "Authentication" } };
    const wanted = [
      ["RunJobService", "RunJobPort", "RunJob", "RunJob", "RunJob", "RunJobResponse"],
      ["GetJobStatusService", "GetJobStatusPort", "GetJobStatus", "GetTestRun", "GetTestRun", "GetTestRunResponse"],
      [
        "RerunNotPassedService",
        "RerunNotPassedPort",
        "RerunNotPassed",
        "RerunNotPassed",
        "RerunNotPassed",
        "RunJobResponse",
      ],
    ] as const;
    expect(wsdl.targetNamespace).toBe("http://www.mendix.com/");
    expect(wsdl.operations).toMatchObject(
      wanted.map(([service, port, path, name, input, output]) => ({
        ...base,
        service,
        port,
        name,
        location: `https://ats100.mendixcloud.com/ws/${path}`,
        input: { name: input },
        output: { name: output },
      })),
    );
  });

  it("has the three Include flags as optional, with the default false", () => {
    const fields = wsdl.types.find((type) => type.name === "GetJobStatusRequest")?.fields ?? [];
    expect(fields.map((field) => [field.name, field.optional, field.default])).toEqual([
      ["AppAPIToken", false, undefined],
      ["JobID", false, undefined],
      ["AppID", false, undefined],
      ["IncludeExecutionFlags", true, "false"],
      ["IncludeExecutionResultBreakdown", true, "false"],
      ["IncludeDetailsPerTestCase", true, "false"],
    ]);
  });

  it("gives the place on the page for every type, every field with a value and every operation", () => {
    const values = wsdl.types.flatMap((type) => type.fields.filter((field) => "simple" in field.type));
    for (const { name, doc } of [...wsdl.types, ...values, ...wsdl.operations]) {
      expect(doc, name).toContain("Source: Mendix ATS CI/CD API page, section");
    }
  });
});
