import { ProviderError, TimedOutError } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { catchError, connect, context, provider, secret } from "./redacted-provider.fixture.ts";
import { redactedProvider } from "./redacted-provider.ts";

describe("a long text from a service", () => {
  const run = { ref: "mine:1" };
  const finished = { status: "finished", progress: {} } as const;

  it("is cut to its beginning; an unusable answer is cut later, and a file of results never", async () => {
    const long = (length: number): string => `${"-".repeat(length - 4)}${secret}${"-".repeat(9 * 2 ** 20)}`;
    const cut = (length: number): string =>
      `${"-".repeat(length - 4)}***-… (cut from ${long(length).length} characters)`;
    const files = [{ name: "a.xml", title: "t", content: long(8 * 2 ** 20) }];
    const fault = { code: "x", message: long(65_536), next: "n", retry: "never", evidence: files } as const;
    const results = connect({
      results: async () => ({
        testRun: {
          suites: [
            { name: long(65_536), cases: [{ name: long(65_536), outcome: "passed", links: [], earlierAttempts: [] }] },
          ],
          conclusion: { kind: "failed", message: long(65_536) },
          warnings: [long(65_536)],
        },
        files,
      }),
      poll: () => Promise.reject(new ProviderError(fault)),
    });
    await expect(results.poll(run, context)).rejects.toMatchObject({
      message: cut(65_536),
      evidence: [{ content: cut(8 * 2 ** 20) }],
    });
    const { testRun, files: kept } = await results.results(run, finished, context);
    expect(testRun).toMatchObject({
      suites: [{ name: cut(65_536), cases: [{ name: cut(65_536) }] }],
      conclusion: { message: cut(65_536) },
      warnings: [cut(65_536)],
    });
    expect(kept[0]?.content).toBe(long(8 * 2 ** 20).replace(secret, "***"));
  });
});

describe("unchanged are", () => {
  it("missing fields", async () => {
    const refusal = new ProviderError({ code: "x", message: "no", next: "fix it", retry: "never" });
    const error = await catchError(connect({ start: () => Promise.reject(refusal) }).start({}, "n", context));
    expect(error).toMatchObject({ code: "x", message: "no", next: "fix it", retry: "never" });
    expect(error).toMatchObject({ serviceCode: undefined, reason: undefined, retryAfterMs: undefined });
    const running = { status: "running", progress: { total: 2, running: 1 } } as const;
    expect(await connect({ poll: async () => running }).poll({ ref: "r" }, context)).toStrictEqual(running);
  });

  // A provider outside this repository may set a missing message explicitly to undefined.
  const explicitlyUndefined = { kind: "failed", message: undefined } as unknown as { readonly kind: "failed" };
  it.each([{ kind: "unstated" }, { kind: "passed" }, { kind: "failed" }, explicitlyUndefined] as const)(
    "results without a message: the run is said to be $kind",
    async (conclusion) => {
      const passed = { name: "opens", outcome: "passed", links: [], earlierAttempts: [] } as const;
      const results = { testRun: { suites: [{ name: "app", cases: [passed] }], conclusion, warnings: [] }, files: [] };
      const finished = { status: "finished", progress: {} } as const;
      expect(await connect({ results: async () => results }).results({ ref: "r" }, finished, context)).toStrictEqual(
        results,
      );
    },
  );

  it("the duration of the run, and a suite whose cases are devices", async () => {
    const passed = { name: "Pixel 9", outcome: "passed", links: [], earlierAttempts: [] } as const;
    const suites = [{ name: "app", ofDevices: true, cases: [passed] }] as const;
    const testRun = { suites, conclusion: { kind: "passed" }, warnings: [], durationMs: 61_000 } as const;
    const connection = connect({ results: async () => ({ testRun, files: [] }) });
    const { testRun: shown } = await connection.results({ ref: "r" }, { status: "finished", progress: {} }, context);
    expect(shown).toStrictEqual(testRun);
  });

  it("the words after the colons of a secret that begins with a colon", async () => {
    const odd = redactedProvider(
      provider({ poll: () => Promise.reject(new Error("first or second, :first:second")) }),
      [":first:second"],
    );
    const connection = odd.connect({}, { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 });
    expect(await catchError(connection.poll({ ref: "r" }, context))).toMatchObject({ message: "first or second, ***" });
  });

  it("what the service cannot do, and what it answers without a text", async () => {
    const none = {
      rerun: "unsupported",
      cancel: "unsupported",
      find: "unsupported",
      checkAccount: "unsupported",
    } as const;
    expect(connect(none)).toMatchObject(none);
    const { cancel, checkAccount } = connect({
      cancel: async () => "cancelled",
      checkAccount: async () => ({ account: "accepted" }),
    });
    if (cancel === "unsupported" || checkAccount === "unsupported") return expect.unreachable();
    expect(await cancel({ ref: "mine:1" }, context)).toBe("cancelled");
    expect(await checkAccount(context)).toEqual({ account: "accepted" });
  });

  it("a reference, a reason to stop, and an unsupported rerun", async () => {
    const stopped = new TimedOutError(1000);
    const connection = connect({
      start: async () => ({ ref: "mine:SHOP-1/251929" }),
      poll: () => Promise.reject(stopped),
      rerun: "unsupported",
    });
    expect(await connection.start({}, "n", context)).toEqual({ ref: "mine:SHOP-1/251929" });
    expect(await catchError(connection.poll({ ref: "r" }, context))).toBe(stopped);
    expect(connection.rerun).toBe("unsupported");
  });
});
