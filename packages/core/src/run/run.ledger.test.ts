import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InterruptedError, ProviderError, UnknownStartError, UsageError } from "../errors.ts";
import { Ledger } from "../ledger/ledger.ts";
import { ReportDir } from "../report-dir/report-dir.ts";
import type { Report } from "../report/report.ts";
import { entriesIn, portsOf, settingsOf, shopHandle as handle, shopRun } from "./plan.fixture.ts";
import type { PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import type { RunEvent } from "./run-event.ts";
import { run } from "./run.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "run-ledger-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const settings = (more?: Partial<RunSettings>): RunSettings => settingsOf(dir, more);
const ports = (more: Partial<RunPorts> = {}): RunPorts =>
  portsOf({ reporters: [{ file: "verdict.txt", render: ({ verdict }) => verdict.kind }], ...more });
const entries = () => entriesIn(dir);
const failsWith = (error: Error) => (): Promise<never> => Promise.reject(error);
const later = new ProviderError({ code: "x-429", message: "busy", next: "Wait.", retry: "later" });

describe("the ledger", () => {
  test("contains a start before it is sent, and its reference before the wait begins", async () => {
    let sent: unknown;
    const plan = shopRun(async () => {
      sent = await entries();
      return handle;
    });
    await run([plan], settings(), ports());
    expect(sent).toMatchObject([
      { provider: "shop", name: "n", ref: null, start: "on-its-way", verdict: null, inputs: "i" },
    ]);
    expect(await entries()).toMatchObject([{ ref: "shop:7", url: handle.url, start: "started", reported: true }]);
  });

  test("contains every run of the plan from the beginning", async () => {
    let seen: unknown;
    const reporters = [{ file: "x.txt", render: () => "" }];
    const plan = shopRun(async () => {
      seen = (await entries()).length;
      return handle;
    });
    await run([plan, plan, plan], settings(), ports({ reporters }));
    expect(seen).toBe(3);
  });

  test("says between two tries that nothing is on its way", async () => {
    let between: unknown;
    let times = 0;
    const plan = shopRun(() => (times++ === 0 ? Promise.reject(later) : Promise.resolve(handle)));
    const listen = (event: RunEvent): void => {
      if (event.type === "retry") between = entries();
    };
    await run([plan], settings({ pollIntervalMs: 50 }), ports({ listen }));
    expect(await between).toMatchObject([{ start: "not-started" }]);
  });

  test.for([
    {
      given: "refused for good",
      error: new ProviderError({ code: "x", message: "no", next: "Fix it.", retry: "never" }),
      start: "not-started",
      verdict: "provider-error",
    },
    {
      given: "found not to be valid",
      error: new UsageError([{ message: "no such file" }]),
      start: "not-started",
      verdict: "usage",
    },
    { given: "lost", error: new UnknownStartError("lost", "Check."), start: "on-its-way", verdict: "unknown-start" },
    { given: "broken", error: new TypeError("a fault"), start: "on-its-way", verdict: "unknown-start" },
  ])("of a start that is $given says $start", async ({ error, start: wanted, verdict }) => {
    const report = await run([shopRun(failsWith(error))], settings(), ports());
    expect(report.verdict.kind).toBe(verdict);
    expect(await entries()).toMatchObject([{ ref: null, start: wanted, verdict, reported: true }]);
  });

  test("that cannot be written prevents the start from being sent", async () => {
    let sent = 0;
    const plan = shopRun(async () => {
      sent++;
      return handle;
    });
    const spoilt: PlannedRun = {
      ...plan,
      provider: {
        ...plan.provider,
        connect: (...given) => {
          // The directory was there when it was opened; now it is lost.
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

  test("that is being written when the process is asked to stop prevents the start from being sent", async () => {
    let sent = 0;
    const stop = new AbortController();
    const plan = shopRun(async () => {
      sent++;
      return handle;
    });
    const listen = (event: RunEvent): void => {
      // The next step is to note the start, which takes longer than this.
      if (event.type === "starting") queueMicrotask(() => stop.abort(new InterruptedError("SIGINT")));
    };
    const report = await run([plan], settings(), ports({ listen, interrupted: stop.signal }));
    expect(report.exitCode).toBe(130);
    expect(report.verdict.reason).toContain("before the run was started");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent).toBe(0);
    expect(await entries()).toMatchObject([{ start: "not-started", verdict: "interrupted" }]);
  });

  test("never ends in an older state, however many changes come at the same time", async () => {
    const reportDir = await ReportDir.open(dir, []);
    await run([shopRun(async () => handle)], settings(), ports());
    const ledger = new Ledger(reportDir, await entries());
    const refs = Array.from({ length: 100 }, (_, index) => `shop:${index}`);
    await Promise.all(refs.map((ref) => ledger.rerun(0, { ref })));
    expect(await entries()).toMatchObject([{ reruns: refs }]);
  });

  test("says that a verdict is reported only after it was", async () => {
    let then: unknown;
    const tell = async (report: Report): Promise<Report> => {
      then = [
        report.exitCode,
        (JSON.parse(readFileSync(join(dir, "run.json"), "utf8")) as { runs: unknown[] }).runs[0],
      ];
      return report;
    };
    await run([shopRun(async () => handle)], settings(), ports({ tell }));
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
  ])("does not call a verdict reported $title", async ({ more }) => {
    expect((await run([shopRun(async () => handle)], settings(), ports(more))).exitCode).toBe(3);
    expect(await entries()).toMatchObject([{ verdict: "passed", reported: false }]);
  });
});
