import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandboxWithClock } from "../start-sandbox.ts";
import { AtsClient, envelope, getTestRun, rerunNotPassed, runJob } from "./messages.fixture.ts";

let sandbox: Sandbox;
let client: AtsClient;
let time: number;

beforeEach(async () => {
  time = 0;
  sandbox = await startSandboxWithClock(() => time, { port: 0 });
  client = new AtsClient(sandbox.url);
});
afterEach(() => sandbox.close());

const notStarted = (message: string): object => ({ Started: false, ErrorMessage: message, JobID: "" });

describe("a job through its states", () => {
  it("is Queued, Running and Done, in CDATA, and names its cases as they complete", async () => {
    const { JobID } = await client.call("RunJob", runJob("fail"));
    const asked = getTestRun(String(JobID), { IncludeDetailsPerTestCase: "true" });
    const { text } = await client.post("GetJobStatus", envelope(asked));
    expect(text).toContain("<ExecutionStatus><![CDATA[Queued]]></ExecutionStatus><ExecutionResult></ExecutionResult>");
    time = 12_000;
    expect(await client.call("GetJobStatus", asked)).toMatchObject({ ExecutionStatus: "Running", ExecutionResult: "" });
    time = 20_000;
    expect(await client.call("GetJobStatus", asked)).toMatchObject({
      ExecutionStatus: "Done",
      ExecutionResult: "Failed",
      ExecutionDetailsPerTestCase: { ExecutionDetailsTestCase: { length: 5 } },
    });
  });

  it("reruns what did not pass as a new job, until all passed", async () => {
    const first = await client.call("RunJob", runJob("flaky"));
    expect(await client.call("RerunNotPassed", rerunNotPassed(String(first["JobID"])))).toEqual(
      notStarted(`The job ${String(first["JobID"])} is not finished`),
    );
    time = 20_000;
    const second = await client.call("RerunNotPassed", rerunNotPassed(String(first["JobID"])));
    expect(second).toMatchObject({ Started: true, ErrorMessage: "" });
    time = 40_000;
    expect(await client.call("GetJobStatus", getTestRun(String(second["JobID"])))).toEqual({
      ExecutionStatus: "Done",
      ExecutionResult: "Passed",
      ErrorMessage: "",
    });
    expect(await client.call("RerunNotPassed", rerunNotPassed(String(second["JobID"])))).toEqual(
      notStarted(`All test cases of the job ${String(second["JobID"])} passed`),
    );
    expect(sandbox.journal.filter(({ kind }) => kind === "start")).toEqual([
      { kind: "start", service: "ats", id: first["JobID"], name: "flaky" },
      { kind: "start", service: "ats", id: second["JobID"], name: "flaky", rerunOf: first["JobID"] },
    ]);
  });
});

describe("a job that is not started", () => {
  it.each([
    { what: "an empty template", payload: runJob(" "), message: "There is no CI/CD template with an empty ID" },
    { what: "an empty app", payload: runJob("pass", { AppID: "" }), message: "The AppID is empty" },
    {
      what: "no-such",
      payload: runJob("no-such-template"),
      message: "There is no CI/CD template with the ID no-such-template",
    },
    {
      what: "error",
      payload: runJob("error"),
      message: "The CI/CD template error could not be started: no Selenium hub",
    },
  ])("says why: $what", async ({ payload, message }) => {
    expect(await client.call("RunJob", payload)).toEqual(notStarted(message));
    expect(sandbox.starts()).toBe(0);
  });

  it("says why a rerun is not started: the job does not exist, or is another app's", async () => {
    const { JobID } = await client.call("RunJob", runJob("fail"));
    time = 20_000;
    for (const [job, app] of [
      ["unknown", "shop"],
      [String(JobID), "other"],
    ] as const) {
      expect(await client.call("RerunNotPassed", rerunNotPassed(job, { AppID: app }))).toEqual(
        notStarted(`There is no job ${job} in this app`),
      );
    }
  });
});

describe("the service in trouble", () => {
  it("refuses a start with a fault during maintenance", async () => {
    expect(await client.fault("RunJob", envelope(runJob("maintenance")))).toBe(
      "soap:Server The service is under maintenance",
    );
    expect(sandbox.starts()).toBe(0);
  });

  it("answers polls in HTML while it is down, and recovers", async () => {
    const { JobID } = await client.call("RunJob", runJob("maintenance-poll"));
    const statuses: number[] = [];
    for (let asked = 0; asked < 4; asked++) {
      statuses.push((await client.post("GetJobStatus", envelope(getTestRun(String(JobID))))).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it("loses the answer to a start that it accepted", async () => {
    await expect(client.post("RunJob", envelope(runJob("lost-answer")))).rejects.toThrow("fetch failed");
    expect(sandbox.starts()).toBe(1);
  });
});
