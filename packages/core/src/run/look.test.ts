import { describe, expect, test } from "vitest";
import { look } from "./look.ts";
import { TimedOutError } from "../errors.ts";
import type { PlannedRun } from "./plan.ts";
import type { Provider, RunState } from "../provider/provider.ts";

function known(poll: () => Promise<RunState>): PlannedRun {
  const provider: Provider = {
    name: "shop",
    title: "Shop",
    connectInputs: {},
    startInputs: {},
    check: async () => [],
    parseReference: () => undefined,
    connect: () => ({
      start: () => Promise.reject(new Error("not asked for")),
      poll,
      results: () => Promise.reject(new Error("not asked for")),
      rerun: "unsupported",
    }),
  };
  return { provider, connect: {}, name: "n", beginning: { kind: "attach", handle: { ref: "shop:7" } } };
}
const ports = {
  transport: { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 },
  listen: () => undefined,
  interrupted: new AbortController().signal,
};

describe("one look", () => {
  test("tells how each run stands", async () => {
    const plan = known(async () => ({ status: "running", progress: {} }));
    expect(await look([plan, plan], 5_000, ports)).toMatchObject([
      { handle: { ref: "shop:7" }, state: { status: "running" } },
      { state: { status: "running" } },
    ]);
  });

  test("ends in time, whatever a provider does with its signal", async () => {
    await expect(look([known(() => new Promise(() => undefined))], 50, ports)).rejects.toBeInstanceOf(TimedOutError);
  });
});
