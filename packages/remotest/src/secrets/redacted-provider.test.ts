import { inspect } from "node:util";
import { ProviderError, TimedOutError, UnknownStartError, UsageError } from "@remotest/core";
import { UnexpectedError } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import { catchError, connect, context, provider, secret } from "./redacted-provider.fixture.ts";
import { redactedProvider } from "./redacted-provider.ts";

describe("everything that a provider returns is without secrets:", () => {
  it("a refusal, in each of its fields", async () => {
    expect(await catchError(connect().start({}, "n", context))).toMatchObject({
      code: "x",
      message: "key ***",
      next: "fix ***",
      reason: "***",
      serviceCode: "***",
      retry: "later",
      retryAfterMs: 7,
    });
  });

  it("an error of the connection itself", () => {
    const refuses = (): never => {
      throw new Error(`cannot connect with ${secret}`);
    };
    const redacted = redactedProvider({ ...provider({}), connect: refuses }, [secret]);
    expect(() => redacted.connect({}, { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 })).toThrow(
      /^cannot connect with \*\*\*$/,
    );
  });

  it("a refusal to cancel, and a run that is found", async () => {
    const { cancel, find } = connect();
    if (cancel === "unsupported" || find === "unsupported") return expect.unreachable();
    expect(await catchError(cancel({ ref: "mine:1" }, context))).toMatchObject({ message: "***", next: "***" });
    const sought = { options: {}, name: "[k7x2m9] n", token: "k7x2m9" };
    expect(await find(sought, context)).toEqual([{ ref: "mine:1", url: "https://x/***" }]);
    const echoed = connect({ find: async () => [{ ref: "mine:robot" }] }).find;
    if (echoed === "unsupported") return expect.unreachable();
    expect(await catchError(echoed(sought, context))).toBeInstanceOf(UnknownStartError);
  });

  it("a state", async () => {
    expect(await connect().poll({ ref: "mine:1" }, context)).toEqual({
      status: "unrecognised",
      says: "***",
      progress: { total: 1, cases: [{ name: "***", state: "failed" }] },
    });
  });

  it("results and files; outcomes and durations are unchanged", async () => {
    expect(await connect().results({ ref: "mine:1" }, { status: "finished", progress: {} }, context)).toEqual({
      testRun: {
        suites: [
          {
            name: "***",
            cases: [
              {
                name: "passed ***",
                outcome: "failed",
                message: "***",
                durationMs: 5,
                links: [{ label: "***", href: "https://x/?k=***" }],
                earlierAttempts: [{ outcome: "error", message: "***", links: [] }],
              },
            ],
          },
        ],
        conclusion: { kind: "failed", message: "***" },
        warnings: ["***"],
      },
      files: [{ name: "result.xml", title: "The answer", content: "<e>***</e>" }],
    });
  });

  it.each([
    { what: "a name", file: { name: `${secret}.txt` }, wanted: { name: "___.txt" } },
    { what: "a text of any type", file: { name: "answer", content: `<${secret}>` }, wanted: { content: "<***>" } },
    { what: "a title", file: { title: `Of ${secret}` }, wanted: { title: "Of ***" } },
    {
      what: "bytes of text",
      file: { name: "a.HTML", content: Buffer.from(`<p>${secret}`) },
      wanted: { content: "<p>***" },
    },
    { what: "text without it", file: { name: "a b.txt" }, wanted: { name: "a b.txt" } },
    {
      what: "a name with letters, signs and blanks",
      file: { name: `A-1_ ${secret}/b.${secret}` },
      wanted: { name: "A-1______b.___" },
    },
    {
      what: "the test that it belongs to",
      file: { testCase: { suite: `of ${secret}`, name: `logs in as ${secret}` } },
      wanted: { testCase: { suite: "of ***", name: "logs in as ***" } },
    },
  ])("a file with the secret in $what", async ({ file, wanted }) => {
    const files = [{ name: "a.txt", title: "t", content: "x", ...file }];
    const testRun = { suites: [], conclusion: { kind: "passed" as const }, warnings: [] };
    const connection = connect({ results: async () => ({ testRun, files }) });
    const found = await connection.results({ ref: "mine:1" }, { status: "finished", progress: {} }, context);
    expect(found.files).toMatchObject([wanted]);
  });

  it("the bytes of every kind of text, and those of a picture or a film stay as they are", async () => {
    const content = Buffer.from(secret);
    const testRun = { suites: [], conclusion: { kind: "passed" as const }, warnings: [] };
    const names = [
      "a.htm",
      "a.html",
      "a.xml",
      "a.json",
      "a.txt",
      "a.log",
      "a.csv",
      "a.md",
      "a.png",
      "a.xml.mp4",
      "atxt",
    ];
    const files = names.map((name) => ({ name, title: "t", content }));
    const connection = connect({ results: async () => ({ testRun, files }) });
    const found = await connection.results({ ref: "mine:1" }, { status: "finished", progress: {} }, context);
    const kept = found.files.map((file) => (file.content === content ? "as it is" : file.content));
    expect(kept).toEqual([...names.slice(0, 8).map(() => "***"), "as it is", "as it is", "as it is"]);
    for (const file of found.files) expect(file).not.toHaveProperty("testCase");
  });

  it("what the service says about the account", async () => {
    const { checkAccount } = connect();
    if (checkAccount === "unsupported") throw new Error("It checks the account");
    expect(await checkAccount(context)).toEqual({ account: "unclear", says: "key ***" });
    expect(connect({ checkAccount: "unsupported" }).checkAccount).toBe("unsupported");
  });

  it("an unknown start, and an unexpected error", async () => {
    const { rerun } = connect();
    if (rerun === "unsupported") throw new Error("It can rerun");
    const unknown = await catchError(rerun({ ref: "mine:1" }, context));
    expect(unknown).toBeInstanceOf(UnknownStartError);
    expect(unknown).toMatchObject({ message: "***", next: "***" });
    const odd = (await catchError(
      connect({ poll: () => Promise.reject(new TypeError(secret)) }).poll({ ref: "r" }, context),
    )) as Error;
    expect(odd.message + odd.stack).not.toContain(secret);
    expect(odd).toMatchObject({ name: "TypeError", message: "***" });
    expect(odd.stack).toMatch(/^TypeError: \*\*\*\n +at .*redacted-provider\.test\.ts/);
    const bare = Object.assign(new Error("no more than this"), { stack: undefined });
    const told = (await catchError(connect({ poll: () => Promise.reject(bare) }).poll({ ref: "r" }, context))) as Error;
    expect([told.message, told.stack]).toEqual(["no more than this", ""]);
  });

  it("the causes of an error, at any depth, and its other properties", async () => {
    const request = { headers: { authorization: secret } };
    const deepest = Object.assign(new Error(secret), { code: "EX", request });
    const behind = Object.assign(new TypeError(secret, { cause: deepest }), { config: request });
    const errors = [
      new ProviderError({ code: "x", message: "m", next: "n", retry: "never", cause: behind }),
      new UnknownStartError("m", "n", behind),
      behind,
    ];
    for (const error of errors) {
      const told = await catchError(connect({ poll: () => Promise.reject(error) }).poll({ ref: "r" }, context));
      const shown = inspect(told, { depth: 20, showHidden: true });
      expect(shown).not.toContain(secret);
      expect(shown).toContain("code: 'EX'");
      expect(shown).toMatch(/TypeError\]?: \*\*\*/);
    }
  });

  it("a problem, and a thrown value that is not an error", async () => {
    const problem = new UsageError([{ message: `bad ${secret}`, suggestion: `not ${secret}` }]);
    expect(await catchError(connect({ start: () => Promise.reject(problem) }).start({}, "n", context))).toMatchObject({
      problems: [{ message: "bad ***", suggestion: "not ***" }],
    });
    const plain = new UsageError([{ message: "bad" }]);
    const told = (await catchError(
      connect({ start: () => Promise.reject(plain) }).start({}, "n", context),
    )) as UsageError;
    expect(told.problems).toStrictEqual([{ message: "bad" }]);
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- a careless provider does this
    const thrown = (what: unknown) =>
      catchError(connect({ poll: () => Promise.reject(what) }).poll({ ref: "r" }, context));
    expect(await thrown(secret)).toBe("***");
    expect(await thrown({ key: secret })).toBe("{ key: '***' }");
  });

  it("an error with missing fields, or fields that are not texts", async () => {
    const numbered = Object.assign(new Error("no more than this"), { code: 7 });
    const told = await catchError(connect({ poll: () => Promise.reject(numbered) }).poll({ ref: "r" }, context));
    expect(told).toMatchObject({ message: "no more than this" });
    expect(told).not.toHaveProperty("code");
    expect(told).not.toHaveProperty("cause");
    const refusal = new ProviderError({ code: "x", message: "no", next: "fix it", retry: "never" });
    const refused = await catchError(connect({ poll: () => Promise.reject(refusal) }).poll({ ref: "r" }, context));
    expect(refused).not.toHaveProperty("cause");
  });

  it("what an error says about a later retry is unchanged", async () => {
    const says = { notYet: true, notPassed: true, refused: true, busy: true, retryAfterMs: 0 } as const;
    const fault = { code: "x", message: "no", next: "fix it", retry: "later", ...says } as const;
    const told = await catchError(
      connect({ poll: () => Promise.reject(new ProviderError(fault)) }).poll({ ref: "r" }, context),
    );
    expect(told).toMatchObject(fault);
  });

  it("an unexpected error of our own, whose cause is the provider's", async () => {
    const odd = new UnexpectedError(new TypeError(`no ${secret}`));
    const told = await catchError(connect({ poll: () => Promise.reject(odd) }).poll({ ref: "r" }, context));
    expect(told).toBeInstanceOf(UnexpectedError);
    expect(told).toMatchObject({ message: "Something unexpected went wrong: no ***", cause: { message: "no ***" } });
    expect(inspect(told, { depth: 20, showHidden: true })).not.toContain(secret);
  });

  it("a state that is known, with the names of its tests", async () => {
    const cases = [{ name: `opens ${secret}`, state: "running" }] as const;
    const running = { status: "running", progress: { total: 1, cases } } as const;
    expect(await connect({ poll: async () => running }).poll({ ref: "r" }, context)).toEqual({
      status: "running",
      progress: { total: 1, cases: [{ name: "opens ***", state: "running" }] },
    });
  });

  it("the reason of a signal is passed on unchanged", async () => {
    const reason = new TimedOutError(1000);
    expect(await catchError(connect({ poll: () => Promise.reject(reason) }).poll({ ref: "r" }, context))).toBe(reason);
  });

  it("the parts of a user:key string", async () => {
    const pair = redactedProvider(provider({ poll: () => Promise.reject(new Error("k3yk3y of someone")) }), [
      "someone:k3yk3y",
    ]);
    const connection = pair.connect({}, { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 });
    expect(await catchError(connection.poll({ ref: "r" }, context))).toMatchObject({ message: "*** of ***" });
  });
});

describe("what is thrown at once, instead of rejecting a promise", () => {
  const throwing = (): never => {
    throw new Error(`at once: ${secret}`);
  };
  it("is without secrets too", async () => {
    const connection = connect({ start: throwing, poll: throwing, results: throwing, rerun: throwing });
    if (connection.rerun === "unsupported") throw new Error("It can rerun");
    const run = { ref: "mine:1" };
    const calls = [
      connection.start({}, "n", context),
      connection.poll(run, context),
      connection.results(run, { status: "finished", progress: {} }, context),
      connection.rerun(run, context),
    ];
    for (const call of calls) expect(await catchError(call)).toMatchObject({ message: "at once: ***" });
  });
});
