import { describe, expect, test } from "vitest";
import { checkStatus } from "./status.ts";
import { TimedOutError } from "../errors.ts";
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

  test("ends in time even if the provider ignores its signal", async () => {
    await expect(checkStatus([known(() => new Promise(() => undefined))], 50, ports)).rejects.toBeInstanceOf(
      TimedOutError,
    );
  });
});
