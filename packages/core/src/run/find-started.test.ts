import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InterruptedError, ProviderError, UnknownStartError } from "../errors.ts";
import { finished, hangs, passing, stagedProvider, type Step, inTurn } from "../provider/provider.fixture.ts";
import type { CallContext, ProviderConnection, RunHandle, UnknownStart } from "../provider/provider.ts";
import type { RunReport } from "../report/report.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { findStarted } from "./find-started.ts";
import { portsOf, settingsOf, startOf } from "./plan.fixture.ts";
import type { PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import { run } from "./run.ts";
import { staged } from "./run-context.fixture.ts";

let reportDir: string;
beforeEach(async () => {
  reportDir = await mkdtemp(join(tmpdir(), "remotest-find-"));
});
afterEach(() => rm(reportDir, { recursive: true }));

const cutOff = (): UnknownStartError => new UnknownStartError("The answer was lost.", "Check at the service.");
const there: RunHandle = { ref: "staged:1", url: "https://example.com/1" };
const down = (retry: "never" | "later"): ProviderError =>
  new ProviderError({ code: "down", message: "The list cannot be read.", next: "Wait.", retry });

/** A run whose start is lost, at a service that answers each search with one of these in turn. */
interface Stage {
  readonly planned: PlannedRun;
  readonly starts: string[];
  readonly sought: UnknownStart[];
}

function lost(
  answers: readonly Step<readonly RunHandle[]>[],
  start: (context: CallContext) => Promise<RunHandle> = () => Promise.reject(cutOff()),
  more: Partial<PlannedRun> = {},
): Stage {
  const [starts, sought]: [string[], UnknownStart[]] = [[], []];
  const next = inTurn(answers);
  const connection: Partial<ProviderConnection> = {
    start: (_options, name, context) => (starts.push(name), start(context)),
    find: (start_, context) => (sought.push(start_), next(context)),
    poll: async () => finished,
    results: async () => passing,
  };
  return { planned: startOf(stagedProvider(connection), { inputs: "i", ...more }), starts, sought };
}

async function ends(
  { planned }: Stage,
  settings: Partial<RunSettings> = {},
  ports: Partial<RunPorts> = {},
): Promise<RunReport> {
  const report = await run([planned], settingsOf(reportDir, settings), portsOf(ports));
  return report.runs[0] ?? expect.unreachable();
}

describe("a start whose fate is not known", () => {
  test("is taken up if exactly one run carries its token, and is never sent again", async () => {
    const notYet = down("never").with({ notYet: true });
    const stage = lost([[], down("later"), notYet, [there]]);
    const { verdict, handle, name } = await ends(stage);
    expect([verdict.kind, handle?.ref, name]).toEqual(["passed", "staged:1", "n"]);
    expect(stage.starts).toEqual([expect.stringMatching(/^\[[a-z0-9]{6}\] n$/)]);
    expect(stage.sought.map(({ name: there_, token }) => there_ === `[${token}] n`)).toEqual([true, true, true, true]);
    expect(new Set(stage.sought.map(({ name: there_ }) => there_))).toEqual(new Set(stage.starts));
  });

  test.each([
    { title: "no run", answers: [[]], says: /The answer was lost\. The service has no run with \[\w{6}\] so far\.$/ },
    { title: "two runs", answers: [[there, { ref: "staged:2" }]], says: /has 2 runs with \[\w{6}\]\.$/, times: 1 },
    { title: "no list", answers: [down("later")], says: /The search for \[\w{6}\] failed: The list cannot be read\.$/ },
    { title: "a refusal", answers: [down("never")], says: /failed: The list cannot be read\.$/, times: 1 },
    { title: "a fault", answers: [new TypeError("no")], says: /./, times: 1 },
  ])("stays unknown if the service has $title", async ({ answers, says, times = 5 }) => {
    const stage = lost(answers);
    const { verdict, handle } = await ends(stage);
    expect([verdict.kind, handle]).toEqual(["unknown-start", undefined]);
    expect(verdict.reason).toMatch(says);
    expect([stage.starts.length, stage.sought.length]).toEqual([1, times]);
  });

  test("has the token of --correlate, if there is one", async () => {
    const stage = lost([[there]], undefined, { token: "bcdfgh" });
    expect((await ends(stage)).verdict.kind).toBe("passed");
    expect(stage.sought).toEqual([{ options: {}, token: "bcdfgh", name: "[bcdfgh] n" }]);
  });

  test("is searched for even if the time ran out while it was on its way", async () => {
    const stage = lost([[there]], hangs);
    expect((await ends(stage, { timeoutMs: 2_000 })).handle?.ref).toBe("staged:1");
  });

  test("stays unknown if the search itself does not end in time", async () => {
    const stage = lost([hangs]);
    expect((await ends(stage, { timeoutMs: 300 })).verdict.kind).toBe("unknown-start");
  });

  test("is not the run of another start", async () => {
    const first = startOf(
      stagedProvider({ start: async () => there, poll: async () => finished, results: async () => passing }),
    );
    const stage = lost([[there]]);
    const { runs } = await run([first, stage.planned], settingsOf(reportDir), portsOf());
    expect(runs.map(({ verdict }) => verdict.kind)).toEqual(["passed", "unknown-start"]);
  });

  test("says so if the process is stopped during the search", async () => {
    const stop = new AbortController();
    const stage = lost([
      async (context) => {
        stop.abort(new InterruptedError("SIGTERM"));
        return hangs(context);
      },
    ]);
    const { verdict } = await ends(stage, {}, { interrupted: stop.signal });
    expect(verdict).toMatchObject({
      kind: "interrupted",
      reason: "Stopped by SIGTERM during the search for the run: it may or may not have been started.",
      error: { next: expect.stringMatching(/begins with \[\w{6}\] before you start it again/) as string },
    });
  });
});

describe("with --resume", () => {
  test("the run of an earlier process is found by the token in its ledger", async () => {
    const earlier = lost([[]]);
    expect((await ends(earlier)).verdict.kind).toBe("unknown-start");
    const ledger = await readLedger(reportDir);
    const token = typeof ledger === "string" ? null : ledger[0]?.token;
    expect(earlier.starts).toEqual([`[${token}] n`]);
    const later = lost([[there]]);
    const { verdict, handle } = await ends(later, { resume: true });
    expect([verdict.kind, handle?.ref]).toEqual(["passed", "staged:1"]);
    expect(later.starts).toEqual([]);
    expect(later.sought).toEqual([{ options: {}, token, name: `[${token}] n` }]);
  });

  test("it stays unknown if it is not there", async () => {
    await ends(lost([[]]));
    const later = lost([[]]);
    expect((await ends(later, { resume: true })).verdict.kind).toBe("unknown-start");
    expect(later.starts).toEqual([]);
  });
});

test("a service that finds nothing gets no token, and its error stays as it is", async () => {
  const names: string[] = [];
  const provider = stagedProvider({
    start: async (_options, name) => {
      names.push(name);
      throw cutOff();
    },
  });
  const { runs } = await run([startOf(provider)], settingsOf(reportDir), portsOf());
  expect(runs[0]?.verdict).toMatchObject({ kind: "unknown-start", reason: "The answer was lost." });
  expect(names).toEqual(["n"]);
});

describe("the search for a run", () => {
  const sought: UnknownStart = { options: {}, token: "bcdfgh", name: "[bcdfgh] n" };
  const searching = (find: ProviderConnection["find"], timeoutMs?: number) =>
    staged({ find }, timeoutMs === undefined ? {} : { timeoutMs });
  const caught = (search: Promise<RunHandle>): Promise<unknown> =>
    search.then(
      () => expect.unreachable(),
      (error: unknown) => error,
    );

  test("is told, and so is the run that was found", async () => {
    using stage = searching(async () => [there]);
    expect(await findStarted(stage.context, sought, cutOff())).toEqual(there);
    expect(stage.events).toEqual([
      { type: "note", run: 3, message: "The answer was lost. Searching the service for [bcdfgh]." },
      { type: "note", run: 3, message: "Found staged:1 by [bcdfgh], so the run was started: waiting for it." },
    ]);
  });

  test("finds no run that this process already waits for", async () => {
    using stage = searching(async () => [there]);
    await stage.context.ledger.started(0, there);
    expect(await caught(findStarted(stage.context, sought, cutOff()))).toMatchObject({
      code: "unknown-start",
      message: expect.stringContaining("the reference of another run, staged:1") as string,
    });
    expect(stage.events.map((event) => event.type === "note" && event.message)).toEqual([
      "The answer was lost. Searching the service for [bcdfgh].",
    ]);
  });

  test("does not begin if the service cannot search: the error stays as it is", async () => {
    using stage = searching("unsupported");
    const unknown = cutOff();
    expect(await caught(findStarted(stage.context, sought, unknown))).toBe(unknown);
    expect(stage.events).toEqual([]);
  });

  test("keeps the advice and the cause of the error if nothing is found", async () => {
    using stage = searching(async () => []);
    const cause = new TypeError("reset");
    const unknown = new UnknownStartError("The answer was lost.", ({ option }) => `Give ${option("timeout")}.`, cause);
    const error = await caught(findStarted(stage.context, sought, unknown));
    expect(error).toBeInstanceOf(UnknownStartError);
    expect(error).toMatchObject({
      message: "The answer was lost. The service has no run with [bcdfgh] so far.",
      next: "Give --timeout.",
      cause,
    });
  });

  test("ends with the error of a run whose reference cannot be shown", async () => {
    const secret = new UnknownStartError("It contains a secret.", "Change the secret.");
    let searches = 0;
    using stage = searching(async () => (searches++, Promise.reject(secret)));
    expect(await caught(findStarted(stage.context, sought, cutOff()))).toBe(secret);
    expect(searches).toBe(1);
  });

  test.for([
    { title: "before the first answer", answers: [hangs], says: "There was no time to search for [bcdfgh]." },
    { title: "after an answer", answers: [[], hangs], says: "The service has no run with [bcdfgh] so far." },
    {
      title: "after a fault",
      answers: [down("later"), hangs],
      says: "The search for [bcdfgh] failed: The list cannot be read.",
    },
  ])("says what is known if the time runs out $title", async ({ answers, says }) => {
    const next = inTurn<readonly RunHandle[]>(answers);
    using stage = searching((_sought, context) => next(context), 200);
    expect(await caught(findStarted(stage.context, sought, cutOff()))).toMatchObject({
      message: `The answer was lost. ${says}`,
    });
  });
});
