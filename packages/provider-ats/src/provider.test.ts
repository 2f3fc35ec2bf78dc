import { ProviderError, UnknownStartError, worded } from "@remotest/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { account, connect, context, runJob, start, status } from "./provider.fixture.ts";
import { ats } from "./provider.ts";

describe("the answer of Run Job", () => {
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
