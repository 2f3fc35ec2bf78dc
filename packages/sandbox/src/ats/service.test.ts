import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { services, type ServiceName } from "../generated/ats.ts";
import { type Sandbox, startSandboxBy } from "../start-sandbox.ts";
import { decode } from "./decode.ts";
import { readEnvelope } from "./envelope.ts";

let sandbox: Sandbox;
let time: number;

beforeEach(async () => {
  time = 0;
  sandbox = await startSandboxBy(() => time, { port: 0 });
});
afterEach(() => sandbox.close());

const header =
  "<s:Header><t:authentication><username>ATSAPIUser</username><password>ATSAPIUser</password></t:authentication></s:Header>";

function envelope(payload: string, head = header): string {
  return (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://www.mendix.com/">' +
    `${head}<s:Body>${payload}</s:Body></s:Envelope>`
  );
}

const elements = (values: Record<string, string>): string =>
  Object.entries({ AppAPIToken: "demo", ...values })
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("");
const runJob = (template: string, more: Record<string, string> = {}): string =>
  `<t:RunJob><TestRun>${elements({ AppID: "shop", JobTemplateID: template, ...more })}</TestRun></t:RunJob>`;
const getTestRun = (JobID: string, more: Record<string, string> = {}): string =>
  `<t:GetTestRun><TestRun>${elements({ JobID, AppID: "shop", ...more })}</TestRun></t:GetTestRun>`;
const rerunNotPassed = (FinishedJobID: string, more: Record<string, string> = {}): string =>
  `<t:RerunNotPassed><RerunNotPassed>${elements({ AppID: "shop", FinishedJobID, ...more })}</RerunNotPassed></t:RerunNotPassed>`;

interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

async function post(service: ServiceName, body: string, type = "text/xml; charset=utf-8"): Promise<Reply> {
  const init = { method: "POST", headers: { "content-type": type }, body };
  const response = await fetch(`${sandbox.url}/ws/${service}`, init);
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}

/** What an answer holds, read strictly by the shape of the service's answer. */
async function call(service: ServiceName, payload: string): Promise<Record<string, unknown>> {
  const { status, type, text } = await post(service, envelope(payload));
  expect({ status, type }, text).toEqual({ status: 200, type: "text/xml; charset=utf-8" });
  const value = decode(readEnvelope(text).body, services[service].output) as Record<string, Record<string, unknown>>;
  return value["RunJob"] ?? value["TestRun"] ?? {};
}

async function faultOf(service: ServiceName, body: string): Promise<string> {
  const { status, type, text } = await post(service, body);
  expect({ status, type }, text).toEqual({ status: 500, type: "text/xml; charset=utf-8" });
  const fault = readEnvelope(text).body;
  expect(fault).toMatchObject({ name: "Fault", namespace: "http://schemas.xmlsoap.org/soap/envelope/" });
  return fault.children.map((child) => child.text).join(" ");
}

const notStarted = (message: string): object => ({ Started: false, ErrorMessage: message, JobID: "" });

describe("a job through its states", () => {
  it("is Queued, Running and Done, in CDATA, and names its cases as they complete", async () => {
    const { JobID } = await call("RunJob", runJob("fail"));
    const asked = getTestRun(String(JobID), { IncludeDetailsPerTestCase: "true" });
    const { text } = await post("GetJobStatus", envelope(asked));
    expect(text).toContain("<ExecutionStatus><![CDATA[Queued]]></ExecutionStatus><ExecutionResult></ExecutionResult>");
    time = 12_000;
    expect(await call("GetJobStatus", asked)).toMatchObject({ ExecutionStatus: "Running", ExecutionResult: "" });
    time = 20_000;
    expect(await call("GetJobStatus", asked)).toMatchObject({
      ExecutionStatus: "Done",
      ExecutionResult: "Failed",
      ExecutionDetailsPerTestCase: { ExecutionDetailsTestCase: { length: 5 } },
    });
  });

  it("reruns what did not pass as a job of its own, until all passed", async () => {
    const first = await call("RunJob", runJob("flaky"));
    expect(await call("RerunNotPassed", rerunNotPassed(String(first["JobID"])))).toEqual(
      notStarted(`The job ${String(first["JobID"])} is not finished`),
    );
    time = 20_000;
    const second = await call("RerunNotPassed", rerunNotPassed(String(first["JobID"])));
    expect(second).toMatchObject({ Started: true, ErrorMessage: "" });
    time = 40_000;
    expect(await call("GetJobStatus", getTestRun(String(second["JobID"])))).toEqual({
      ExecutionStatus: "Done",
      ExecutionResult: "Passed",
      ErrorMessage: "",
    });
    expect(await call("RerunNotPassed", rerunNotPassed(String(second["JobID"])))).toEqual(
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
      what: "error",
      payload: runJob("error"),
      message: "The CI/CD template error could not be started: no Selenium hub",
    },
  ])("says why: $what", async ({ payload, message }) => {
    expect(await call("RunJob", payload)).toEqual(notStarted(message));
    expect(sandbox.starts()).toBe(0);
  });

  it("says why a rerun is not: there is no such job, or it is another app's", async () => {
    const { JobID } = await call("RunJob", runJob("fail"));
    time = 20_000;
    for (const [job, app] of [
      ["nobody", "shop"],
      [String(JobID), "other"],
    ] as const) {
      expect(await call("RerunNotPassed", rerunNotPassed(job, { AppID: app }))).toEqual(
        notStarted(`There is no job ${job} in this app`),
      );
    }
  });
});

describe("the service in bad times", () => {
  it("refuses a start with a fault during maintenance", async () => {
    expect(await faultOf("RunJob", envelope(runJob("maintenance")))).toBe(
      "soap:Server The service is under maintenance",
    );
    expect(sandbox.starts()).toBe(0);
  });

  it("answers polls in HTML while it is down, and recovers", async () => {
    const { JobID } = await call("RunJob", runJob("maintenance-poll"));
    const statuses: number[] = [];
    for (let asked = 0; asked < 4; asked++) {
      statuses.push((await post("GetJobStatus", envelope(getTestRun(String(JobID))))).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it("loses the answer to a start that it made", async () => {
    await expect(post("RunJob", envelope(runJob("lost-answer")))).rejects.toThrow("fetch failed");
    expect(sandbox.starts()).toBe(1);
  });
});

describe("the page's own requests", () => {
  it.each<{ file: string; service: ServiceName; wanted: string }>([
    { file: "run-job.request.xml", service: "RunJob", wanted: "<Started>true</Started>" },
    { file: "get-job-status.request-1.xml", service: "GetJobStatus", wanted: "There is no job exampleString" },
    { file: "get-job-status.request-2.xml", service: "GetJobStatus", wanted: "There is no job exampleString" },
    { file: "get-job-status.request-3.xml", service: "GetJobStatus", wanted: "There is no job exampleString" },
    { file: "rerun-not-passed.request.xml", service: "RerunNotPassed", wanted: "There is no job exampleString" },
  ])("$file is understood, with the sandbox's account in it", async ({ file, service, wanted }) => {
    const example = await readFile(join(import.meta.dirname, "../../../../specs/examples/ats", file), "utf8");
    const filled = example
      .replace("<AppAPIToken>exampleString<", "<AppAPIToken>demo<")
      .replaceAll(/>example(?:User|Password)</g, ">ATSAPIUser<");
    expect((await post(service, filled)).text).toContain(wanted);
  });
});

describe("a request that is refused with a fault", () => {
  const swapped = runJob("pass").replace(/(<AppID>.*<\/AppID>)(<JobTemplateID>.*<\/JobTemplateID>)/, "$2$1");
  it.each([
    { body: envelope(runJob("pass", { AppAPIToken: "wrong" })), fault: "soap:Client The AppAPIToken is not valid" },
    { body: envelope(runJob("pass"), ""), fault: "soap:Client The Header must hold one authentication" },
    { body: envelope(runJob("pass"), "<s:Header/>"), fault: "soap:Client The Header must hold one authentication" },
    {
      body: envelope(runJob("pass"), header.replaceAll("t:authentication", "authentication")),
      fault: "soap:Client The Header must hold one authentication",
    },
    {
      body: envelope(runJob("pass"), header.replace(">ATSAPIUser</password>", ">wrong</password>")),
      fault: "soap:Client The user name or the password in the authentication header is wrong",
    },
    {
      body: envelope(runJob("pass"), header.replace(/(<username>.*<\/username>)(<password>.*<\/password>)/, "$2$1")),
      fault: "soap:Client authentication must hold username here, not password: the order counts",
    },
    {
      body: envelope(runJob("pass"), header.replace("<s:Header>", '<s:Header><t:must s:mustUnderstand="1"/>')),
      fault: "soap:MustUnderstand The header must is not understood",
    },
    { body: envelope(swapped), fault: "soap:Client TestRun must hold AppID here, not JobTemplateID: the order counts" },
    { body: envelope(getTestRun("1")), fault: "soap:Client The Body must hold RunJob in http://www.mendix.com/" },
    { body: envelope(runJob("pass").replaceAll("t:RunJob", "RunJob")), fault: "soap:Client The Body must hold RunJob" },
    { body: `<!DOCTYPE x>${envelope(runJob("pass"))}`, fault: "soap:Client A DOCTYPE is not accepted" },
    { body: "", fault: "soap:Client The XML is not well-formed" },
  ])("$fault", async ({ body, fault }) => {
    expect(await faultOf("RunJob", body)).toContain(fault);
    expect(sandbox.starts()).toBe(0);
  });

  it.each([
    { job: "nobody", app: "shop" },
    { job: "<![CDATA[<&]]>", app: "shop" },
    { job: "", app: "shop" },
  ])("a status of the job $job, which is not there", async ({ job, app }) => {
    expect(await faultOf("GetJobStatus", envelope(getTestRun(job, { AppID: app })))).toContain("There is no job");
  });

  it("a status of another app's job", async () => {
    const { JobID } = await call("RunJob", runJob("pass"));
    const body = envelope(getTestRun(String(JobID), { AppID: "other" }));
    expect(await faultOf("GetJobStatus", body)).toBe(`soap:Client There is no job ${String(JobID)} in this app`);
  });

  it("ignores a header that need not be understood", async () => {
    const head = header.replace("<s:Header>", "<s:Header><t:trace>1</t:trace>");
    expect((await post("RunJob", envelope(runJob("pass"), head))).status).toBe(200);
  });
});

describe("a request that is no SOAP 1.1 over HTTP", () => {
  it.each([
    { type: "text/xml", status: 200 },
    { type: "application/xml; charset=UTF-8", status: 200 },
    { type: "application/soap+xml", status: 415 },
    { type: "application/json", status: 415 },
    { type: "text/xmlish", status: 415 },
  ])("of the type $type gets $status", async ({ type, status }) => {
    expect((await post("RunJob", envelope(runJob("pass")), type)).status).toBe(status);
  });

  it("of more than 64 KiB gets 413", async () => {
    expect((await post("RunJob", " ".repeat(65_537))).status).toBe(413);
    expect((await post("RunJob", envelope(runJob("pass")).padEnd(65_536))).status).toBe(200);
  });

  it("that is not UTF-8 gets a fault", async () => {
    const init = { method: "POST", headers: { "content-type": "text/xml" }, body: new Uint8Array([0xff, 0xfe, 0x3c]) };
    const response = await fetch(`${sandbox.url}/ws/RunJob`, init);
    expect(await response.text()).toContain("The request is not UTF-8");
  });
});

describe("?wsdl", () => {
  it.each(["RunJob?wsdl", "GetJobStatus?WSDL", "RerunNotPassed?wsdl=1"])(
    "at %s points all services here",
    async (path) => {
      const response = await fetch(`${sandbox.url}/ws/${path}`);
      const text = await response.text();
      expect(response.headers.get("content-type")).toBe("text/xml; charset=utf-8");
      expect([...text.matchAll(/soap:address location="([^"]*)"/g)].map(([, location]) => location)).toEqual(
        ["RunJob", "GetJobStatus", "RerunNotPassed"].map((service) => `${sandbox.url}/ws/${service}`),
      );
      expect(text).not.toContain("mendixcloud");
    },
  );
});
