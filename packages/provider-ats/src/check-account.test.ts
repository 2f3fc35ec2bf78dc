import { startSandbox } from "@remotest/sandbox";
import type { CallContext, Transport } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { ats } from "./provider.ts";

const context: CallContext = { signal: AbortSignal.timeout(20_000), onUpload: () => undefined };
const good = { apiToken: "demo", username: "ATSAPIUser", password: "ATSAPIUser" };

function answering(body: string): Transport["fetch"] {
  const envelope = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`;
  return async () => new Response(envelope, { status: 500, headers: { "content-type": "text/xml" } });
}

function check(fetch: Transport["fetch"], account: object = {}, baseUrl = "https://ats.example"): Promise<object> {
  const transport = { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 20 };
  const { checkAccount } = ats.connect({ baseUrl, ...good, ...account }, transport);
  if (checkAccount === "unsupported") throw new TypeError("ATS checks the account");
  return checkAccount(context);
}

describe("checking the account at ATS", () => {
  it("tells a good account from a bad one, and starts nothing", async () => {
    const sandbox = await startSandbox({ port: 0 });
    try {
      expect(await check(fetch, {}, sandbox.url)).toEqual({ account: "accepted" });
      for (const wrong of [{ apiToken: "wrong" }, { password: "wrong" }])
        await expect(check(fetch, wrong, sandbox.url)).rejects.toMatchObject({ retry: "never" });
      expect(sandbox.starts()).toBe(0);
    } finally {
      await sandbox.close();
    }
  });

  it("a Fault about anything else leaves it open, in the words of ATS", async () => {
    const fault = "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>Nothing works</faultstring></soap:Fault>";
    expect(await check(answering(fault))).toEqual({ account: "unclear", says: "ATS says: Nothing works" });
  });
});
