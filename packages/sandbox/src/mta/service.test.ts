import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandboxWithClock } from "../start-sandbox.ts";

let sandbox: Sandbox;
let now: number;
beforeEach(async () => {
  now = 0;
  sandbox = await startSandboxWithClock(() => now, { port: 0 });
});
afterEach(() => sandbox.close());

const headers = { authorization: `Basic ${btoa("demo:demo")}`, "content-type": "application/json" };
const call = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${sandbox.url}/rest/mta/api${path}`, { headers, ...init });
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text } as {
    status: number;
    body: never;
  };
};
const execute = async (key: string, scope?: string): Promise<string> => {
  const body = { Coverage: false, ...(scope && { ExecutionScope: scope }), ApplicationInstances: [{ Key: "19" }] };
  const sent = { method: "POST", body: JSON.stringify(body) };
  return (await call(`/testconfigurations/${key}/execute`, sent)).body["TestRunExecutionId"];
};
const names = async (id: string): Promise<readonly string[]> => {
  const suites = (await call(`/testsuiteruns?testrunExecutionId=${id}`)).body as { Key: number }[];
  const lists = await Promise.all(
    suites.map(async ({ Key }) => (await call(`/testcaseruns?testsuiterunKey=${Key}`)).body),
  );
  return (lists.flat() as { Name: string; Result?: string }[]).map(({ Name, Result }) => `${Name}: ${Result}`);
};

describe("a run of MTA", () => {
  it("waits without a result, runs one case after another, and ends", async () => {
    const id = await execute("pass");
    expect((await call(`/testruns/${id}`)).body).not.toHaveProperty("Result");
    now = 10_000;
    expect((await call(`/testruns/${id}`)).body).toMatchObject({ TestRunExecutionId: id, Result: "Running" });
    expect((await names(id)).filter((each) => each.endsWith(": undefined"))).toHaveLength(3);
    now = 20_000;
    expect((await call(`/testruns/${id}`)).body).toMatchObject({ Result: "Pass" });
    expect((await names(id)).filter((each) => each === "Search: Pass")).toHaveLength(2);
  });

  it.each([
    { key: "fail", result: "AssertsFailed", left: 0 },
    { key: "error", result: "ERROR", left: 1 },
  ])("$key ends with $result", async ({ key, result, left }) => {
    const id = await execute(key);
    now = 20_000;
    expect((await call(`/testruns/${id}`)).body).toMatchObject({ Result: result });
    expect((await names(id)).filter((each) => each.endsWith(": undefined"))).toHaveLength(left);
  });

  it("FailedOnly executes what did not pass in the latest run of the configuration, whoever started it", async () => {
    await execute("flaky");
    now = 20_000;
    const again = await execute("flaky", "FailedOnly");
    now = 60_000;
    expect(await names(again)).toEqual(['Pay "fast" & <safely>: Pass']);
    // Everything passed in that one, so nothing is left for the next.
    expect(await names(await execute("flaky", "FailedOnly"))).toEqual([]);
  });

  it("is cancelled only while it is running, and is then stopped by a user", async () => {
    const id = await execute("pass");
    const cancel = () => call(`/testruns/${id}/cancel`, { method: "POST" });
    expect((await cancel()).status).toBe(409);
    now = 10_000;
    expect(await cancel()).toEqual({ status: 200, body: "" });
    expect((await call(`/testruns/${id}`)).body).toMatchObject({ Result: "StoppedByUser" });
    expect((await cancel()).status).toBe(409);
  });
});

describe("a request that the description does not allow", () => {
  it.each<{ title: string; path: string; init?: RequestInit; status: number }>([
    {
      title: "no account",
      path: "/testconfigurations",
      init: { headers: { "content-type": "application/json" } },
      status: 401,
    },
    {
      title: "no content type",
      path: "/testconfigurations",
      init: { headers: { authorization: headers.authorization } },
      status: 415,
    },
    {
      title: "the body of MTA 2.6",
      path: "/testconfigurations/28/execute",
      init: { method: "POST", body: '[{"Key":"19"}]' },
      status: 400,
    },
    { title: "no instance", path: "/testsuites/32/execute", init: { method: "POST", body: "[]" }, status: 400 },
    {
      title: "8 days",
      path: "/testcases/96/execute?retentionPeriodInDays=8",
      init: { method: "POST", body: '[{"Key":"19"}]' },
      status: 400,
    },
    { title: "a parameter in lower case", path: "/testcases?testsuitekey=1", status: 400 },
    { title: "an unknown run", path: "/testruns/5552275f-0733-4afa-b109-7dee0cf1eda9", status: 404 },
    { title: "an id that is not valid", path: "/testruns/45", status: 400 },
  ])("$title: $status, and nothing is started", async ({ path, init, status }) => {
    expect((await call(path, init)).status).toBe(status);
    expect(sandbox.starts()).toBe(0);
  });
});
