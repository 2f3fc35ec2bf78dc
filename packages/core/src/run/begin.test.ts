import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InterruptedError, ProviderError, UnknownStartError } from "../errors.ts";
import { hangs } from "../provider/provider.fixture.ts";
import type { Provider, ProviderConnection, RunHandle, UnknownStart } from "../provider/provider.ts";
import type { Report } from "../report/report.ts";
import { entriesIn, portsOf, settingsOf, shopHandle as handle, shopRun, type Start } from "./plan.fixture.ts";
import { begin } from "./begin.ts";
import type { PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import { freshEntry } from "./open-plan.ts";
import { down, refusal, staged } from "./run-context.fixture.ts";
import type { RunEvent } from "./run-event.ts";
import { run } from "./run.ts";
import { start } from "./start.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "begin-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const settings = (more?: Partial<RunSettings>): RunSettings => settingsOf(dir, more);
const ports = (more: Partial<RunPorts> = {}): RunPorts =>
  portsOf({ reporters: [{ file: "verdict.txt", render: ({ verdict }) => verdict.kind }], ...more });
const entries = () => entriesIn(dir);
const failsWith = (error: Error) => (): Promise<never> => Promise.reject(error);

describe("resuming", () => {
  const never = shopRun(failsWith(new Error("sent again")));

  test("loses nothing before the run begins", async () => {
    await start([shopRun(async () => handle)], settings(), ports());
    let then: unknown;
    const connect: Provider["connect"] = (...given) => {
      then = (JSON.parse(readFileSync(join(dir, "run.json"), "utf8")) as { runs: unknown[] }).runs;
      return never.provider.connect(...given);
    };
    const plan = { ...never, provider: { ...never.provider, connect } };
    await run([plan], settings({ resume: true }), ports());
    expect(then).toMatchObject([{ ref: "shop:7", inputs: "i" }]);
  });

  test("reports an unfinished run again", async () => {
    const left = shopRun(async () => handle);
    const poll = { status: "running", progress: {} } as const;
    const connect: Provider["connect"] = (...given) => ({
      ...left.provider.connect(...given),
      poll: async () => poll,
    });
    const unfinished = { ...left, provider: { ...left.provider, connect } };
    await run([unfinished], settings({ timeoutMs: 400 }), ports());
    expect(await entries()).toMatchObject([{ verdict: "timed-out", reported: true }]);
    let then: unknown;
    const tell = async (report: Report): Promise<Report> => {
      then = (JSON.parse(readFileSync(join(dir, "run.json"), "utf8")) as { runs: unknown[] }).runs;
      return report;
    };
    await run([never], settings({ resume: true }), ports({ tell }));
    expect(then).toMatchObject([{ verdict: "passed", reported: false }]);
  });

  test("keeps what the ledger says until there is more to note", async () => {
    await start([shopRun(async () => handle, { token: "k7x2m9" })], settings(), ports());
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

  test("happens only with --resume", async () => {
    await start([shopRun(async () => handle)], settings(), ports());
    const again = await run([shopRun(async () => ({ ref: "shop:8" }))], settings(), ports());
    expect(again).toMatchObject({ runs: [{ handle: { ref: "shop:8" } }] });
  });

  test("attaching by hand in the same directory keeps the run's inputs and token", async () => {
    await start([shopRun(async () => handle)], settings(), ports());
    const poll = new ProviderError({ code: "x", message: "no", next: "Wait.", retry: "never" });
    const attach = shopRun(failsWith(poll), { beginning: { kind: "attach", handle }, inputs: undefined });
    await run([attach], settings({ timeoutMs: 1_000 }), ports({ reporters: [{ file: "x", render: () => fail() }] }));
    expect(await entries()).toMatchObject([{ ref: "shop:7", inputs: "i", reported: false }]);
    expect(await run([never], settings({ resume: true }), ports())).toMatchObject({ exitCode: 0, runs: [{ handle }] });
  });

  test("attaching by hand to one of several runs keeps the others", async () => {
    const [seven, eight] = [shopRun(async () => handle), shopRun(async () => ({ ref: "shop:8" }), { inputs: "j" })];
    await start([seven, eight], settings(), ports());
    await run(
      [shopRun(async () => handle, { beginning: { kind: "attach", handle }, inputs: undefined })],
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
    // A plan stays in the ledger while one of its runs is attached to; a finished plan is dropped by the next start.
    await run(
      [shopRun(async () => handle, { beginning: { kind: "attach", handle }, inputs: undefined })],
      settings(),
      ports(),
    );
    expect(await entries()).toHaveLength(2);
    await run([shopRun(async () => ({ ref: "shop:9" }), { inputs: "k" })], settings(), ports());
    expect(await entries()).toMatchObject([{ ref: "shop:9" }]);
  });

  test("from a ledger that cannot be read starts nothing and leaves the file as it is", async () => {
    await run([shopRun(async () => handle)], settings(), ports());
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
    expect(await run([shopRun(async () => handle)], settings(), ports())).toMatchObject({ exitCode: 0 });
  });

  test("of an uncertain start does not start again, and the ledger still says that it is uncertain", async () => {
    await run([shopRun(failsWith(new UnknownStartError("lost", "Check.")))], settings(), ports());
    const [before] = await entries();
    const report = await run([never], settings({ resume: true }), ports());
    expect(report).toMatchObject({ exitCode: 5, verdict: { kind: "unknown-start" } });
    const { startedAt } = before ?? {};
    expect(await entries()).toMatchObject([{ ref: null, start: "on-its-way", startedAt }]);
  });
});

describe("the beginning of a run", () => {
  const notes = async (settled: Partial<RunSettings>, ...plan: Parameters<typeof run>[0]): Promise<string[]> => {
    const said: string[] = [];
    const listen = (event: RunEvent): void => void (event.type === "note" && said.push(event.message));
    await run(plan, settings(settled), ports({ listen }));
    return said;
  };

  test("says with --resume whether the run is resumed, and when it was started", async () => {
    const anew = shopRun(async () => handle);
    expect(await notes({}, anew)).toEqual([]);
    expect(await notes({ resume: true }, anew)).toEqual([
      "Nothing to resume: shop:7 is over, and its verdict was reported: passed. Starting.",
    ]);
    await start([anew], settings(), ports());
    const [{ startedAt } = { startedAt: "" }] = await entries();
    expect(await notes({ resume: true }, anew)).toEqual([
      `Resuming the run that an earlier process started at ${startedAt}; without --resume, a new run is started.`,
    ]);
  });

  test("gives the service the name as it is without a token, and keeps the handle as the service gave it", async () => {
    const names: string[] = [];
    const named = { ...handle, name: "its own" };
    const report = await run([shopRun(async (_context, name) => (names.push(name), named))], settings(), ports());
    expect(names).toEqual(["n"]);
    expect(report).toMatchObject({ runs: [{ handle: named }] });
  });

  test("is uncertain if the service answers with the reference of another run of the plan", async () => {
    const same = shopRun(async () => handle);
    const { exitCode, runs } = await run([same, same], settings(), ports());
    expect(exitCode).toBe(5);
    expect(runs.map(({ verdict }) => verdict.kind).toSorted()).toEqual(["passed", "unknown-start"]);
  });

  test("is remembered as just now if this process started the run, and not if it attached to it", async () => {
    using begun = staged({ start: async () => handle });
    await begin(begun.context);
    expect(begun.context.observations.justNow).toBe(true);
    using attached = staged({});
    const planned: PlannedRun = { ...attached.context.planned, beginning: { kind: "attach", handle } };
    expect(await begin({ ...attached.context, planned })).toEqual(handle);
    expect(attached.context.observations.justNow).toBe(false);
  });
});

describe("at a service that can search for a run", () => {
  const lost = (): UnknownStartError => new UnknownStartError("lost", "Check.");
  const searching = (starts: ProviderConnection["start"]) => {
    const sought: UnknownStart[] = [];
    const find = async (each: UnknownStart): Promise<readonly RunHandle[]> => (sought.push(each), [handle]);
    return { sought, ...staged({ start: starts, find }, { token: "k7x2m9" }) };
  };

  test("a lost start is searched for by its options, its token and the name that was sent", async () => {
    using stage = searching(failsWith(lost()));
    const { context, sought } = stage;
    const planned: PlannedRun = { ...context.planned, beginning: { kind: "start", options: { suite: ["smoke"] } } };
    expect(await begin({ ...context, planned })).toEqual({ ...handle, name: "Nightly" });
    expect(sought).toEqual([{ options: { suite: ["smoke"] }, token: "k7x2m9", name: "[k7x2m9] Nightly" }]);
  });

  test("a start that certainly began nothing is not searched for, and its error stays as it is", async () => {
    const refused = refusal();
    using stage = searching(failsWith(refused));
    const { context, sought } = stage;
    await expect(begin(context)).rejects.toBe(refused);
    expect(sought).toEqual([]);
  });

  test("an earlier start that sent no token is not searched for: any run could be taken for it", async () => {
    using stage = searching(failsWith(new Error("sent again")));
    const { context, sought } = stage;
    const entry = { ...freshEntry({ ...context.planned, token: undefined }), startedAt: "2026-03-31T09:00:00.000Z" };
    await expect(begin({ ...context, resumption: { kind: "unknown", entry } })).rejects.toThrow(
      "An earlier process sent the start request at 2026-03-31T09:00:00.000Z and ended before an answer came",
    );
    expect(sought).toEqual([]);
  });
});

test("a start that is refused as the first thing the service says is not repeated", async () => {
  let starts = 0;
  const refused = down().with({ refused: true });
  using begun = staged({ start: async () => Promise.reject((starts++, refused)) });
  await expect(begin(begun.context)).rejects.toBe(refused);
  expect(starts).toBe(1);
  expect(begun.events.map(({ type }) => type)).toEqual(["starting"]);
});

describe("a token", () => {
  test("comes before the name at the service, and nowhere else", async () => {
    const names: string[] = [];
    const plan = shopRun(
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

  const uncertain: readonly { given: string; start: Start; more?: Partial<RunSettings>; interruptible?: true }[] = [
    { given: "is lost", start: failsWith(new UnknownStartError("lost", "Check the page.")) },
    { given: "breaks", start: failsWith(new TypeError("a fault")) },
    { given: "takes too long", start: hangs, more: { timeoutMs: 400 } },
    { given: "is interrupted", start: hangs, interruptible: true },
  ];
  test.for(uncertain)("is what to look for when the start $given", async ({ start: sends, more, interruptible }) => {
    const stop = new AbortController();
    // Not after a fixed time: on a slow machine nothing would have been sent by then.
    const sent: Start = (context, name) => {
      if (interruptible) setImmediate(() => stop.abort(new InterruptedError("SIGTERM")));
      return sends(context, name);
    };
    const plan = shopRun(sent, { token: "k7x2m9" });
    const report = await run([plan], settings(more), ports({ interrupted: stop.signal }));
    const [only] = report.runs;
    expect(only?.end.kind === "no-results" && only.end.error.next).toMatch(
      /Check .*for a run whose name begins with \[k7x2m9\]/,
    );
  });
});

function fail(): never {
  throw new Error("the process is killed here");
}
