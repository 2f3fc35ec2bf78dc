import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InterruptedError, ProviderError, UnknownStartError, UsageError } from "../errors.ts";
import { Ledger, type LedgerEntry } from "../ledger/ledger.ts";
import { start } from "./start.ts";
import type { CallContext, Provider, RunHandle } from "../provider/provider.ts";
import { ReportDir } from "../report-dir/report-dir.ts";
import type { Report } from "../report/report.ts";
import type { RunEvent } from "./run-event.ts";
import type { PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import { portsOf, settingsOf } from "./plan.fixture.ts";
import { stagedProvider } from "../provider/provider.fixture.ts";
import { run } from "./run.ts";
import { counted } from "../results/test-runs.fixture.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "begin-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const settings = (more?: Partial<RunSettings>): RunSettings => settingsOf(dir, more);
const ports = (more: Partial<RunPorts> = {}): RunPorts =>
  portsOf({ reporters: [{ file: "verdict.txt", render: ({ verdict }) => verdict.kind }], ...more });
const entries = async (): Promise<readonly LedgerEntry[]> =>
  (JSON.parse(await readFile(join(dir, "run.json"), "utf8")) as { runs: LedgerEntry[] }).runs;

type Start = (context: CallContext, name: string) => Promise<RunHandle>;

function planned(begin: Start, more: Partial<PlannedRun> = {}): PlannedRun {
  const provider = stagedProvider(
    {
      start: (_options, name, context) => begin(context, name),
      poll: async () => ({ status: "finished", progress: {} }),
      results: async () => ({ testRun: counted(1), files: [] }),
    },
    "shop",
  );
  return { provider, connect: {}, name: "n", beginning: { kind: "start", options: {} }, inputs: "i", ...more };
}
const handle: RunHandle = { ref: "shop:7", url: "https://example.com/7" };
const failsWith = (error: Error): (() => Promise<never>) => {
  return () => Promise.reject(error);
};
const later = new ProviderError({ code: "x-429", message: "busy", next: "Wait.", retry: "later" });

describe("the ledger", () => {
  test("knows of a start before it is sent, and of its reference before anybody waits", async () => {
    let sent: unknown;
    const plan = planned(async () => {
      sent = await entries();
      return handle;
    });
    await run([plan], settings(), ports());
    expect(sent).toMatchObject([
      { provider: "shop", name: "n", ref: null, start: "on-its-way", verdict: null, inputs: "i" },
    ]);
    expect(await entries()).toMatchObject([{ ref: "shop:7", url: handle.url, start: "started", reported: true }]);
  });

  test("holds every run of the plan from the beginning", async () => {
    let seen: unknown;
    const reporters = [{ file: "x.txt", render: () => "" }];
    const plan = planned(async () => {
      seen = (await entries()).length;
      return handle;
    });
    await run([plan, plan, plan], settings(), ports({ reporters }));
    expect(seen).toBe(3);
  });

  test("knows between two tries that nothing is on its way", async () => {
    let between: unknown;
    let times = 0;
    const plan = planned(() => (times++ === 0 ? Promise.reject(later) : Promise.resolve(handle)));
    const listen = (event: RunEvent): void => {
      if (event.type === "retry") between = entries();
    };
    await run([plan], settings({ pollIntervalMs: 50 }), ports({ listen }));
    expect(await between).toMatchObject([{ start: "not-started" }]);
  });

  test.for([
    {
      given: "refused for good",
      error: new ProviderError({ code: "x", message: "no", next: "Mend it.", retry: "never" }),
      start: "not-started",
      verdict: "provider-error",
    },
    {
      given: "found to be of no use",
      error: new UsageError([{ message: "no such file" }]),
      start: "not-started",
      verdict: "usage",
    },
    { given: "lost", error: new UnknownStartError("lost", "Look."), start: "on-its-way", verdict: "unknown-start" },
    { given: "broken", error: new TypeError("a fault"), start: "on-its-way", verdict: "unknown-start" },
  ])("of a start that is $given says $start", async ({ error, start: wanted, verdict }) => {
    const report = await run([planned(failsWith(error))], settings(), ports());
    expect(report.verdict.kind).toBe(verdict);
    expect(await entries()).toMatchObject([{ ref: null, start: wanted, verdict, reported: true }]);
  });

  test("that cannot be written keeps the start from being sent", async () => {
    let sent = 0;
    const plan = planned(async () => {
      sent++;
      return handle;
    });
    const spoilt: PlannedRun = {
      ...plan,
      provider: {
        ...plan.provider,
        connect: (...given) => {
          // The directory was proved to be there; now it is lost.
          spoil();
          return plan.provider.connect(...given);
        },
      },
    };
    const spoil = (): void => {
      rmSync(dir, { recursive: true });
      writeFileSync(dir, "in the way");
    };
    const report = await run([spoilt], settings(), ports());
    expect(report.exitCode).toBe(3);
    expect(sent).toBe(0);
  });

  test("that is being written when the process is asked to stop keeps the start from being sent", async () => {
    let sent = 0;
    const stop = new AbortController();
    const plan = planned(async () => {
      sent++;
      return handle;
    });
    const listen = (event: RunEvent): void => {
      // The next thing is to note the start, which takes longer than this.
      if (event.type === "starting") queueMicrotask(() => stop.abort(new InterruptedError("SIGINT")));
    };
    const report = await run([plan], settings(), ports({ listen, interrupted: stop.signal }));
    expect(report.exitCode).toBe(130);
    expect(report.verdict.reason).toContain("before the run was started");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent).toBe(0);
    expect(await entries()).toMatchObject([{ start: "not-started", verdict: "interrupted" }]);
  });

  test("is never left in an older state, however many changes come at once", async () => {
    const reportDir = await ReportDir.open(dir, []);
    await run([planned(async () => handle)], settings(), ports());
    const ledger = new Ledger(reportDir, await entries());
    const refs = Array.from({ length: 100 }, (_, index) => `shop:${index}`);
    await Promise.all(refs.map((ref) => ledger.rerun(0, { ref })));
    expect(await entries()).toMatchObject([{ reruns: refs }]);
  });

  test("says that a verdict was told only after it was", async () => {
    let then: unknown;
    const tell = async (report: Report): Promise<Report> => {
      then = [
        report.exitCode,
        (JSON.parse(readFileSync(join(dir, "run.json"), "utf8")) as { runs: unknown[] }).runs[0],
      ];
      return report;
    };
    await run([planned(async () => handle)], settings(), ports({ tell }));
    expect(then).toMatchObject([0, { verdict: "passed", reported: false }]);
    expect(await entries()).toMatchObject([{ verdict: "passed", reported: true }]);
  });

  test.for<{ title: string; more: Partial<RunPorts> }>([
    {
      title: "whose reports could not be written",
      more: {
        reporters: [
          {
            file: "x.txt",
            render: () => {
              throw new Error("full");
            },
          },
        ],
      },
    },
    {
      title: "whose listener failed",
      more: {
        listen: () => {
          throw new Error("deaf");
        },
      },
    },
  ])("does not call told a verdict $title", async ({ more }) => {
    expect((await run([planned(async () => handle)], settings(), ports(more))).exitCode).toBe(3);
    expect(await entries()).toMatchObject([{ verdict: "passed", reported: false }]);
  });
});

describe("resuming", () => {
  const never = planned(failsWith(new Error("sent again")));

  test("loses nothing before it begins", async () => {
    await start([planned(async () => handle)], settings(), ports());
    let then: unknown;
    const connect: Provider["connect"] = (...given) => {
      then = (JSON.parse(readFileSync(join(dir, "run.json"), "utf8")) as { runs: unknown[] }).runs;
      return never.provider.connect(...given);
    };
    const plan = { ...never, provider: { ...never.provider, connect } };
    await run([plan], settings({ resume: true }), ports());
    expect(then).toMatchObject([{ ref: "shop:7", inputs: "i" }]);
  });

  test("tells anew what was told of a run that was left", async () => {
    const left = planned(async () => handle);
    const poll = { status: "running", progress: {} } as const;
    const connect: Provider["connect"] = (...given) => ({
      ...left.provider.connect(...given),
      poll: async () => poll,
    });
    const unfinished = { ...left, provider: { ...left.provider, connect } };
    await run([unfinished], settings({ timeoutMs: 100 }), ports());
    expect(await entries()).toMatchObject([{ verdict: "timed-out", reported: true }]);
    let then: unknown;
    const tell = async (report: Report): Promise<Report> => {
      then = (JSON.parse(readFileSync(join(dir, "run.json"), "utf8")) as { runs: unknown[] }).runs;
      return report;
    };
    await run([never], settings({ resume: true }), ports({ tell }));
    expect(then).toMatchObject([{ verdict: "passed", reported: false }]);
  });

  test("keeps what the ledger knew, until there is more to know", async () => {
    await start([planned(async () => handle, { token: "k7x2m9" })], settings(), ports());
    const [before] = await entries();
    const events: RunEvent[] = [];
    const report = await run(
      [never],
      settings({ resume: true }),
      ports({ listen: (event) => void events.push(event) }),
    );
    expect(report).toMatchObject({ exitCode: 0, runs: [{ handle }] });
    expect(events.map(({ type }) => type)).toEqual(["note", "attached", "state", "results", "ended"]);
    const { startedAt, token } = before ?? {};
    expect(await entries()).toMatchObject([{ ref: "shop:7", startedAt, token, start: "started", verdict: "passed" }]);
  });

  test("is not done unasked", async () => {
    await start([planned(async () => handle)], settings(), ports());
    const again = await run([planned(async () => ({ ref: "shop:8" }))], settings(), ports());
    expect(again).toMatchObject({ runs: [{ handle: { ref: "shop:8" } }] });
  });

  test("attaching by hand in the same directory keeps what it takes", async () => {
    await start([planned(async () => handle)], settings(), ports());
    const poll = new ProviderError({ code: "x", message: "no", next: "Wait.", retry: "never" });
    const attach = planned(failsWith(poll), { beginning: { kind: "attach", handle }, inputs: undefined });
    await run([attach], settings({ timeoutMs: 1_000 }), ports({ reporters: [{ file: "x", render: () => fail() }] }));
    expect(await entries()).toMatchObject([{ ref: "shop:7", inputs: "i", reported: false }]);
    expect(await run([never], settings({ resume: true }), ports())).toMatchObject({ exitCode: 0, runs: [{ handle }] });
  });

  test("attaching by hand to one of several forgets none of the others", async () => {
    const [seven, eight] = [planned(async () => handle), planned(async () => ({ ref: "shop:8" }), { inputs: "j" })];
    await start([seven, eight], settings(), ports());
    await run(
      [planned(async () => handle, { beginning: { kind: "attach", handle }, inputs: undefined })],
      settings(),
      ports(),
    );
    expect(await entries()).toMatchObject([
      { ref: "shop:7", reported: true },
      { ref: "shop:8", verdict: null, reported: false },
    ]);
    const both = [never, { ...never, inputs: "j" }];
    const report = await run(both, settings({ resume: true }), ports());
    expect(report.runs.map((each) => each.handle?.ref)).toEqual(["shop:7", "shop:8"]);
    // A plan stays together as long as somebody asks for it; what is over is not carried on for ever.
    await run(
      [planned(async () => handle, { beginning: { kind: "attach", handle }, inputs: undefined })],
      settings(),
      ports(),
    );
    expect(await entries()).toHaveLength(2);
    await run([planned(async () => ({ ref: "shop:9" }), { inputs: "k" })], settings(), ports());
    expect(await entries()).toMatchObject([{ ref: "shop:9" }]);
  });

  test("from a ledger that cannot be read starts nothing, and leaves it for people to read", async () => {
    await run([planned(async () => handle)], settings(), ports());
    const torn = readFileSync(join(dir, "run.json"), "utf8").slice(0, -20);
    writeFileSync(join(dir, "run.json"), torn);
    for (const begins of [run, start])
      await expect(begins([never], settings({ resume: true }), ports())).rejects.toThrow(
        expect.objectContaining({
          code: "unknown-start",
          message: expect.stringContaining("run.json cannot be read") as string,
        }) as Error,
      );
    expect(readFileSync(join(dir, "run.json"), "utf8")).toBe(torn);
    expect(await run([planned(async () => handle)], settings(), ports())).toMatchObject({ exitCode: 0 });
  });

  test("of an uncertain start does not start, and leaves the ledger as uncertain", async () => {
    await run([planned(failsWith(new UnknownStartError("lost", "Look.")))], settings(), ports());
    const [before] = await entries();
    const report = await run([never], settings({ resume: true }), ports());
    expect(report).toMatchObject({ exitCode: 5, verdict: { kind: "unknown-start" } });
    const { startedAt } = before ?? {};
    expect(await entries()).toMatchObject([{ ref: null, start: "on-its-way", startedAt }]);
  });

  test("to start only takes the reference that there is", async () => {
    await start([planned(async () => handle)], settings(), ports());
    expect(await start([never], settings({ resume: true }), ports())).toMatchObject([{ handle }]);
  });
});

describe("a token", () => {
  test("stands before the name at the service, and nowhere else", async () => {
    const names: string[] = [];
    const plan = planned(
      async (_context, name) => {
        names.push(name);
        return { ...handle, name };
      },
      { token: "k7x2m9" },
    );
    const report = await run([plan], settings(), ports());
    expect(names).toEqual(["[k7x2m9] n"]);
    expect(report).toMatchObject({ runs: [{ name: "n", handle: { ...handle, name: "n" } }] });
    expect(await entries()).toMatchObject([{ name: "n", token: "k7x2m9" }]);
  });

  const hanging: Start = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
  const uncertain: readonly { given: string; start: Start; more?: Partial<RunSettings>; interruptible?: true }[] = [
    { given: "is lost", start: failsWith(new UnknownStartError("lost", "Look at the page.")) },
    { given: "breaks", start: failsWith(new TypeError("a fault")) },
    { given: "takes too long", start: hanging, more: { timeoutMs: 100 } },
    { given: "is interrupted", start: hanging, interruptible: true },
  ];
  test.for(uncertain)("is what to look for when the start $given", async ({ start: begin, more, interruptible }) => {
    const stop = new AbortController();
    // Not after some time: on a slow machine nothing would have been sent by then.
    const sent: Start = (context, name) => {
      if (interruptible) setImmediate(() => stop.abort(new InterruptedError("SIGTERM")));
      return begin(context, name);
    };
    const plan = planned(sent, { token: "k7x2m9" });
    const report = await run([plan], settings(more), ports({ interrupted: stop.signal }));
    const [only] = report.runs;
    expect(only?.end.kind === "no-results" && only.end.error.next).toMatch(
      /[Ll]ook .*for a run whose name begins with \[k7x2m9\]/,
    );
  });
});

function fail(): never {
  throw new Error("the process is killed here");
}
