import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { InterruptedError, ProviderError, type RemotestError, UnknownStartError } from "../errors.ts";
import type {
  CallContext,
  Connection,
  Progress,
  Provider,
  Rerun,
  RunHandle,
  RunResults,
  RunState,
} from "../provider/provider.ts";
import type { Report } from "../report/report.ts";
import type { RunEvent } from "./run-event.ts";
import { start } from "./start.ts";
import type { Beginning, PlannedRun, RunSettings } from "./plan.ts";
import { portsOf, settingsOf } from "./plan.fixture.ts";
import { stagedProvider } from "../provider/provider.fixture.ts";
import { run } from "./run.ts";
import { counted, testCase, testRun } from "../results/test-runs.fixture.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "run-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

type Step<T> = T | Error | ((context: CallContext) => Promise<T>);

/** What a provider's calls bring, in turn; the last one stays. */
interface Script {
  readonly start?: readonly Step<RunHandle>[];
  readonly poll?: readonly Step<RunState>[];
  readonly results?: readonly Step<RunResults>[];
  readonly rerun?: readonly Step<RunHandle>[];
}

const progress: Progress = {};
const finished: RunState = { status: "finished", progress };
const running: RunState = { status: "running", progress };
const handle: RunHandle = { ref: "scripted:1", url: "https://example.com/1" };
const passing: RunResults = {
  testRun: counted(2),
  files: [{ name: "raw.xml", title: "The answer", content: "<raw/>" }],
};
const failing: RunResults = { testRun: counted(1, 1), files: [] };
const forever = ({ signal }: CallContext): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
const deaf = (): Promise<never> => new Promise(() => undefined);
const later = (message = "down"): ProviderError =>
  new ProviderError({ code: "x-503", message, next: "Try again later.", retry: "later" });
const never = new ProviderError({ code: "x-4052", message: "no", next: "Mend it.", retry: "never" });

function scripted(script: Script): { readonly provider: Provider; readonly calls: Record<keyof Script, number> } {
  const calls = { start: 0, poll: 0, results: 0, rerun: 0 };
  const play = async <T>(call: keyof Script, steps: readonly Step<T>[], context: CallContext): Promise<T> => {
    context.signal.throwIfAborted();
    const step = steps[Math.min(calls[call]++, steps.length - 1)];
    if (step instanceof Error) throw step;
    if (typeof step === "function") return (step as (context: CallContext) => Promise<T>)(context);
    return step as T;
  };
  const connection: Connection & { rerun: Rerun | "unsupported" } = {
    start: (_options, _name, context) => play("start", script.start ?? [handle], context),
    poll: (_run, context) => play("poll", script.poll ?? [running, finished], context),
    results: (_run, _state, context) => play("results", script.results ?? [passing], context),
    rerun: script.rerun ? (_run, context) => play("rerun", script.rerun ?? [], context) : "unsupported",
  };
  return { provider: stagedProvider(connection, "scripted"), calls };
}

const settings = (): RunSettings => settingsOf(dir);

function perform(
  script: Script,
  given: {
    settings?: Partial<RunSettings>;
    beginning?: Beginning;
    interrupted?: AbortSignal;
    events?: RunEvent[];
  } = {},
): { readonly report: Promise<Report>; readonly calls: Record<keyof Script, number> } {
  const { provider, calls } = scripted(script);
  const beginning = given.beginning ?? { kind: "start", options: {} };
  const plan: PlannedRun[] = [{ provider, connect: {}, name: "a run", distinction: "T", beginning }];
  const report = run(
    plan,
    { ...settings(), ...given.settings },
    portsOf({
      reporters: [{ file: "verdict.txt", render: ({ verdict }) => verdict.kind }],
      listen: (event) => void given.events?.push(event),
      interrupted: given.interrupted ?? new AbortController().signal,
    }),
  );
  return { report, calls };
}

const ledger = async (): Promise<{ runs: Record<string, unknown>[] }> =>
  JSON.parse(await readFile(join(dir, "run.json"), "utf8")) as { runs: Record<string, unknown>[] };

describe("a clock that is set while the run goes on", () => {
  afterEach(() => void vi.useRealTimers());

  test.each([-86_400_000, 86_400_000])("by %s ms changes neither the verdict nor how long it took", async (jumpMs) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const jump = async (): Promise<RunState> => {
      vi.setSystemTime(Date.now() + jumpMs);
      return running;
    };
    const { verdict, runs } = await perform({ poll: [jump, finished] }).report;
    expect(verdict.kind).toBe("passed");
    const [took] = runs.map(({ startedAt, endedAt }) => endedAt.getTime() - startedAt.getTime());
    expect(took).toBeGreaterThanOrEqual(0);
    expect(took).toBeLessThan(5_000);
  });
});

describe("a run", () => {
  test("that passes: exit 0, the reports written, the service's own files kept", async () => {
    const report = await perform({}).report;
    expect(report).toMatchObject({
      exitCode: 0,
      verdict: { kind: "passed" },
      runs: [{ handle, name: "a run", distinction: "T" }],
    });
    expect(await readFile(join(dir, "verdict.txt"), "utf8")).toBe("passed");
    expect(await readFile(join(dir, "provider/raw.xml"), "utf8")).toBe("<raw/>");
    expect((await ledger()).runs).toMatchObject([
      { provider: "scripted", ref: "scripted:1", url: handle.url, verdict: "passed" },
    ]);
  });

  test("is in the ledger the moment it is started, before anybody waits", async () => {
    let seen: unknown;
    const look = async (): Promise<RunState> => {
      seen = (await ledger()).runs[0];
      return finished;
    };
    await perform({ poll: [look] }).report;
    expect(seen).toMatchObject({ ref: "scripted:1", name: "a run", verdict: null, endedAt: null });
  });

  test("leaves nothing of an earlier one behind, and no draft of a file", async () => {
    await writeFile(join(dir, "verdict.txt"), "passed");
    const { report } = perform({ start: [never] });
    await report;
    expect(await readFile(join(dir, "verdict.txt"), "utf8")).toBe("provider-error");
    expect((await readdir(dir)).toSorted()).toEqual(["previous", "run.json", "verdict.txt"]);
    expect(await readFile(join(dir, "previous/verdict.txt"), "utf8")).toBe("passed");
  });

  test("tells what happens, in order", async () => {
    const events: RunEvent[] = [];
    await perform({ poll: [later(), running, finished] }, { events }).report;
    expect(events.map(({ type }) => type)).toEqual([
      "starting",
      "started",
      "retry",
      "state",
      "state",
      "results",
      "ended",
    ]);
  });

  const unrecognised: RunState = { status: "unrecognised", says: "Exploded", progress };
  const untrusted = new ProviderError({ code: "x", message: "contradiction", next: "Look.", retry: "never" });
  test.for<{
    given: string;
    script: Script;
    settings?: Partial<RunSettings>;
    wanted: number;
    calls?: Partial<Record<keyof Script, number>>;
  }>([
    { given: "a test failed", script: { results: [failing] }, wanted: 1 },
    { given: "no test ran", script: { results: [{ testRun: counted(0), files: [] }] }, wanted: 1 },
    { given: "the start is refused", script: { start: [never] }, wanted: 3, calls: { start: 1, poll: 0 } },
    {
      given: "the start certainly did not arrive, then did",
      script: { start: [later(), handle] },
      wanted: 0,
      calls: { start: 2 },
    },
    { given: "the start never arrives", script: { start: [later()] }, wanted: 3, calls: { start: 4 } },
    {
      given: "the start's fate is unknown",
      script: { start: [new UnknownStartError("lost", "look")] },
      wanted: 5,
      calls: { start: 1, poll: 0 },
    },
    {
      given: "the start hangs until the time is up",
      script: { start: [forever] },
      settings: { timeoutMs: 100 },
      wanted: 5,
      calls: { start: 1 },
    },
    {
      given: "the time is up while a refused start is to be sent again",
      script: { start: [later()] },
      settings: { timeoutMs: 100, pollIntervalMs: 2_000 },
      wanted: 3,
      calls: { start: 1 },
    },
    {
      given: "looks fail ten times in a row and then go well",
      script: { poll: [...Array.from({ length: 10 }, () => later()), finished] },
      wanted: 0,
    },
    { given: "looks fail once too often", script: { poll: [later()] }, wanted: 3, calls: { poll: 11 } },
    {
      given: "looks fail often, but not in a row",
      script: { poll: [...Array.from({ length: 8 }, () => [later(), later(), running]).flat(), finished] },
      wanted: 0,
    },
    { given: "a look is refused for good", script: { poll: [never] }, wanted: 3, calls: { poll: 1 } },
    {
      given: "the status is one that nobody knows",
      script: { poll: [unrecognised] },
      settings: { timeoutMs: 400 },
      wanted: 4,
    },
    { given: "such a status is followed by the end", script: { poll: [unrecognised, finished] }, wanted: 0 },
    { given: "it never finishes", script: { poll: [running] }, settings: { timeoutMs: 400 }, wanted: 4 },
    { given: "a look heeds no signal", script: { poll: [deaf] }, settings: { timeoutMs: 400 }, wanted: 4 },
    { given: "the start heeds no signal", script: { start: [deaf] }, settings: { timeoutMs: 100 }, wanted: 5 },
    { given: "the results heed no signal", script: { results: [deaf] }, settings: { timeoutMs: 400 }, wanted: 4 },
    { given: "the start fails as nobody foresaw", script: { start: [new TypeError("a fault")] }, wanted: 5 },
    {
      given: "a look hangs until the time is up",
      script: { poll: [forever, running] },
      settings: { timeoutMs: 400 },
      wanted: 4,
      calls: { poll: 2 },
    },
    {
      given: "the last look finds it finished",
      script: { poll: [forever, finished] },
      settings: { timeoutMs: 400 },
      wanted: 0,
    },
    {
      given: "the results are not there yet",
      script: { results: [later(), later(), passing] },
      wanted: 0,
      calls: { results: 3 },
    },
    { given: "the results cannot be trusted", script: { results: [untrusted] }, wanted: 3, calls: { results: 1 } },
    { given: "something unforeseen happens", script: { results: [new TypeError("a fault")] }, wanted: 3 },
  ])("when $given: exit $wanted", async ({ script, settings: more, wanted, calls }) => {
    const performed = perform(script, more ? { settings: more } : {});
    const { exitCode } = await performed.report;
    expect(exitCode).toBe(wanted);
    if (calls) expect(performed.calls).toMatchObject(calls);
  });

  test("that is attached to is not started, and gates like one that was", async () => {
    const { report, calls } = perform({ results: [failing] }, { beginning: { kind: "attach", handle } });
    expect((await report).exitCode).toBe(1);
    expect(calls.start).toBe(0);
  });

  test("whose report directory cannot be written is not started", async () => {
    await writeFile(join(dir, "file"), "");
    const { report, calls } = perform({}, { settings: { reportDir: join(dir, "file") } });
    await expect(report).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("--report-dir") as string,
    });
    expect(calls.start).toBe(0);
  });
});

describe("reports that cannot be written", () => {
  const failingReporter = (): never => {
    throw new Error("the disk is full");
  };
  test.for([
    { given: "a pass", script: {}, wanted: 3, reason: "the disk is full" },
    { given: "a failure", script: { results: [failing] }, wanted: 3, reason: "the disk is full" },
    {
      given: "an unknown start",
      script: { start: [new UnknownStartError("lost", "look")] },
      wanted: 5,
      reason: "lost",
    },
  ])("leave $given no pass, and its runs told", async ({ script, wanted, reason }) => {
    const { provider } = scripted(script);
    const plan: PlannedRun[] = [{ provider, connect: {}, name: "n", beginning: { kind: "start", options: {} } }];
    const report = await run(
      plan,
      settings(),
      portsOf({
        reporters: [{ file: "x.txt", render: failingReporter }],
        listen: () => undefined,
        interrupted: new AbortController().signal,
      }),
    );
    expect(report).toMatchObject({ exitCode: wanted, runs: [{ name: "n" }] });
    expect(report.verdict.reason).toContain(reason);
  });
});

test("files of the service that cannot be kept cost no result, but leave no pass", async () => {
  const files = [{ name: "n".repeat(300), title: "The answer", content: "<raw/>" }];
  const verdicts = [];
  for (const [index, results] of [passing, failing].entries()) {
    const { report } = perform({ start: [{ ref: `scripted:${index}` }], results: [{ ...results, files }] });
    const { exitCode, runs } = await report;
    verdicts.push([exitCode, runs[0]?.verdict.kind, await readFile(join(dir, "verdict.txt"), "utf8")]);
  }
  expect(verdicts).toEqual([
    [3, "provider-error", "provider-error"],
    [3, "provider-error", "provider-error"],
  ]);
});

describe("whoever is told, and fails", () => {
  test.for([
    { given: "a pass", script: {}, wanted: 3 },
    { given: "an unknown start", script: { start: [new UnknownStartError("lost", "look")] }, wanted: 5 },
  ])("leaves $given at $wanted, and to be told again", async ({ script, wanted }) => {
    const { provider } = scripted(script);
    const plan: PlannedRun[] = [{ provider, connect: {}, name: "n", beginning: { kind: "start", options: {} } }];
    const report = await run(
      plan,
      settings(),
      portsOf({
        reporters: [],
        listen: () => undefined,
        tell: async () => {
          throw new Error("outputs.env is not written");
        },
        interrupted: new AbortController().signal,
      }),
    );
    expect(report.exitCode).toBe(wanted);
    expect((await ledger()).runs).toMatchObject([{ reported: false }]);
  });
});

describe("a listener that fails", () => {
  test("ends no run and loses no reference, but leaves no pass", async () => {
    const { provider } = scripted({});
    const plan: PlannedRun[] = [{ provider, connect: {}, name: "n", beginning: { kind: "start", options: {} } }];
    const report = await run(
      plan,
      settings(),
      portsOf({
        reporters: [],
        listen: () => {
          throw new Error("nobody listens");
        },
        interrupted: new AbortController().signal,
      }),
    );
    expect(report).toMatchObject({ exitCode: 3, runs: [{ handle, verdict: { kind: "provider-error" } }] });
    expect(report.verdict.reason).toContain("nobody listens");
    expect((await ledger()).runs).toMatchObject([{ ref: "scripted:1", verdict: "passed" }]);
  });
});

describe("a run that is interrupted", () => {
  test.for([
    { signal: "SIGINT", code: 130 },
    { signal: "SIGTERM", code: 143 },
  ] as const)("by $signal ends at once with $code, and its reference is kept", async ({ signal, code }) => {
    const stop = new AbortController();
    const looked = async (): Promise<RunState> => {
      setTimeout(() => stop.abort(new InterruptedError(signal)), 10);
      return running;
    };
    // The next look is a minute away.
    const report = await perform({ poll: [looked] }, { interrupted: stop.signal, settings: { pollIntervalMs: 60_000 } })
      .report;
    expect(report).toMatchObject({ exitCode: code, runs: [{ handle }] });
    expect((await ledger()).runs).toMatchObject([{ ref: "scripted:1", verdict: "interrupted" }]);
  });

  test("while the start is on its way, says that it may have been started", async () => {
    const stop = new AbortController();
    const sent = (context: CallContext): Promise<never> => {
      setImmediate(() => stop.abort(new InterruptedError("SIGINT")));
      return forever(context);
    };
    const report = await perform({ start: [sent] }, { interrupted: stop.signal }).report;
    expect(report.exitCode).toBe(130);
    expect(report.verdict.reason).toContain("may or may not have been started");
  });

  test("before the start is sent again, says that nothing was started", async () => {
    const stop = new AbortController();
    const refused = async (): Promise<never> => {
      setTimeout(() => stop.abort(new InterruptedError("SIGINT")), 10);
      throw later();
    };
    const settings = { pollIntervalMs: 60_000 };
    const report = await perform({ start: [refused] }, { interrupted: stop.signal, settings }).report;
    expect(report.verdict.reason).toContain("before the run was started");
  });
});

describe("reruns", () => {
  const again: RunHandle = { ref: "scripted:2" };
  const first: RunResults = {
    testRun: testRun([testCase("passed", "a"), testCase("failed", "b")], { kind: "failed" }),
    files: [],
  };
  const second: RunResults = {
    testRun: testRun([testCase("passed", "b")], { kind: "passed" }),
    files: [{ name: "raw.xml", title: "The answer", content: "2" }],
  };

  test("what did not pass, note it in the ledger, and keep each attempt's files apart", async () => {
    const script = { results: [first, second], poll: [finished], rerun: [again] };
    const { report, calls } = perform(script, { settings: { rerunFailed: 2 } });
    expect(await report).toMatchObject({ exitCode: 0, runs: [{ handle }] });
    expect(calls).toMatchObject({ start: 1, rerun: 1 });
    expect((await ledger()).runs).toMatchObject([{ ref: "scripted:1", reruns: ["scripted:2"] }]);
    expect(await readdir(join(dir, "provider"))).toEqual(["rerun-1-raw.xml"]);
  });

  test("are waited for though run.json cannot hold them, which is said", async () => {
    const full = async (): Promise<RunHandle> => {
      await rm(join(dir, "run.json"));
      await mkdir(join(dir, "run.json"));
      return again;
    };
    const events: RunEvent[] = [];
    const script = { results: [first, second], poll: [finished], rerun: [full] };
    expect(await perform(script, { settings: { rerunFailed: 1 }, events }).report).toMatchObject({ exitCode: 0 });
    expect(events).toContainEqual({
      type: "warning",
      run: 0,
      message: expect.stringMatching(/^run\.json cannot be written: .*(?:EISDIR|ENOTEMPTY|EEXIST|EPERM)/) as string,
    });
  });

  test("are said to be impossible where the service has none, and the failure stands", async () => {
    const events: RunEvent[] = [];
    const report = await perform({ results: [first] }, { settings: { rerunFailed: 1 }, events }).report;
    const message = "Scripted cannot rerun what did not pass, so --rerun-failed does nothing here.";
    expect(report).toMatchObject({ exitCode: 1, runs: [{ end: { testRun: { warnings: [message] } } }] });
    // Before anything is sent, so that nobody waits for what never comes; and once.
    expect(events[0]).toEqual({ type: "warning", run: 0, message });
    expect(events.filter(({ type }) => type === "warning")).toHaveLength(1);
  });
});

describe("only starting", () => {
  test("starts, notes the reference and does not look", async () => {
    const { provider, calls } = scripted({});
    const plan: PlannedRun[] = [{ provider, connect: {}, name: "n", beginning: { kind: "start", options: {} } }];
    const ports = portsOf({
      reporters: [],
      listen: () => undefined,
      interrupted: new AbortController().signal,
    });
    expect(await start(plan, settings(), ports)).toMatchObject([{ handle }]);
    expect(calls).toMatchObject({ start: 1, poll: 0 });
    expect((await ledger()).runs).toMatchObject([{ ref: "scripted:1", verdict: null }]);
  });

  test("hands on why a start went wrong", async () => {
    const { provider } = scripted({ start: [never] });
    const plan: PlannedRun[] = [{ provider, connect: {}, name: "n", beginning: { kind: "start", options: {} } }];
    const ports = portsOf({
      reporters: [],
      listen: () => undefined,
      interrupted: new AbortController().signal,
    });
    const [started] = await start(plan, settings(), ports);
    expect((started as { error: RemotestError }).error).toBe(never);
  });
});

test("results that cannot be used are kept, and the error says where", async () => {
  const evidence = [{ name: "result.xml", title: "As it came", content: "<odd/>" }];
  const odd = new ProviderError({ code: "x-odd", message: "odd", next: "Ask support.", retry: "never", evidence });
  const report = await perform({ poll: [finished], results: [odd] }).report;
  expect(report.runs[0]).toMatchObject({
    attachments: [{ title: "As it came", file: "provider/result.xml" }],
    end: { error: { code: "x-odd", next: expect.stringMatching(/^Ask support\. .*provider\/result\.xml/) as string } },
  });
  expect(await readFile(join(dir, "provider/result.xml"), "utf8")).toBe("<odd/>");
});

test("so are those of a rerun, under a name of their own", async () => {
  const evidence = [{ name: "answer.txt", title: "As it came", content: "odd" }];
  const odd = new ProviderError({ code: "x-odd", message: "odd", next: "n", retry: "never", evidence });
  const failing: RunResults = { testRun: testRun([testCase("failed")]), files: [] };
  const script = { poll: [finished], results: [failing, odd], rerun: [{ ref: "scripted:2" }] };
  const report = await perform(script, { settings: { rerunFailed: 1 } }).report;
  expect(report.runs[0]).toMatchObject({
    attachments: [{ title: "As it came, rerun 1", file: "provider/rerun-1-answer.txt" }],
    end: { testRun: { warnings: [expect.stringContaining("odd") as string] } },
  });
  expect(await readFile(join(dir, "provider/rerun-1-answer.txt"), "utf8")).toBe("odd");
});
