import { describe, expect, onTestFinished, test } from "vitest";
import { ProviderError } from "../errors.ts";
import { testCase, testRun } from "../results/test-runs.fixture.ts";
import { openShop, shop } from "./conformance.fixture.ts";
import {
  begin,
  cancelledInTime,
  collectResults,
  context,
  direct,
  handle,
  token,
  verdictOn,
} from "./conformance-calls.ts";
import type { ConformanceService } from "./conformance-service.ts";
import type { CallContext, Cancel } from "./provider.ts";

async function openService(): Promise<ConformanceService> {
  const service = await openShop();
  onTestFinished(service.close);
  return service;
}

describe("the calls of the conformance suite", () => {
  test("start a run, attach to it by its reference alone, and collect its results", async () => {
    const service = await openService();
    const run = await begin(shop, service, "pass");
    expect(verdictOn(await collectResults(shop, service, run))).toBe("passed");
  });

  test("put a prefix before the name, by which the run is found", async () => {
    const service = await openService();
    const run = await begin(shop, service, "pass", `[${token}]`);
    const { find } = shop.connect(service.connect, direct);
    if (find === "unsupported") return expect.unreachable();
    const sought = { options: {}, name: "", token };
    expect((await find(sought, context())).map(({ ref }) => ref)).toEqual([run.ref]);
  });

  test("make a handle for a run that the service does not know", async () => {
    expect(handle(shop, await openService()).ref).toBe("shop:999");
  });

  test("refuse a service whose unknown reference is not valid", async () => {
    const service = { ...(await openService()), unknownReference: "no number" };
    expect(() => handle(shop, service)).toThrow("unknownReference is not a valid reference");
  });
});

describe("cancelledInTime", () => {
  const refusal = (retry: "later" | "never"): ProviderError =>
    new ProviderError({ code: "shop-early", message: "It has not begun", next: "Wait.", retry });

  test("asks again while the run cannot be cancelled yet", async () => {
    const answers = [refusal("later"), refusal("later")];
    const signals: AbortSignal[] = [];
    const cancel: Cancel = async (_run, { signal }: CallContext) => {
      signals.push(signal);
      const error = answers.shift();
      if (error) throw error;
      return "cancelled";
    };
    await expect(cancelledInTime(cancel, { ref: "shop:1" })).resolves.toBe("cancelled");
    expect(signals).toHaveLength(3);
  });

  test("does not ask again after a refusal that stays", async () => {
    const cancel: Cancel = () => Promise.reject(refusal("never"));
    await expect(cancelledInTime(cancel, { ref: "shop:1" })).rejects.toThrow("It has not begun");
  });
});

test("verdictOn forgives nothing", () => {
  expect(verdictOn(testRun([testCase("passed"), testCase("failed")]))).toBe("failed");
});
