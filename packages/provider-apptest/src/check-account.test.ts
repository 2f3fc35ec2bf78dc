import { startSandbox } from "@remotest/sandbox";
import type { CallContext, Transport } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { apptest } from "./provider.ts";

const context: CallContext = { signal: AbortSignal.timeout(20_000), onUpload: () => undefined };
const good = { userId: "demo", accessKey: "demo" };

function answering(status: number, body: string): Transport["fetch"] {
  return async () => new Response(body, { status, headers: { "content-type": "application/json" } });
}

function check(
  fetch: Transport["fetch"],
  account: object = good,
  baseUrl = "https://apptest.example",
): Promise<object> {
  const transport = { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 20 };
  const { checkAccount } = apptest.connect({ baseUrl, ...account }, transport);
  if (checkAccount === "unsupported") throw new TypeError("apptest.ai checks the account");
  return checkAccount(context);
}

describe("checking the account at apptest.ai", () => {
  it("tells a good account from a bad one, and starts nothing", async () => {
    const sandbox = await startSandbox({ port: 0 });
    try {
      expect(await check(fetch, good, sandbox.url)).toEqual({ account: "accepted" });
      await expect(check(fetch, { accessKey: "demo:wrong" }, sandbox.url)).rejects.toMatchObject({
        message: expect.stringContaining("401") as unknown,
        next: expect.stringContaining("APPTEST_ACCESS_KEY") as unknown,
      });
      expect(sandbox.starts()).toBe(0);
    } finally {
      await sandbox.close();
    }
  });

  it.each([
    { code: 4053, wanted: { account: "accepted" } },
    { code: 6003, wanted: { account: "accepted" } },
    { code: 4099, wanted: { account: "unclear", says: expect.stringContaining("4099") as unknown } },
  ])("the code $code: $wanted.account", async ({ code, wanted }) => {
    const body = JSON.stringify({ data: {}, result_code: code, result_msg: "no", reason: "why" });
    expect(await check(answering(200, body))).toEqual(wanted);
  });

  it("a testset of the account is an accepted account; maintenance is an error", async () => {
    const counts = {
      total_test_cnt: 1,
      error_cnt: 0,
      fail_cnt: 0,
      initializing_cnt: 0,
      pass_cnt: 1,
      running_cnt: 0,
      stop_cnt: 0,
    };
    const data = { testset_status: "Complete", testset_status_detail: counts };
    const mine = JSON.stringify({ data, result_code: 0, result_msg: "", reason: "" });
    expect(await check(answering(200, mine))).toEqual({ account: "accepted" });
    const down = JSON.stringify({ data: {}, result_code: 8000, result_msg: "down", reason: "" });
    await expect(check(answering(503, down))).rejects.toMatchObject({ code: "apptest-8000" });
  });
});
