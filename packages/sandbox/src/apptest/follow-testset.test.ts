import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandboxWithClock } from "../start-sandbox.ts";

const authorization = `Basic ${Buffer.from("demo:demo").toString("base64")}`;
let sandbox: Sandbox;
let time: number;

beforeEach(async () => {
  time = 0;
  sandbox = await startSandboxWithClock(() => time, { port: 0 });
});
afterEach(() => sandbox.close());

interface Reply {
  readonly status: number;
  readonly result_code: number;
  readonly data: Record<string, unknown>;
}

async function ask(path: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(`${sandbox.url}/openapi/v2/testset${path}`, { headers: { authorization }, ...init });
  return { status: response.status, ...((await response.json()) as Omit<Reply, "status">) };
}

async function start(testset_name: string): Promise<number> {
  const form = new FormData();
  form.append("app_file", new File(["PK"], "a.apk"));
  form.append("data", JSON.stringify({ pid: 509, testset_name }));
  const { data } = await ask("", { method: "POST", body: form });
  return data["testset_id"] as number;
}

/** Polls `count` times. Returns the result codes, or the status if the code is 0. */
async function poll(id: number, count: number, path = ""): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let asked = 0; asked < count; asked++) {
    const { result_code, data } = await ask(`/${id}${path}`);
    answers.push(result_code === 0 ? (data["testset_status"] ?? data["complete"]) : result_code);
  }
  return answers;
}

async function completed(name: string): Promise<number> {
  const id = await start(name);
  time += 20_000;
  return id;
}

describe("a run through its states", () => {
  it("is Running, then Complete, and has a result only then", async () => {
    const id = await start("fail");
    expect(await ask(`/${id}`)).toMatchObject({
      status: 200,
      data: {
        testset_status: "Running",
        testset_status_detail: { total_test_cnt: 3, initializing_cnt: 3 },
        response_time: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/) as string,
      },
    });
    expect(await ask(`/${id}/result`)).toMatchObject({ status: 409, result_code: 6002 });
    time = 10_000;
    expect(await ask(`/${id}`)).toMatchObject({
      data: { testset_status: "Running", testset_status_detail: { running_cnt: 2, pass_cnt: 1 } },
    });
    time = 20_000;
    expect(await ask(`/${id}`)).toMatchObject({
      data: { testset_status: "Complete", testset_status_detail: { pass_cnt: 2, fail_cnt: 1 } },
    });
    expect(await ask(`/${id}/result`)).toMatchObject({
      status: 200,
      data: {
        complete: true,
        result_xml: expect.stringContaining(`<error message="${sandbox.url}/tests/${id}/2" />`) as string,
      },
    });
  });

  it("links to existing pages", async () => {
    const id = await completed("fail");
    const { data } = await ask(`/${id}/result`);
    const links = String(data["result_html"]).match(/http:[^"]+/g) ?? [];
    expect(links).toHaveLength(3);
    for (const link of links) expect((await fetch(link)).status).toBe(200);
    expect((await fetch(`${sandbox.url}/tests/${id}/4`)).status).toBe(404);
  });

  it("gives each run a different number", async () => {
    const ids = await Promise.all([start("a"), start("b"), start("c")]);
    expect(new Set(ids).size).toBe(3);
  });

  it.each([
    { name: "flaky", status: ["Complete", 5002, 5002, "Complete"], result: [true, true] },
    { name: "maintenance-poll", status: ["Complete", 8000, 8000, "Complete"], result: [8000, true] },
    { name: "code-5002", status: [5002, 5002, 5002, 5002], result: [true, true] },
    { name: "code-5003", status: ["Complete", "Complete", "Complete", "Complete"], result: [5003, 5003] },
    { name: "code-6003", status: ["Complete", "Complete", "Complete", "Complete"], result: [6003, 6003] },
    { name: "code-6002", status: ["Complete", "Complete", "Complete", "Complete"], result: [6002, 6002, true] },
  ])("with the name $name answers $status and $result", async ({ name, status, result }) => {
    const id = await completed(name);
    expect(await poll(id, status.length)).toEqual(status);
    expect(await poll(id, result.length, "/result")).toEqual(result);
  });
});

describe("a number that is not a testset", () => {
  it.each([
    { id: "1", status: 404, result_code: 6003 },
    { id: "99999999999999999999999", status: 404, result_code: 6003 },
    { id: "0", status: 400, result_code: 4053 },
    { id: "-1", status: 400, result_code: 4053 },
    { id: "1.5", status: 400, result_code: 4053 },
    { id: "0251929", status: 400, result_code: 4053 },
    { id: "%31", status: 400, result_code: 4053 },
    { id: "__proto__", status: 400, result_code: 4053 },
  ])("$id gets $result_code", async ({ id, status, result_code }) => {
    expect(await ask(`/${id}`)).toMatchObject({ status, result_code });
    expect(await ask(`/${id}/result`)).toMatchObject({ status, result_code });
  });

  it("needs an account too", async () => {
    for (const path of ["/1", "/x", "/1/result"]) {
      expect((await fetch(`${sandbox.url}/openapi/v2/testset${path}`)).status).toBe(401);
    }
  });
});
