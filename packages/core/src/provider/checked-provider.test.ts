import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { ProviderError, UnknownStartError } from "../errors.ts";
import { gate } from "../gate/gate.ts";
import { checkedProvider } from "./checked-provider.ts";
import { finished, passing, running, scriptedRun, stagedProvider } from "./provider.fixture.ts";
import type { CallContext, Provider, ProviderConnection, Transport } from "./provider.ts";

const context: CallContext = { signal: new AbortController().signal, onUpload: () => undefined };
const transport: Transport = {
  fetch: async () => Promise.reject(new TypeError("nothing is sent")),
  agentFor: () => undefined,
  maxResponseBytes: 1,
};

/** A provider each of whose methods returns the same, whatever that is. */
const returning = (answer: unknown): Provider => {
  const call = async (): Promise<never> => answer as never;
  const staged = stagedProvider(
    { start: call, poll: call, results: call, rerun: call, cancel: call, find: call, checkAccount: call },
    "scripted",
  );
  return checkedProvider({ ...staged, check: call, parseReference: () => answer as never });
};
const methods = {
  start: (provider: Provider) => provider.connect({}, transport).start({}, "name", context),
  poll: (provider: Provider) => provider.connect({}, transport).poll(scriptedRun, context),
  results: (provider: Provider) => provider.connect({}, transport).results(scriptedRun, finished, context),
  rerun: async (provider: Provider) => {
    const { rerun } = provider.connect({}, transport);
    return rerun === "unsupported" ? rerun : rerun(scriptedRun, context);
  },
  cancel: async (provider: Provider) => {
    const { cancel } = provider.connect({}, transport);
    return cancel === "unsupported" ? cancel : cancel(scriptedRun, context);
  },
  find: async (provider: Provider) => {
    const { find } = provider.connect({}, transport);
    return find === "unsupported" ? find : find({ options: {}, name: "[k7x2m9] name", token: "k7x2m9" }, context);
  },
  checkAccount: async (provider: Provider) => {
    const { checkAccount } = provider.connect({}, transport);
    return checkAccount === "unsupported" ? checkAccount : checkAccount(context);
  },
  check: (provider: Provider) => provider.check({}, undefined),
  parseReference: async (provider: Provider) => provider.parseReference("1"),
} as const;

const passed = { name: "pays", outcome: "passed", links: [], earlierAttempts: [] };
const results = (...cases: unknown[]): unknown => ({
  testRun: { suites: [{ name: "shop", cases }], conclusion: { kind: "passed" }, warnings: [] },
  files: [],
});
const at = (place: string): string => `testRun.suites[0].cases[0]${place}`;

describe("what a provider returns that is not as the port says is refused, with its place", () => {
  it.each<{ method: keyof typeof methods; answer: unknown; says: string }>([
    {
      method: "results",
      answer: results(passed, { ...passed, outcome: "pass" }),
      says: 'testRun.suites[0].cases[1].outcome is "pass"; must be one of passed, failed, error, skipped.',
    },
    {
      method: "results",
      answer: results({ ...passed, links: [{ title: "Video", href: "https://example.com" }] }),
      says: `${at(".links[0].label")} is missing.`,
    },
    ...["../up.txt", "a/b.txt", "..\\up.txt", ".hidden", "C:up.txt", "two\nlines.txt", "page.framed.html", ""].map(
      (name) => ({
        method: "results" as const,
        answer: { ...(results(passed) as object), files: [{ name, title: "t", content: "x" }] },
        says: `files[0].name is ${JSON.stringify(name)}; must be a plain file name`,
      }),
    ),
    { method: "results", answer: results({ outcome: "passed" }), says: `${at(".name")} is missing.` },
    { method: "results", answer: results({ ...passed, name: undefined }), says: `${at(".name")} is missing; must be` },
    { method: "results", answer: results({ ...passed, name: 7 }), says: `${at(".name")} is 7; must be text.` },
    { method: "results", answer: results({ ...passed, durationMs: -1 }), says: `${at(".durationMs")} is -1; must be` },
    {
      method: "results",
      answer: results({ ...passed, outcome: "failed" }),
      says: `${at("")} must have a message that is text, because it did not pass.`,
    },
    {
      method: "results",
      answer: results({ ...passed, outcome: "failed", message: "m", quarantine: { reason: "r", until: "2099-01-01" } }),
      says: "testRun must contain no quarantine",
    },
    { method: "results", answer: undefined, says: "it is missing; must be an object." },
    { method: "results", answer: null, says: "it is null; must be an object." },
    { method: "results", answer: { testRun: {} }, says: "testRun.suites is missing." },
    { method: "poll", answer: { status: "done", progress: {} }, says: 'status is "done"; must be one of queued,' },
    { method: "poll", answer: { status: "finished" }, says: "progress is missing." },
    { method: "poll", answer: { status: "running", progress: { total: "2" } }, says: 'progress.total is "2"; must' },
    { method: "checkAccount", answer: { account: "ok" }, says: 'account is "ok"; must be' },
    { method: "checkAccount", answer: { account: "unclear" }, says: "says is missing" },
    { method: "cancel", answer: undefined, says: "it is missing; must be one of cancelled, finished" },
    { method: "cancel", answer: true, says: "it is true; must be one of cancelled, finished" },
    { method: "find", answer: undefined, says: "it is missing; must be a list" },
    {
      method: "find",
      answer: [scriptedRun, { ref: "other:1" }],
      says: '[1].ref is "other:1"; must be one printable word',
    },
    { method: "check", answer: undefined, says: "(check): it is missing; must be a list." },
    { method: "check", answer: ["no token"], says: '[0] is "no token"; must be an object.' },
    {
      method: "parseReference",
      answer: { ref: "other:1" },
      says: 'ref is "other:1"; must be one printable word that begins',
    },
  ])("$method: $says", async ({ method, answer, says }) => {
    const error: unknown = await methods[method](returning(answer)).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({
      code: "invalid-answer",
      retry: "never",
      message: expect.stringContaining(says) as string,
      next: expect.stringContaining("docs/adding-a-provider.md") as string,
    });
  });

  it.each<{ method: "start" | "rerun"; answer: unknown; says: string }>([
    { method: "start", answer: {}, says: "ref is missing" },
    { method: "start", answer: { ref: "scripted:" }, says: 'ref is "scripted:"' },
    { method: "start", answer: { ref: "scripted:a b" }, says: "must be one printable word" },
    { method: "start", answer: "scripted:1", says: 'it is "scripted:1"; must be an object' },
    { method: "rerun", answer: undefined, says: "it is missing" },
  ])("$method: something may have been started: $says", async ({ method, answer, says }) => {
    const call = methods[method](returning(answer));
    await expect(call).rejects.toThrow(says);
    await expect(methods[method](returning(answer))).rejects.toBeInstanceOf(UnknownStartError);
  });

  test("what the service answered is kept beside results that cannot be used", async () => {
    const files = [{ name: "raw.xml", title: "The answer", content: "<raw/>" }];
    const call = methods.results(returning({ testRun: { suites: 7 }, files }));
    await expect(call).rejects.toMatchObject({ evidence: files });
  });

  test.each([undefined, {}, { start() {}, poll() {}, results() {} }, "connection"])(
    "a connection that is %o is refused",
    (connection) => {
      const provider = checkedProvider({ ...stagedProvider({}), connect: () => connection as never });
      expect(() => provider.connect({}, transport)).toThrow("returned a connection that cannot be used");
    },
  );

  describe.each(["cancel", "find", "checkAccount"] as const)("%s, which an older provider does not have,", (method) => {
    const connected = (own: unknown): ProviderConnection => {
      const connection = { start() {}, poll() {}, results() {}, rerun: "unsupported", [method]: own };
      return checkedProvider({ ...stagedProvider({}), connect: () => connection as never }).connect({}, transport);
    };
    test.each<unknown>([undefined, null, "unsupported"])("is unsupported if it is %o", (own) => {
      expect(connected(own)[method]).toBe("unsupported");
    });
    test("is refused if it is neither a function nor unsupported", () => {
      expect(() => connected(true)).toThrow(`${method} is true; must be a function`);
    });
  });

  test("what a provider throws keeps only the fields that can be relied on", async () => {
    const thrown = Object.assign(new Error("no"), {
      name: "ProviderError",
      code: "x",
      next: "n",
      retry: "later",
      retryAfterMs: "soon",
      evidence: "all of it",
      reason: 7,
    });
    const poll = async (): Promise<never> => Promise.reject(thrown);
    await expect(methods.poll(checkedProvider(stagedProvider({ poll })))).rejects.toMatchObject({
      message: "no",
      retry: "later",
      retryAfterMs: undefined,
      evidence: undefined,
      reason: "7",
    });
  });
});

describe("what is as the port says", () => {
  test("passes, with what the provider added to its own run and state", async () => {
    const { start, poll, results: collect } = methods;
    expect(await start(returning({ ...scriptedRun, id: 7 }))).toEqual({ ...scriptedRun, id: 7 });
    expect(await poll(returning({ ...running, raw: "r" }))).toEqual({ ...running, raw: "r" });
    expect(await collect(returning(passing))).toEqual(passing);
  });

  test("may leave out links, earlier attempts and files", async () => {
    const testRun = {
      suites: [{ name: "s", cases: [{ name: "c", outcome: "passed" }] }],
      conclusion: { kind: "passed" },
    };
    const found = await methods.results(returning({ testRun: { ...testRun, warnings: [] } }));
    expect(found.files).toEqual([]);
    expect(found.testRun.suites[0]?.cases[0]).toMatchObject({ links: [], earlierAttempts: [] });
  });

  test("a provider that is a class keeps its own `this`", async () => {
    class Own {
      readonly name = "own";
      readonly #checked = [{ message: "no token" }];
      async check(): Promise<readonly { readonly message: string }[]> {
        return this.#checked;
      }
    }
    const own = Object.assign(new Own(), { ...stagedProvider({}), name: "own", check: async () => new Own().check() });
    expect(await checkedProvider(own).check({}, undefined)).toEqual([{ message: "no token" }]);
  });
});

/** A value near enough to results to get past the first checks, or anything at all. */
const almostResults = fc.oneof(
  fc.anything(),
  fc.record({
    testRun: fc.oneof(
      fc.anything(),
      fc.record({
        suites: fc.oneof(
          fc.anything(),
          fc.array(
            fc.record({
              name: fc.oneof(fc.string(), fc.anything()),
              cases: fc.array(
                fc.record(
                  {
                    name: fc.oneof(fc.string(), fc.anything()),
                    outcome: fc.oneof(fc.constantFrom("passed", "failed", "error", "skipped", "pass"), fc.anything()),
                    message: fc.oneof(fc.string(), fc.anything()),
                    links: fc.oneof(fc.constant([]), fc.anything()),
                    earlierAttempts: fc.oneof(fc.constant([]), fc.anything()),
                  },
                  { requiredKeys: [] },
                ),
              ),
            }),
          ),
        ),
        conclusion: fc.oneof(fc.constant({ kind: "passed" }), fc.anything()),
        warnings: fc.oneof(fc.constant([]), fc.anything()),
      }),
    ),
    files: fc.oneof(fc.constant([]), fc.anything()),
  }),
);

test("whatever a provider returns, it is judged or refused with a message; never anything between", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...(Object.keys(methods) as (keyof typeof methods)[])),
      almostResults,
      async (method, answer) => {
        try {
          await methods[method](returning(answer));
        } catch (error) {
          if (!(error instanceof ProviderError || error instanceof UnknownStartError)) throw error;
          expect(error.message).toContain("scripted");
          return;
        }
        if (method !== "results") return;
        const { testRun } = await methods.results(returning(answer));
        const verdict = gate(testRun, { failOn: "failed", maxFailures: { count: 0 } });
        expect(verdict.reason).not.toBe("");
        if (verdict.kind !== "passed") return;
        const outcomes = testRun.suites.flatMap(({ cases }) => cases.map(({ outcome }) => outcome));
        expect(outcomes).toContain("passed");
      },
    ),
    { numRuns: 2_000 },
  );
});
