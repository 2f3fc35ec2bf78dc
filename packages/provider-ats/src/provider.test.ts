import { type CallContext, ProviderError, UnknownStartError, worded } from "@remotest/core";
import fc from "fast-check";
import { assert, describe, expect, it } from "vitest";
import { ats } from "./provider.ts";

const context: CallContext = { signal: new AbortController().signal, onUpload: () => undefined };
const account = { baseUrl: "https://ats.example", apiToken: "token", username: "ATSAPIUser", password: "ATSAPIUser" };

/** Makes a connection to a service that gives one answer after the other, and keeps its requests. */
function connect(...answers: string[]): { connection: ReturnType<typeof ats.connect>; asked: string[] } {
  const asked: string[] = [];
  const fetch = async (input: Request | string, init?: RequestInit): Promise<Response> => {
    asked.push(`${typeof input === "string" ? input : input.url}\n${await new Response(init?.body ?? null).text()}`);
    const body = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:tns="http://www.mendix.com/"><soap:Body>${answers[asked.length - 1] ?? ""}</soap:Body></soap:Envelope>`;
    return new Response(body, { headers: { "content-type": "text/xml" } });
  };
  return { connection: ats.connect(account, { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 }), asked };
}
const runJob = (fields: string): string => `<tns:RunJobResponse><RunJob>${fields}</RunJob></tns:RunJobResponse>`;
const status = (fields: string): string =>
  `<tns:GetTestRunResponse><TestRun>${fields}</TestRun></tns:GetTestRunResponse>`;
const start = { appId: "SHOP", templateId: "T-1" };

describe("the answer of Run Job: Mendix ATS CI/CD API page, section Run Job, response table", () => {
  interface Row {
    readonly fields: string;
    /** The reference, or `refused`, or `unknown`. */
    readonly wanted: string;
  }
  const rows: readonly Row[] = [
    { fields: "<Started>true</Started><ErrorMessage></ErrorMessage><JobID>J-1</JobID>", wanted: "ats:SHOP/J-1" },
    { fields: "<Started>true</Started><JobID><![CDATA[ J-1 ]]></JobID>", wanted: "ats:SHOP/J-1" },
    { fields: "<Started>true</Started><ErrorMessage>a note</ErrorMessage><JobID>J-1</JobID>", wanted: "ats:SHOP/J-1" },
    { fields: "<Started>false</Started><ErrorMessage></ErrorMessage><JobID>J-1</JobID>", wanted: "ats:SHOP/J-1" },
    { fields: "<Started>false</Started><ErrorMessage>no hub</ErrorMessage><JobID></JobID>", wanted: "refused" },
    { fields: "<Started>false</Started><ErrorMessage>no hub</ErrorMessage><JobID>J-1</JobID>", wanted: "ats:SHOP/J-1" },
    { fields: "<Started>false</Started><ErrorMessage>no hub</ErrorMessage><JobID>J&#1;1</JobID>", wanted: "unknown" },
    { fields: "<Started>false</Started><ErrorMessage> </ErrorMessage><JobID> </JobID>", wanted: "unknown" },
    { fields: "<Started>false</Started>", wanted: "unknown" },
    { fields: "<Started>true</Started><ErrorMessage></ErrorMessage><JobID></JobID>", wanted: "unknown" },
    { fields: "<Started>true</Started><ErrorMessage>odd</ErrorMessage>", wanted: "unknown" },
    // An unknown part that could be a verdict is judged after the id.
    { fields: "<Started>true</Started><JobID resultCode='0'>J-1</JobID>", wanted: "ats:SHOP/J-1" },
    { fields: "<Started>true</Started><JobID>J-1</JobID></RunJob><Status>ok</Status><RunJob>", wanted: "unknown" },
    { fields: "<AbortReason>x</AbortReason><Started>true</Started><JobID>J-1</JobID>", wanted: "ats:SHOP/J-1" },
    { fields: "<Extra>1</Extra><Started>false</Started><ErrorMessage>no hub</ErrorMessage>", wanted: "refused" },
    { fields: "<Outcome>1</Outcome><Started>false</Started><ErrorMessage>no</ErrorMessage>", wanted: "unknown" },
    { fields: "<X><Y/></X><Started>false</Started><ErrorMessage>no hub</ErrorMessage>", wanted: "unknown" },
    { fields: "<Started resultCode='4'>false</Started><ErrorMessage>no</ErrorMessage>", wanted: "unknown" },
  ];
  it.each(rows)("$fields: $wanted", async ({ fields, wanted }) => {
    const { connection, asked } = connect(runJob(fields));
    const outcome = await connection.start(start, "Nightly", context).catch((error: unknown) => error);
    if (wanted === "refused") expect(outcome).toMatchObject({ code: "ats-not-started", retry: "never" });
    else if (wanted === "unknown") expect(outcome).toBeInstanceOf(UnknownStartError);
    else expect(outcome).toEqual({ ref: wanted, name: "Nightly" });
    expect(asked).toHaveLength(1);
  });

  it("gives the reason of a refusal, in the service's words", async () => {
    const { connection } = connect(
      runJob("<Started>false</Started><ErrorMessage>no hub &amp; no browser</ErrorMessage>"),
    );
    const outcome: unknown = await connection.start(start, "Nightly", context).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(ProviderError);
    expect(outcome).toMatchObject({
      message: "ATS did not start the run: no hub & no browser",
      reason: "no hub & no browser",
      next: expect.stringMatching(/Selenium hub/) as string,
    });
  });
});

describe("a reference leads back to the run", () => {
  it("whatever characters the ids contain", async () => {
    const id = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
      .map((text) => text.trim())
      .filter((text) => text !== "" && !/[\p{Cc}\p{Cs}\uFFFD-\uFFFF]/u.test(text));
    await fc.assert(
      fc.asyncProperty(id, id, async (appId, jobId) => {
        const escaped = jobId.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
        const { connection, asked } = connect(
          runJob(`<Started>true</Started><JobID>${escaped}</JobID>`),
          status("<ExecutionStatus>Running</ExecutionStatus>"),
        );
        const { ref } = await connection.start({ appId, templateId: "T" }, "n", context);
        expect(ref).toMatch(/^ats:[!-~]+$/);
        const found = ats.parseReference(ref.slice("ats:".length));
        expect(found).toEqual({ ref });
        if (found) await connection.poll(found, context);
        const sent = (name: string): string | undefined =>
          new RegExp(`<${name}>(.*?)</${name}>`, "s")
            .exec(asked[1] ?? "")?.[1]
            ?.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
            .replaceAll("&lt;", "<")
            .replaceAll("&gt;", ">")
            .replaceAll("&amp;", "&");
        expect(sent("AppID")).toBe(appId);
        expect(sent("JobID")).toBe(jobId);
      }),
    );
  });

  it.each(["", "SHOP", "/", "SHOP/", "/J-1", "SHOP/J-1/more", "SHOP/J 1", "SHOP/%zz", "SHOP/J-1\n"])(
    "but %j is not a reference",
    (rest) => {
      expect(ats.parseReference(rest)).toBeUndefined();
    },
  );
});

describe("the state of a run by its ExecutionStatus", () => {
  it.each([
    { says: "Queued", wanted: { status: "queued" } },
    { says: "Running", wanted: { status: "running" } },
    { says: "Done", wanted: { status: "finished" } },
    { says: "<![CDATA[done]]>", wanted: { status: "finished" } },
    { says: "Aborted", wanted: { status: "unrecognised", says: "Aborted", notPassed: true } },
    { says: "NotStarted", wanted: { status: "unrecognised", says: "NotStarted" } },
    { says: "Finished", wanted: { status: "unrecognised", says: "Finished" } },
    { says: "Passed", wanted: { status: "unrecognised", says: "Passed" } },
    { says: "", wanted: { status: "unrecognised", says: "" } },
  ])("$says: $wanted", async ({ says, wanted }) => {
    const { connection } = connect(status(`<ExecutionStatus>${says}</ExecutionStatus>`));
    expect(await connection.poll({ ref: "ats:SHOP/J-1" }, context)).toMatchObject(wanted);
  });

  it("comes with the counts and the cases by name", async () => {
    const { connection } = connect(
      status(
        "<ExecutionStatus>Running</ExecutionStatus><ExecutionResultBreakdown><ResultBreakdown><CountPassed>1</CountPassed><CountNotExecuted>2</CountNotExecuted><CountFailed>1</CountFailed></ResultBreakdown></ExecutionResultBreakdown><ExecutionDetailsPerTestCase><ExecutionDetailsTestCase><Name>Log in</Name><Result>Passed</Result></ExecutionDetailsTestCase></ExecutionDetailsPerTestCase>",
      ),
    );
    expect(await connection.poll({ ref: "ats:SHOP/J-1" }, context)).toMatchObject({
      progress: { total: 4, passed: 1, failed: 1, waiting: 2, cases: [{ name: "Log in", state: "passed" }] },
    });
  });
});

describe("a rerun", () => {
  it("requests the test cases of the finished job that did not pass, and returns the new job", async () => {
    const { connection, asked } = connect(
      "<tns:RerunNotPassedResponse><RunJob><Started>true</Started><JobID>J-2</JobID></RunJob></tns:RerunNotPassedResponse>",
    );
    const { rerun } = connection;
    if (rerun === "unsupported") throw new Error("ATS has a rerun");
    expect(await rerun({ ref: "ats:SHOP/J-1" }, context)).toEqual({ ref: "ats:SHOP/J-2" });
    expect(asked[0]).toContain("https://ats.example/ws/RerunNotPassed");
    expect(asked[0]).toContain("<FinishedJobID>J-1</FinishedJobID>");
  });
});

describe("results that contradict the last status check", () => {
  const cases = (...results: readonly string[]): string =>
    `<ExecutionDetailsPerTestCase>${results.map((result, index) => `<ExecutionDetailsTestCase><Name>${index}</Name><Result>${result}</Result></ExecutionDetailsTestCase>`).join("")}</ExecutionDetailsPerTestCase>`;
  const done = (fields: string): string => status(`<ExecutionStatus>Done</ExecutionStatus>${fields}`);
  const flags = (isCanceled: boolean): string =>
    `<ExecutionFlags><Flags><Canceled>${isCanceled}</Canceled><Warning>false</Warning></Flags></ExecutionFlags>`;
  const canceled = flags(true);
  const green = done(`<ExecutionResult>Passed</ExecutionResult>${flags(false)}${cases("Passed", "Passed")}`);
  it.each([
    { title: "a case", polled: done(cases("Failed", "Passed")) },
    { title: "the reason why it failed to start", polled: done("<ErrorMessage>no hub</ErrorMessage>") },
    { title: "the cancellation", polled: done(canceled) },
  ])("in $title are never a pass, and are kept", async ({ polled }) => {
    const { connection } = connect(polled, green);
    const run = { ref: "ats:SHOP/J-1" };
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    await expect(connection.results(run, finished, context)).rejects.toMatchObject({
      code: "ats-untrusted-results",
      retry: "never",
      evidence: [{ name: "result.xml", content: expect.stringContaining("Passed") as string }],
    });
  });

  it("are also compared with results that could not be used", async () => {
    const statuses = [done(""), done(`<ExecutionResult/>${cases("Failed", "Passed")}`), green];
    const { connection } = connect(...statuses);
    const run = { ref: "ats:SHOP/J-1" };
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    await expect(connection.results(run, finished, context)).rejects.toMatchObject({ notYet: true });
    await expect(connection.results(run, finished, context)).rejects.toMatchObject({ code: "ats-untrusted-results" });
  });

  it("may come later if there are none", async () => {
    const { connection } = connect(done(cases("Passed")), done("<ExecutionResult>Passed</ExecutionResult>"));
    const run = { ref: "ats:SHOP/J-1" };
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    await expect(connection.results(run, finished, context)).rejects.toMatchObject({ notYet: true });
  });
});

describe("results that cannot be read", () => {
  const call = async (results: string): Promise<unknown> => {
    const { connection } = connect(status("<ExecutionStatus>Done</ExecutionStatus>"), results);
    const run = { ref: "ats:SHOP/J-1" };
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    return connection.results(run, finished, context).catch((error: unknown) => error);
  };

  it("are kept unchanged, and requested again", async () => {
    const odd = status("<ExecutionStatus>Done</ExecutionStatus><AbortReason>x</AbortReason>");
    expect(await call(odd)).toMatchObject({
      code: "ats-unreadable",
      retry: "later",
      evidence: [{ name: "result.xml", content: expect.stringContaining("<AbortReason>x<") as string }],
    });
  });

  it.each([
    { title: "failed", more: "<ExecutionResult>Failed</ExecutionResult><tns:ErrorMessage/>", notPassed: true },
    { title: "was aborted", more: "<ExecutionResult>Passed</ExecutionResult><Aborted>true</Aborted>", notPassed: true },
    {
      title: "passed",
      more: "<ExecutionResult>Passed</ExecutionResult><ErrorMessage/><tns:ErrorMessage/>",
      notPassed: undefined,
    },
  ])("remember, like status checks, that the run $title: $notPassed", async ({ more, notPassed }) => {
    const answer = status(`<ExecutionStatus>Done</ExecutionStatus>${more}`);
    expect(await call(answer)).toMatchObject({ code: "ats-unreadable", notPassed });
    const { connection } = connect(answer);
    const error: unknown = await connection.poll({ ref: "ats:SHOP/J-1" }, context).catch((thrown: unknown) => thrown);
    const evidence = notPassed ? [{ name: "result.xml" }] : undefined;
    expect(error).toMatchObject({ code: "ats-unreadable", notPassed, evidence });
  });

  it("are neither those of the last status check, if no answer came, nor a gateway's page", async () => {
    const bodies = [
      { body: status("<ExecutionStatus>Done</ExecutionStatus>"), type: "text/xml" },
      { body: "<!DOCTYPE html><html>Sign in</html>", type: "text/html" },
    ];
    const fetch = async (): Promise<Response> => {
      const next = bodies.shift();
      if (next === undefined) throw new TypeError("fetch failed");
      const isPage = next.type === "text/html";
      const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:tns="http://www.mendix.com/"><e:Body>${next.body}</e:Body></e:Envelope>`;
      return new Response(isPage ? next.body : envelope, { headers: { "content-type": next.type } });
    };
    const connection = ats.connect(account, { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 });
    const run = { ref: "ats:SHOP/J-1" };
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    for (const code of ["ats-unreadable", "ats-transport"]) {
      const error: unknown = await connection.results(run, finished, context).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code, evidence: undefined });
    }
  });
});

describe("the account is checked before anything is sent", () => {
  it.each([
    { given: {}, says: [] },
    {
      given: { apiToken: "a\u0001b" },
      says: [/^ATS_API_TOKEN \(or ATS_API_TOKEN_FILE\) contains the character U\+0001/],
    },
    { given: { password: "a\u0000" }, says: [/^ATS_PASSWORD \(or ATS_PASSWORD_FILE\) contains/] },
    { given: { baseUrl: "https://ats.example/?a" }, says: [/^--base-url \(or ATS_BASE_URL\) must not have a query/] },
    { given: { username: "\uFFFE", password: "\uFFFF" }, says: [/^ATS_USERNAME/, /^ATS_PASSWORD/] },
  ])("$given", async ({ given, says }) => {
    const problems = await ats.check({ ...account, ...given }, undefined);
    expect(problems.map(({ message }) => worded(message))).toEqual(
      says.map((text) => expect.stringMatching(text) as string),
    );
  });
});
