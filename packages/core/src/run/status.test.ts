import { describe, expect, test } from "vitest";
import { checkStatus } from "./status.ts";
import { InterruptedError, TimedOutError } from "../errors.ts";
import { portsOf } from "./plan.fixture.ts";
import type { PlannedRun } from "./plan.ts";
import { stagedProvider } from "../provider/provider.fixture.ts";
import type { RunState } from "../provider/provider.ts";

function known(poll: () => Promise<RunState>): PlannedRun {
  return {
    provider: stagedProvider({ poll }, "shop"),
    connect: {},
    name: "n",
    beginning: { kind: "attach", handle: { ref: "shop:7" } },
  };
}
const ports = portsOf();

describe("a status check", () => {
  test("returns the state of each run", async () => {
    const plan = known(async () => ({ status: "running", progress: {} }));
    expect(await checkStatus([plan, plan], 5_000, ports)).toMatchObject([
      { handle: { ref: "shop:7" }, state: { status: "running" } },
      { state: { status: "running" } },
    ]);
  });

  test("ends in time even if the provider ignores its signal, and does not say that the run is not finished", async () => {
    const checked = checkStatus([known(() => new Promise(() => undefined))], 1_000, ports);
    await expect(checked).rejects.toBeInstanceOf(TimedOutError);
    await expect(checked).rejects.toMatchObject({
      message: "The service did not tell the status of shop:7 within 1s.",
      next: "Check it again, or give --timeout more time.",
    });
  });

  test("that is interrupted, or whose service refuses it, says why", async () => {
    const stopped = new InterruptedError("SIGTERM");
    const refused = new TypeError("no");
    const hanging = known(() => new Promise(() => undefined));
    const interrupted = AbortSignal.abort(stopped);
    await expect(checkStatus([hanging], 5_000, { ...ports, interrupted })).rejects.toBe(stopped);
    await expect(checkStatus([known(() => Promise.reject(refused))], 5_000, ports)).rejects.toBe(refused);
  });
});
