import { describe, expect, it } from "vitest";
import { runJobAnswer, statusAnswer } from "../test/local-service.ts";
import { answerPlan } from "./answer-plan.ts";
import { readAnswer } from "./answer-text.ts";
import { operations } from "./generated/tables.ts";

const runJob = answerPlan(operations.runJob.output);
const getJobStatus = answerPlan(operations.getJobStatus.output);

const read = (plan: typeof runJob, xml: string) =>
  readAnswer(new TextEncoder().encode(xml), "text/xml", plan).then(({ value }) => value);

describe("what the service adds, or damages", () => {
  const remarks = async (plan: typeof runJob, xml: string): Promise<readonly string[]> =>
    (await readAnswer(new TextEncoder().encode(xml), "text/xml", plan)).remarks;

  it("is passed over and named, where it tells no verdict", async () => {
    const xml = statusAnswer(
      '<ExecutionStatus x="1">Done</ExecutionStatus><RetryCount>2</RetryCount><ExecutionFlags><Flags><Canceled>0</Canceled><Warning>0</Warning><Paused>false</Paused></Flags></ExecutionFlags>',
    );
    expect(await read(getJobStatus, xml)).toEqual({
      ExecutionStatus: "Done",
      ExecutionFlags: { Canceled: false, Warning: false },
    });
    expect(await remarks(getJobStatus, xml)).toEqual([
      "The answer holds what is not documented, which was passed over: x, RetryCount, Paused.",
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
    runJobAnswer("<Started>true</Started><JobID>j</JobID>").replace("<RunJob>", '<RunJob status="ok">'),
    runJobAnswer("<Started>true</Started><JobID resultCode='0'>j</JobID>"),
    runJobAnswer("<Started>true</Started><JobID>j</JobID>").replace("</RunJob>", "$&<Status><deep/>ok</Status>"),
    runJobAnswer("<Started>true</Started><JobID>j</JobID>").replace("<RunJob>", "<Outcome/>$&"),
  ])("never loses the id of a run, and is doubted: %s", async (xml) => {
    const answer = await readAnswer(new TextEncoder().encode(xml), "text/xml", runJob);
    expect(answer.value).toEqual({ Started: true, JobID: "j" });
    expect(answer.doubt).toMatch(/not known/);
  });

  it("is no reason for doubt where it tells no verdict", async () => {
    const xml = runJobAnswer("<Started>false</Started><RetryCount lane='1'>2</RetryCount>");
    expect(await readAnswer(new TextEncoder().encode(xml), "text/xml", runJob)).toMatchObject({ doubt: undefined });
  });

  it("is replaced and told where XML cannot hold it", async () => {
    const xml = statusAnswer("<ExecutionStatus>Done</ExecutionStatus><ErrorMessage>a&#8;\u001b[31mb</ErrorMessage>");
    expect(await read(getJobStatus, `\r\n${xml}`)).toMatchObject({ ErrorMessage: "a\uFFFD\uFFFD[31mb" });
    expect(await remarks(getJobStatus, xml)).toEqual([expect.stringMatching(/2 were replaced/)]);
  });
});
