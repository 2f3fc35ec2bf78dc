import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atsExample, canonicalOfEach, envelopeProblems, problemsOfEach } from "../../../specs/ats-validation.ts";
import { type LocalService, localService, runJobAnswer, statusAnswer, xml } from "../test/local-service.ts";
import { createAtsClient } from "./index.ts";

const value = "exampleString";
let service: LocalService;
beforeAll(async () => {
  service = await localService((response, { path }) => {
    const status = statusAnswer("<ExecutionStatus>Done</ExecutionStatus>");
    xml(path.endsWith("/GetJobStatus") ? status : runJobAnswer("<Started>true</Started>"))(response);
  });
});
afterAll(() => service[Symbol.asyncDispose]());

const client = (username?: string, password?: string) =>
  createAtsClient({ baseUrl: service.url, apiToken: value, username, password });
const ofThePage = () => client("exampleUser", "examplePassword");

const calls: readonly [
  example: string,
  method: "runJob" | "getJobStatus" | "rerunNotPassed",
  input: object,
  path: string,
][] = [
  ["run-job.request", "runJob", { AppID: value, JobTemplateID: value }, "/ws/RunJob"],
  ["get-job-status.request-1", "getJobStatus", { AppID: value, JobID: value }, "/ws/GetJobStatus"],
  [
    "get-job-status.request-2",
    "getJobStatus",
    { AppID: value, JobID: value, IncludeExecutionResultBreakdown: true },
    "/ws/GetJobStatus",
  ],
  [
    "get-job-status.request-3",
    "getJobStatus",
    { AppID: value, JobID: value, IncludeExecutionFlags: true, IncludeDetailsPerTestCase: true },
    "/ws/GetJobStatus",
  ],
  ["rerun-not-passed.request", "rerunNotPassed", { AppID: value, FinishedJobID: value }, "/ws/RerunNotPassed"],
];

describe("a request on the wire", () => {
  let requests: LocalService["received"];
  let forms: readonly string[];
  let problems: readonly (readonly string[])[];
  beforeAll(async () => {
    const before = service.received.length;
    for (const [example, method, input] of calls) {
      const ats = example.startsWith("get-job-status") ? ofThePage() : client();
      await ats[method](input as never);
    }
    requests = service.received.slice(before);
    const bodies = requests.map(({ body }) => body);
    forms = await canonicalOfEach([...bodies, ...calls.map(([example]) => atsExample(example))]);
    problems = await problemsOfEach(bodies);
  });

  it.each(calls.map(([example, , , path], index) => ({ example, path, index })))(
    "is the page's $example",
    ({ path, index }) => {
      expect(requests).toHaveLength(calls.length);
      expect(requests[index]).toMatchObject({ method: "POST", path });
      expect(requests[index]?.headers).toMatchObject({ "content-type": "text/xml; charset=utf-8", soapaction: '""' });
      expect(forms[index]).toMatch(/Envelope>$/);
      expect(forms[index]).toBe(forms[calls.length + index]);
      expect(problems[index]).toEqual([]);
    },
  );

  it("has its own account and address if several clients send at the same time", async () => {
    const users = Array.from({ length: 6 }, (_, index) => `user${index}`);
    const before = service.received.length;
    await Promise.all(
      users.map((user) =>
        createAtsClient({
          baseUrl: `${service.url}/${user}`,
          apiToken: `token-${user}`,
          username: user,
          password: `password-${user}`,
        }).getJobStatus({ AppID: "a", JobID: user }),
      ),
    );
    const sent = service.received.slice(before);
    expect(sent.map(({ path }) => path).toSorted()).toEqual(users.map((user) => `/${user}/ws/GetJobStatus`));
    for (const { path, body } of sent) {
      const user = /^\/(\w+)\//.exec(path)?.[1] ?? "";
      expect(body.match(/user\d/g)).toEqual([user, user, user, user]);
      expect(body.match(/<\w+:Header>/g)).toHaveLength(1);
    }
  });

  it("is the same whatever the order of the keys given", async () => {
    for (const [, method, input] of calls) {
      const ats = client();
      await ats[method](input as never);
      const wanted = service.received.at(-1)?.body;
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(Object.entries(input), { minLength: Object.keys(input).length }),
          async (entries) => {
            await ats[method](Object.fromEntries(entries) as never);
            expect(service.received.at(-1)?.body).toBe(wanted);
          },
        ),
        { numRuns: 15 },
      );
    }
  });

  it("is valid against the WSDL's schema for any subset of flags and any text", async () => {
    const input = fc.record(
      {
        AppID: fc.string({ minLength: 1, unit: "grapheme" }),
        JobID: fc.string({ unit: "grapheme" }).map((text) => `<![CDATA[${text}]]>`),
        IncludeExecutionFlags: fc.boolean(),
        IncludeExecutionResultBreakdown: fc.boolean(),
        IncludeDetailsPerTestCase: fc.boolean(),
      },
      { requiredKeys: ["AppID", "JobID"] },
    );
    const before = service.received.length;
    for (const any of fc.sample(input, 100)) await client(any.JobID, any.AppID).getJobStatus(any);
    const sent = service.received.slice(before).map(({ body }) => body);
    expect(sent).toHaveLength(100);
    expect(await envelopeProblems(...sent)).toEqual([]);
    expect(await envelopeProblems(...sent, sent[0]?.replace("TestRun>", "Run>") ?? "")).not.toEqual([]);
  });

  it("is not mixed up with those of other clients or simultaneous calls", async () => {
    await using other = await localService(runJobAnswer("<Started>true</Started>"));
    const before = service.received.length;
    const first = createAtsClient({ baseUrl: `${service.url}/first`, apiToken: "first-token", username: "first" });
    const second = createAtsClient({ baseUrl: `${other.url}/a/b//`, apiToken: "second-token", username: "second" });
    const ids = Array.from({ length: 10 }, (_, index) => `id-${index}`);
    await Promise.all(
      ids.flatMap((id) => [
        first.runJob({ AppID: id, JobTemplateID: id }),
        second.rerunNotPassed({ AppID: id, FinishedJobID: id }),
      ]),
    );
    const sent = service.received.slice(before);
    expect(sent.map(({ path }) => path)).toEqual(ids.map(() => "/first/ws/RunJob"));
    expect(other.received.map(({ path }) => path)).toEqual(ids.map(() => "/a/b/ws/RerunNotPassed"));
    for (const id of ids) {
      expect(
        sent.filter(({ body }) => body.includes(`<AppID>${id}</AppID><JobTemplateID>${id}</JobTemplateID>`)),
      ).toHaveLength(1);
    }
    expect(sent.every(({ body }) => body.includes("first-token") && !body.includes("second"))).toBe(true);
    expect(other.received.every(({ body }) => body.includes("second-token") && !body.includes("first"))).toBe(true);
  });
});
