import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandboxWithClock } from "../start-sandbox.ts";

let sandbox: Sandbox;
let now: number;
beforeEach(async () => {
  now = 0;
  sandbox = await startSandboxWithClock(() => now, { port: 0 });
});
afterEach(() => sandbox.close());

const root = "/app-automate/espresso/v2";
const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${sandbox.url}${root}${path}`, { headers: { authorization: `Basic ${btoa("demo:demo")}` }, ...init });
const order = { app: "bs://f3c874", testSuite: "bs://89c874", devices: ["Google Pixel 9-16.0"] };
const start = async (more: object = {}): Promise<{ status: number; said: string; build: string }> => {
  const answer = await ask("/build", { method: "POST", body: JSON.stringify({ ...order, ...more }) });
  const body = (await answer.json()) as { build_id?: string; message?: string; error?: { message: string } };
  return { status: answer.status, said: body.error?.message ?? body.message ?? "", build: body.build_id ?? "" };
};

describe("a start is refused", () => {
  test.each([
    { more: { app: "MyApp" }, says: "[BROWSERSTACK_INVALID_APP_CAP]" },
    { more: { testSuite: "MyTests" }, says: "[BROWSERSTACK_INVALID_APP_CAP]" },
    // Each session takes memory.
    { more: { shards: { numberOfShards: 1_000_000_000 } }, says: "[BROWSERSTACK_INVALID_PARAMETERS]" },
    { more: { devices: Array.from({ length: 101 }, (_, place) => `P-${place}`) }, says: "At most 100 devices" },
  ])("with $more", async ({ more, says }) => {
    const { status, said } = await start(more);
    expect({ status, said }).toEqual({ status: 422, said: expect.stringContaining(says) as string });
    expect(sandbox.starts()).toBe(0);
  });
});

test("the report is XML, whatever the name of the device", async () => {
  const { build } = await start({ devices: ['"<a>&\u0001-1'] });
  now = 60_000;
  const { devices } = (await (await ask(`/builds/${build}`)).json()) as { devices: { sessions: { id: string }[] }[] };
  const report = await ask(`/builds/${build}/sessions/${devices[0]?.sessions[0]?.id}/report`);
  expect(report.headers.get("content-type")).toBe("application/xml; charset=utf-8");
  expect(await report.text()).toContain('devicename="&quot;&lt;a&gt;&amp;\ufffd"');
});
