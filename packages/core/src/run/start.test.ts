import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { InterruptedError } from "../errors.ts";
import { deaf, scriptedProvider, scriptedRun as handle } from "../provider/provider.fixture.ts";
import { entriesIn, portsOf, settingsOf, shopHandle, shopRun, startOf } from "./plan.fixture.ts";
import type { RunSettings } from "./plan.ts";
import type { RunEvent } from "./run-event.ts";
import { refusal } from "./run-context.fixture.ts";
import { start } from "./start.ts";
import { ReportDirLock } from "../report-dir/report-dir-lock.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "start-"))));
afterEach(() => void vi.useRealTimers());
afterEach(() => rm(dir, { recursive: true, force: true }));

const settings = (more?: Partial<RunSettings>): RunSettings => settingsOf(dir, more);
const ledger = () => entriesIn(dir);
const never = refusal();

describe("only starting", () => {
  test("starts, notes the reference and does not poll", async () => {
    const { provider, calls } = scriptedProvider({});
    const plan = [startOf(provider)];
    expect(await start(plan, settings(), portsOf())).toMatchObject([{ handle }]);
    expect(calls).toMatchObject({ start: 1, poll: 0 });
    expect(await ledger()).toMatchObject([{ ref: "scripted:1", verdict: null }]);
  });

  test("returns why a start failed", async () => {
    const { provider } = scriptedProvider({ start: [never] });
    const plan = [startOf(provider)];
    const [started] = await start(plan, settings(), portsOf());
    expect(started && "error" in started && started.error).toBe(never);
  });

  test("returns a result for each run: one that fails ends no other", async () => {
    const broken = startOf(scriptedProvider({ start: [new TypeError("a fault")] }).provider, { name: "broken" });
    const refused = startOf(scriptedProvider({ start: [never] }).provider, { name: "refused" });
    const good = startOf(scriptedProvider({}).provider, { name: "good" });
    const started = await start([broken, refused, good], settings(), portsOf());
    expect(started).toMatchObject([
      { provider: "scripted", name: "broken", error: { code: "unknown-start" } },
      { provider: "scripted", name: "refused", error: { code: "x-4052" } },
      { provider: "scripted", name: "good", handle },
    ]);
    expect((await ledger()).map(({ verdict }) => verdict)).toEqual(["unknown-start", "provider-error", null]);
  });

  test("is not ended by a listener that fails", async () => {
    const listen = (): never => {
      throw new Error("nothing listens");
    };
    const plan = [startOf(scriptedProvider({}).provider)];
    expect(await start(plan, settings(), portsOf({ listen }))).toMatchObject([{ handle }]);
  });

  test("says that it has ended while the report directory is still its own, whatever became of the runs", async () => {
    const plan = [startOf(scriptedProvider({}).provider), startOf(scriptedProvider({ start: [never] }).provider)];
    const held: unknown[] = [];
    const ended = (): void =>
      void held.push(ReportDirLock.of(dir)?.assertHeldSync() === undefined && ReportDirLock.of(dir));
    await start(plan, settings(), { ...portsOf(), ended });
    expect(held).toEqual([expect.any(ReportDirLock)]);
    expect(ReportDirLock.of(dir)).toBeUndefined();
  });

  test("takes no longer than the timeout", async () => {
    const plan = [startOf(scriptedProvider({ start: [deaf] }).provider)];
    const [started] = await start(plan, settings({ timeoutMs: 400 }), portsOf());
    expect(started).toMatchObject({ error: { code: "unknown-start" } });
  });
});

describe("starting a plan", () => {
  const plan = { hash: "ab".repeat(32), runs: 3 };
  const own = {
    timeoutMs: 5_000,
    pollIntervalMs: 1,
    rerunFailed: 0,
    policy: { failOn: "failed", maxFailures: { count: 0 }, minTests: 9 },
  } as const;

  test("starts only so many runs at once, and the time of a run begins with its turn", async () => {
    // Time passes only where the test says so, however busy the machine is.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    let [underWay, most] = [0, 0];
    const runs = [0, 1, 2, 3].map((number) =>
      shopRun(
        async () => {
          most = Math.max(most, ++underWay);
          await setImmediate();
          vi.advanceTimersByTime(150);
          underWay--;
          return { ref: `shop:${number}` };
        },
        { inputs: `i${number}`, own: { ...own, timeoutMs: 300 } },
      ),
    );
    const started = await start(runs, settings({ concurrency: 1 }), portsOf());
    expect(started.map((each) => ("handle" in each ? each.handle.ref : each.error.code))).toEqual(
      [0, 1, 2, 3].map((number) => `shop:${number}`),
    );
    expect(most).toBe(1);
  });

  test("notes the gate of each run, its place in the plan, and the commit; and says the policy with the reference", async () => {
    const events: RunEvent[] = [];
    const runs = [
      shopRun(async () => ({ ref: "shop:1" }), { own, gate: { failOn: "error" }, position: 2, blocking: false }),
      shopRun(async () => ({ ref: "shop:2" }), { inputs: "j" }),
    ];
    await start(runs, settings({ plan, commit: "c0ffee1" }), portsOf({ listen: (event) => void events.push(event) }));
    expect(await ledger()).toMatchObject([
      { gate: { failOn: "error", minTests: 9 }, commit: "c0ffee1", part: { ...plan, position: 2, blocking: false } },
      { gate: null, commit: "c0ffee1", part: null },
    ]);
    expect(events.filter(({ type }) => type === "started")).toMatchObject([{ policy: own.policy }, {}]);
  });

  test("one run that is being started when the process is stopped does not let the next one begin", async () => {
    const interrupted = new AbortController();
    const first = shopRun(async () => {
      interrupted.abort(new InterruptedError("SIGTERM"));
      return { ref: "shop:1" };
    });
    let isSent = false;
    const second = shopRun(async () => ((isSent = true), { ref: "shop:2" }), { inputs: "j" });
    const ended = await start(
      [first, second],
      settings({ concurrency: 1 }),
      portsOf({ interrupted: interrupted.signal }),
    );
    expect(ended).toMatchObject([{}, { error: { code: "interrupted" } }]);
    expect(isSent).toBe(false);
    expect((await ledger())[1]).toMatchObject({ start: "not-started" });
  });
});

describe("resuming", () => {
  const never = shopRun(() => Promise.reject(new Error("sent again")));

  test("with --no-wait returns the reference in the ledger", async () => {
    await start([shopRun(async () => shopHandle)], settings(), portsOf());
    expect(await start([never], settings({ resume: true }), portsOf())).toMatchObject([{ handle: shopHandle }]);
  });
});
