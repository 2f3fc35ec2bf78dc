import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atsExample } from "../../../specs/ats-validation.ts";
import { envelope, localService, runJobAnswer, xml } from "../test/local-service.ts";
import { AtsInputError, createAtsClient } from "./index.ts";

const apiToken = "s3cret-token";
const job = { AppID: "app", JobTemplateID: "template" };
const started = { Started: true, JobID: "j" };
const answer = runJobAnswer("<Started>true</Started><JobID>j</JobID>");

describe("createAtsClient", () => {
  it("uses the cloud and ATSAPIUser by default", async () => {
    const sent: [string, string][] = [];
    const fetch = async (url: unknown, init?: { body?: unknown }): Promise<Response> => {
      sent.push([String(url), String(init?.body)]);
      return new Response(answer, { headers: { "content-type": "text/xml" } });
    };
    expect(await createAtsClient({ apiToken, fetch }).runJob(job)).toEqual(started);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.[0]).toBe("https://ats100.mendixcloud.com/ws/RunJob");
    expect(sent[0]?.[1]).toContain("<username>ATSAPIUser</username><password>ATSAPIUser</password>");
  });

  it.each([
    [{}, ["apiToken is missing"]],
    [{ apiToken: "" }, ["apiToken is empty"]],
    [{ apiToken: null }, ["apiToken must be a string, not null"]],
    [{ apiToken: "a\u0007" }, ["apiToken contains the character U+0007, which is not allowed in XML"]],
    [{ apiToken, username: "", password: 7 }, ["username is empty", "password must be a string, not number"]],
    [{ apiToken, baseUrl: "ats.example.com" }, ["baseUrl must be an http or https URL"]],
    [{ apiToken, baseUrl: "ftp://ats.example.com" }, ["baseUrl must be an http or https URL"]],
    [{ apiToken, baseUrl: "https://u:p@ats.example.com" }, ["baseUrl must not contain a user or a password"]],
    [{ apiToken, baseUrl: "https://ats.example.com?a=b" }, ["baseUrl must not have a query or a fragment"]],
    [{ apiToken, timeoutMs: 0 }, ["timeoutMs must be a whole number above zero"]],
    [{ apiToken, timeoutMs: 2 ** 31 }, ["timeoutMs must not be above 2147483647"]],
    [{ apiToken, maxResponseBytes: 1.5 }, ["maxResponseBytes must be a whole number above zero"]],
    [{ apiToken, fetch: "fetch" }, ["fetch must be a function"]],
    [undefined, ["apiToken is missing"]],
    [
      { timeoutMs: -1, baseUrl: "" },
      ["apiToken is missing", "timeoutMs must be a whole number above zero", "baseUrl must be an http or https URL"],
    ],
  ])("refuses %j, naming every problem", (options, problems) => {
    expect(() => createAtsClient(options as never)).toThrow(
      expect.objectContaining({ name: "AtsInputError", code: "ats-input", problems }),
    );
  });

  it("can name problems with your own names for the options", async () => {
    const error: unknown = await Promise.resolve()
      .then(() => createAtsClient({ timeoutMs: 0 } as never))
      .catch((thrown: unknown) => thrown);
    expect((error as AtsInputError).problemsIn((name) => `--${name}`)).toEqual([
      "--apiToken is missing",
      "--timeoutMs must be a whole number above zero",
    ]);
  });

  it("passes on each answer's body unchanged, even if it cannot be read", async () => {
    const bodies: string[] = [];
    const onAnswer = (body: Uint8Array): void => void bodies.push(new TextDecoder().decode(body));
    for (const text of [answer, "<html>"]) {
      const fetch = async (): Promise<Response> => new Response(text, { headers: { "content-type": "text/xml" } });
      await createAtsClient({ apiToken, fetch, onAnswer })
        .runJob(job)
        .catch(() => undefined);
    }
    expect(bodies).toEqual([answer, "<html>"]);
  });

  it("shows nothing of its options", () => {
    expect(Object.keys(createAtsClient({ apiToken }))).toEqual([
      "runJob",
      "getJobStatus",
      "waitForJob",
      "rerunNotPassed",
    ]);
  });
});

describe("the calls", () => {
  it.each([
    ["runJob", {}, ["AppID is missing", "JobTemplateID is missing"]],
    ["runJob", { ...job, AppAPIToken: "mine" }, ["AppAPIToken is set by the client: leave it out"]],
    [
      "runJob",
      { ...job, _xml: "<x/>" },
      ["_xml is not a known field: the fields are AppAPIToken, AppID, JobTemplateID"],
    ],
    [
      "getJobStatus",
      { AppID: "a", JobID: "j", IncludeExecutionFlags: "true" },
      ["IncludeExecutionFlags must be a boolean, not string"],
    ],
    [
      "rerunNotPassed",
      { AppID: "a", FinishedJobID: "\uDC00" },
      ["FinishedJobID contains the character U+DC00, which is not allowed in XML"],
    ],
    ["runJob", null, ["The input of RunJob must be an object"]],
    ["runJob", [], ["The input of RunJob must be an object"]],
  ] as const)("%s refuses %j before anything is sent", async (method, input, problems) => {
    await using service = await localService(answer);
    const call = createAtsClient({ apiToken, baseUrl: service.url })[method](input as never);
    await expect(call).rejects.toBeInstanceOf(AtsInputError);
    await expect(call).rejects.toMatchObject({ code: "ats-input", problems });
    expect(service.received).toEqual([]);
  });

  it("read the page's own answers", async () => {
    const responses: Record<string, string> = {
      "/ws/RunJob": atsExample("run-job.response"),
      "/ws/GetJobStatus": atsExample("get-job-status.response-3"),
      "/ws/RerunNotPassed": atsExample("run-job.response"),
    };
    await using service = await localService((response, { path }) => xml(responses[path] ?? "")(response));
    const ats = createAtsClient({ apiToken, baseUrl: service.url });
    const run = { Started: false, ErrorMessage: "exampleString", JobID: "exampleString" };
    expect(await ats.runJob(job)).toStrictEqual(run);
    expect(await ats.rerunNotPassed({ AppID: "a", FinishedJobID: "j" })).toStrictEqual(run);
    expect(await ats.getJobStatus({ AppID: "a", JobID: "j" })).toStrictEqual({
      ExecutionStatus: "[key]",
      ExecutionResult: "[key]",
      ErrorMessage: "exampleString",
      ExecutionFlags: { Canceled: true, Warning: false },
      ExecutionDetailsPerTestCase: [
        { Name: "exampleString", Result: "[key]", Duration: "00:00:04" },
        { Name: "exampleString", Result: "[key]", Duration: "00:01:37", ErrorMessage: "exampleString" },
      ],
    });
    responses["/ws/GetJobStatus"] = atsExample("get-job-status.response-2");
    expect(await ats.getJobStatus({ AppID: "a", JobID: "j" })).toMatchObject({
      ExecutionResultBreakdown: { CountPassed: 5, CountNotExecuted: 1, CountFailed: 1 },
    });
  });

  it.each([
    ["RunJobResponse", "RunJob"],
    ["RunJobResponse", "RerunNotPassed"],
    ["RerunNotPassedResponse", "RunJob"],
    ["RerunNotPassedResponse", "RerunNotPassed"],
  ])("accept %s with %s inside as the answer to a rerun", async (element, wrapper) => {
    const body = `<tns:${element}><${wrapper}><Started>true</Started><JobID>j</JobID></${wrapper}></tns:${element}>`;
    await using service = await localService(envelope(body));
    const ats = createAtsClient({ apiToken, baseUrl: service.url });
    expect(await ats.rerunNotPassed({ AppID: "a", FinishedJobID: "j" })).toEqual(started);
    const asRunJob = ats.runJob(job);
    if (element === "RunJobResponse" && wrapper === "RunJob") expect(await asRunJob).toEqual(started);
    else await expect(asRunJob).rejects.toMatchObject({ code: "ats-unreadable" });
  });

  it("send nothing once the signal is aborted, and reject with its reason", async () => {
    await using service = await localService(answer);
    const ats = createAtsClient({ apiToken, baseUrl: service.url });
    const reason = new Error("no longer wanted");
    await expect(ats.runJob(job, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(service.received).toEqual([]);
    expect(await ats.runJob(job, { signal: new AbortController().signal })).toEqual(started);
  });

  it("end if the signal is aborted while they wait for the answer", async () => {
    const abort = new AbortController();
    const reason = new Error("interrupted");
    await using service = await localService(() => abort.abort(reason));
    const ats = createAtsClient({ apiToken, baseUrl: service.url });
    await expect(ats.runJob(job, { signal: abort.signal })).rejects.toBe(reason);
    expect(service.received).toHaveLength(1);
  });
});

describe("soap", () => {
  it("is loaded by the first call only", () => {
    const index = join(import.meta.dirname, "index.ts");
    const program = `
      import { createRequire } from "node:module";
      const loaded = () => Object.keys(createRequire(${JSON.stringify(index)}).cache).filter((path) => path.includes("/soap/")).length;
      const { createAtsClient } = await import(${JSON.stringify(index)});
      const ats = createAtsClient({ apiToken: "a", baseUrl: "http://127.0.0.1:1" });
      const before = loaded();
      const error = await ats.runJob({ AppID: "a", JobTemplateID: "t" }).catch((error) => error);
      console.log(JSON.stringify([before, loaded() > 0, error.code]));`;
    const args = ["--conditions=remotest-source", "--input-type=module", "-e", program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(stdout.trim(), stderr).toBe('[0,true,"ats-transport"]');
  });
});
