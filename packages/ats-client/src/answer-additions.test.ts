import { describe, expect, it } from "vitest";
import { runJobAnswer, statusAnswer } from "../test/local-service.ts";
import { answerPlan } from "./answer-plan.ts";
import { readAnswer } from "./answer-text.ts";
import { operations } from "./generated/tables.ts";

const runJob = answerPlan(operations.runJob.output);
const getJobStatus = answerPlan(operations.getJobStatus.output);

const read = (plan: typeof runJob, xml: string) =>
  readAnswer(new TextEncoder().encode(xml), "text/xml", plan).then(({ value }) => value);

describe("an addition or damage in an answer", () => {
  const remarks = async (plan: typeof runJob, xml: string): Promise<readonly string[]> =>
    (await readAnswer(new TextEncoder().encode(xml), "text/xml", plan)).remarks;

  it("is ignored and listed if it cannot be a verdict", async () => {
    const xml = statusAnswer(
      '<ExecutionStatus x="1">Done</ExecutionStatus><RetryCount>2</RetryCount><ExecutionFlags><Flags><Canceled>0</Canceled><Warning>0</Warning><Paused>false</Paused></Flags></ExecutionFlags>',
    );
    expect(await read(getJobStatus, xml)).toEqual({
      ExecutionStatus: "Done",
      ExecutionFlags: { Canceled: false, Warning: false },
    });
    expect(await remarks(getJobStatus, xml)).toEqual([
      "The answer contains undocumented parts, which were ignored: x, RetryCount, Paused.",
    ]);
  });

  it.each([
    "<Extra><deep/></Extra><FailureReason>x</FailureReason><JobID>j</JobID>",
    "<Started>perhaps</Started><JobID>j</JobID>",
    "<Started/><JobID>j</JobID>",
    "<JobID>j</JobID>",
  ])("never loses the id of a run: %s", async (fields) => {
    expect(await read(runJob, runJobAnswer(fields))).toEqual({ Started: false, JobID: "j" });
  });

  it.each([
    runJobAnswer("<Started>true</Started><JobID>j</JobID>").replace("<RunJob>", '<RunJob status="7">'),
    runJobAnswer("<Started>true</Started><JobID resultCode='4'>j</JobID>"),
    runJobAnswer("<Started>true</Started><JobID>j</JobID>").replace("</RunJob>", "$&<Status><deep/>ok</Status>"),
    runJobAnswer("<Started>true</Started><JobID>j</JobID>").replace("<RunJob>", "<Outcome/>$&"),
  ])("never loses the id of a run, and is doubted: %s", async (xml) => {
    const answer = await readAnswer(new TextEncoder().encode(xml), "text/xml", runJob);
    expect(answer.value).toEqual({ Started: true, JobID: "j" });
    expect(answer.doubt).toMatch(/not known/);
  });

  it("raises no doubt if it cannot be a verdict", async () => {
    const xml = runJobAnswer("<Started>false</Started><RetryCount lane='1'>2</RetryCount>");
    expect(await readAnswer(new TextEncoder().encode(xml), "text/xml", runJob)).toMatchObject({ doubt: undefined });
  });

  it("is ignored with its content if no part of it reports a failure", async () => {
    const given = (more: string): string => statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${more}`);
    for (const more of [
      "<Tags><Tag/><Tag>nightly</Tag></Tags>",
      "<ErrorCode/>",
      "<StatusMessage/>",
      "<ExecutionTime>183</ExecutionTime>",
      "<ExecutedBy>CI</ExecutedBy>",
      "<AppName>Error Tracker</AppName>",
      "<ResultUrl>https://ats.example/failed/1</ResultUrl>",
      "<Status><Text>Completed</Text></Status>",
    ])
      expect(await read(getJobStatus, given(more)), more).toEqual({ ExecutionStatus: "Done" });
    for (const more of [
      "<Extra><Result>Failed</Result></Extra>",
      "<Extra><Errors>1</Errors></Extra>",
      "<Status>7</Status>",
    ])
      await expect(read(getJobStatus, given(more)), more).rejects.toThrow(/may report a failure/);
  });

  it("is replaced and remarked if it is a character that XML does not allow", async () => {
    const xml = statusAnswer("<ExecutionStatus>Done</ExecutionStatus><ErrorMessage>a&#8;\u001b[31mb</ErrorMessage>");
    expect(await read(getJobStatus, `\r\n${xml}`)).toMatchObject({ ErrorMessage: "a\uFFFD\uFFFD[31mb" });
    expect(await remarks(getJobStatus, xml)).toEqual([expect.stringMatching(/2 were replaced/)]);
  });

  it.each([
    ...["TimedOut", "Terminated", "Interrupted", "Exception", "Problem"].map((name) => `<${name}>true</${name}>`),
    ...["Finished", "Completed", "Valid"].map((name) => `<${name}>false</${name}>`),
    "<Conclusion>FAILURE</Conclusion>",
    "<Note>the run was aborted</Note>",
    "<RetryCount note='timed out'>2</RetryCount>",
    "<ExecutionFlags><Flags><Canceled>0</Canceled><Warning>0</Warning><Valid>false</Valid></Flags></ExecutionFlags>",
  ])("is refused if it may be a verdict, by its name or by its value: %s", async (more) => {
    const xml = statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${more}`);
    await expect(read(getJobStatus, xml)).rejects.toThrow(/not known/);
  });
});

describe("an element that is declared nil but is not empty", () => {
  const nil = 'xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:nil="true"';
  const testCase = "<Name>a</Name><Result>Failed</Result>";
  it.each([
    `<ExecutionDetailsPerTestCase><ExecutionDetailsTestCase ${nil}>${testCase}</ExecutionDetailsTestCase></ExecutionDetailsPerTestCase>`,
    `<ExecutionDetailsPerTestCase ${nil}><ExecutionDetailsTestCase>${testCase}</ExecutionDetailsTestCase></ExecutionDetailsPerTestCase>`,
    `<ExecutionFlags ${nil}><Flags><Canceled>true</Canceled><Warning>0</Warning></Flags></ExecutionFlags>`,
    `<ExecutionResult ${nil}>Failed</ExecutionResult>`,
    `<ErrorMessage ${nil}><![CDATA[no hub]]></ErrorMessage>`,
    `<Lane ${nil}>1</Lane>`,
  ])("makes an answer unreadable: %s", async (fields) => {
    const xml = statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${fields}`);
    await expect(read(getJobStatus, xml)).rejects.toThrow(/declared nil/);
  });

  it.each([
    { title: "the id", xml: runJobAnswer(`<Started>true</Started><JobID ${nil}>j</JobID>`) },
    {
      title: "the whole answer",
      xml: runJobAnswer("<Started>true</Started><JobID>j</JobID>").replace("<RunJob>", `<RunJob ${nil}>`),
    },
  ])("never loses the id of a run, and is doubted: $title", async ({ xml }) => {
    const answer = await readAnswer(new TextEncoder().encode(xml), "text/xml", runJob);
    expect(answer.value).toEqual({ Started: true, JobID: "j" });
    expect(answer.doubt).toMatch(/declared nil/);
  });

  it("is nil if it contains only blank space", async () => {
    const xml = statusAnswer(`<ExecutionStatus>Done</ExecutionStatus><ErrorMessage ${nil}> \n </ErrorMessage>`);
    expect(await read(getJobStatus, xml)).toEqual({ ExecutionStatus: "Done" });
  });
});
