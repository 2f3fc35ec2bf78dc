import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceName } from "../generated/ats.ts";
import { type Sandbox, startSandboxWithClock } from "../start-sandbox.ts";
import { AtsClient, envelope, getTestRun, header, runJob } from "./messages.fixture.ts";

let sandbox: Sandbox;
let client: AtsClient;

beforeEach(async () => {
  sandbox = await startSandboxWithClock(() => 0, { port: 0 });
  client = new AtsClient(sandbox.url);
});
afterEach(() => sandbox.close());

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
    expect((await client.post(service, filled)).text).toContain(wanted);
  });
});

describe("a request that is refused with a fault", () => {
  const swapped = runJob("pass").replace(/(<AppID>.*<\/AppID>)(<JobTemplateID>.*<\/JobTemplateID>)/, "$2$1");
  it.each([
    { body: envelope(runJob("pass", { AppAPIToken: "wrong" })), fault: "soap:Client The AppAPIToken is not valid" },
    { body: envelope(runJob("pass"), ""), fault: "soap:Client The Header must contain one authentication" },
    {
      body: envelope(runJob("pass"), header.replace(/<s:Header>(.*)<\/s:Header>/, "<s:Header>$1$1</s:Header>")),
      fault: "soap:Client The Header must contain one authentication",
    },
    { body: envelope(runJob("pass"), "<s:Header/>"), fault: "soap:Client The Header must contain one authentication" },
    {
      body: envelope(runJob("pass"), header.replaceAll("t:authentication", "authentication")),
      fault: "soap:Client The Header must contain one authentication",
    },
    {
      body: envelope(runJob("pass"), header.replace(">ATSAPIUser</password>", ">wrong</password>")),
      fault: "soap:Client The user name or the password in the authentication header is wrong",
    },
    {
      body: envelope(runJob("pass"), header.replace(/(<username>.*<\/username>)(<password>.*<\/password>)/, "$2$1")),
      fault: "soap:Client authentication must contain username here, not password: the order counts",
    },
    {
      body: envelope(runJob("pass"), header.replace("<s:Header>", '<s:Header><t:must s:mustUnderstand="1"/>')),
      fault: "soap:MustUnderstand The header must is not understood",
    },
    {
      body: envelope(swapped),
      fault: "soap:Client TestRun must contain AppID here, not JobTemplateID: the order counts",
    },
    { body: envelope(getTestRun("1")), fault: "soap:Client The Body must contain RunJob in http://www.mendix.com/" },
    {
      body: envelope(runJob("pass").replaceAll("t:RunJob", "RunJob")),
      fault: "soap:Client The Body must contain RunJob",
    },
    { body: `<!DOCTYPE x>${envelope(runJob("pass"))}`, fault: "soap:Client A DOCTYPE is not accepted" },
    { body: "", fault: "soap:Client The XML is not well-formed" },
  ])("$fault", async ({ body, fault }) => {
    expect(await client.fault("RunJob", body)).toContain(fault);
    expect(sandbox.starts()).toBe(0);
  });

  it.each([
    { job: "unknown", app: "shop" },
    { job: "<![CDATA[<&]]>", app: "shop" },
    { job: "", app: "shop" },
  ])("the status of the job $job, which does not exist", async ({ job, app }) => {
    expect(await client.fault("GetJobStatus", envelope(getTestRun(job, { AppID: app })))).toContain("There is no job");
  });

  it("the status of another app's job", async () => {
    const { JobID } = await client.call("RunJob", runJob("pass"));
    const body = envelope(getTestRun(String(JobID), { AppID: "other" }));
    expect(await client.fault("GetJobStatus", body)).toBe(`soap:Client There is no job ${String(JobID)} in this app`);
  });

  it("a header that need not be understood is ignored", async () => {
    const head = header.replace("<s:Header>", "<s:Header><t:trace>1</t:trace>");
    expect((await client.post("RunJob", envelope(runJob("pass"), head))).status).toBe(200);
  });
});

describe("a request that is damaged", () => {
  it("always gets an answer or a fault, and the next one is served", async () => {
    const whole = envelope(getTestRun("unknown", { IncludeExecutionFlags: "true" }));
    const damage = fc.constantFrom("", "<", ">", "&", "]]>", "<x/>", "\u0000", '"', "<!--", "<?x?>", "xmlns=", "0");
    const anywhere = fc.integer({ min: 0, max: whole.length });
    await fc.assert(
      fc.asyncProperty(anywhere, anywhere, damage, async (from, to, by) => {
        const body = whole.slice(0, from) + by + whole.slice(Math.max(from, to));
        expect(await client.fault("GetJobStatus", body)).toMatch(/^soap:(?:Client|VersionMismatch|MustUnderstand) ./);
      }),
      { numRuns: 500 },
    );
    expect(await client.call("RunJob", runJob("pass"))).toMatchObject({ Started: true });
  });
});

describe("a request that is not SOAP 1.1 over HTTP", () => {
  it.each([
    { type: "text/xml", status: 200 },
    { type: "application/xml; charset=UTF-8", status: 200 },
    { type: "application/soap+xml", status: 415 },
    { type: "application/json", status: 415 },
    { type: "text/xmlish", status: 415 },
  ])("of the type $type gets $status", async ({ type, status }) => {
    expect((await client.post("RunJob", envelope(runJob("pass")), type)).status).toBe(status);
  });

  it("of more than 64 KiB gets 413", async () => {
    expect((await client.post("RunJob", " ".repeat(65_537))).status).toBe(413);
    expect((await client.post("RunJob", envelope(runJob("pass")).padEnd(65_536))).status).toBe(200);
  });

  it("that is not UTF-8 gets a fault", async () => {
    const { status, text } = await client.post("RunJob", new Uint8Array([0xff, 0xfe, 0x3c]));
    expect({ status, text }).toEqual({ status: 500, text: expect.stringContaining("is not UTF-8") as string });
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
