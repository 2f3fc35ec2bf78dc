// Repeated faults in one run, with the built command against the sandbox.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { openWorkspace, runArgs, services } from "../stage/workspace.ts";
import { type Call, type ExchangeFault, exchangeFaults } from "./fault.ts";
import { faultProxy, overHttp } from "./fault-proxy.ts";
import { accountAt } from "./faulted-service.ts";

/** The number of faults in a row that a poll survives. */
const budget = 10;
/** The faults that do not hang. */
const quick = (Object.keys(exchangeFaults) as ExchangeFault[]).filter(
  (fault) => fault !== "drip" && fault !== "stalled",
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 2 });
});
afterAll(() => sandbox.close());

describe.concurrent.each(services)("%s: polls under faults", (service) => {
  it("each success resets the count of faults: every other poll fails, more often than the budget", async () => {
    let polls = 0;
    let struck = 0;
    const strike = ({ call }: { readonly call: Call }): ExchangeFault | undefined =>
      call === "poll" && ++polls % 2 === 0 ? quick[struck++ % quick.length] : undefined;
    await using proxy = await faultProxy(sandbox.url, { strike });
    await using front = await overHttp(proxy);
    await using space = await openWorkspace(front.url);
    const { code, stderr } = await space.remotest(runArgs(service, "fail at last"), { env: accountAt(front.url) });
    expect(code, stderr).toBe(1);
    expect(struck).toBeGreaterThan(budget + 2);
    expect(proxy.strayed()).toBe(0);
  });

  it("as many faults in a row as the budget are survived, for polls and for the results", async () => {
    const times = { upload: 0, start: 0, find: 0, poll: 0, results: 0, rerun: 0 };
    const strike = ({ call }: { readonly call: Call }): ExchangeFault | undefined =>
      call !== "start" && ++times[call] <= budget ? "html-503" : undefined;
    await using proxy = await faultProxy(sandbox.url, { strike });
    await using front = await overHttp(proxy);
    await using space = await openWorkspace(front.url);
    const { code, stderr } = await space.remotest(runArgs(service, "fail at last"), { env: accountAt(front.url) });
    expect(code, stderr).toBe(1);
    expect(times.results).toBe(budget + 1);
    expect(stderr).toContain(`${budget} times in a row`);
  });

  it("after one more in a row, the service counts as down, and the reference leads back to the run", async () => {
    const strike = ({ call }: { readonly call: Call }): ExchangeFault | undefined =>
      call === "poll" ? "html-503" : undefined;
    await using proxy = await faultProxy(sandbox.url, { strike });
    await using front = await overHttp(proxy);
    await using space = await openWorkspace(front.url);
    const env = accountAt(front.url);
    const { code, stderr } = await space.remotest(runArgs(service, "fail"), { env });
    expect(code, stderr).toBe(3);
    const [entry] = await space.ledger();
    const direct = { env: { ...env, APPTEST_BASE_URL: sandbox.url, ATS_BASE_URL: sandbox.url } };
    const demo = { APPTEST_USER_ID: "demo", APPTEST_ACCESS_KEY: "demo", ATS_API_TOKEN: "demo" };
    const attached = await space.remotest(["attach", entry?.ref ?? "", "--poll-interval", "100ms"], {
      env: { ...direct.env, ...demo },
    });
    expect(attached.code, attached.stderr).toBe(1);
  });
});
