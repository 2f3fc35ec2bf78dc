import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deaf, scriptedProvider, scriptedRun as handle } from "../provider/provider.fixture.ts";
import { entriesIn, portsOf, settingsOf, shopHandle, shopRun, startOf } from "./plan.fixture.ts";
import type { RunSettings } from "./plan.ts";
import { refusal } from "./run-context.fixture.ts";
import { start } from "./start.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "start-"))));
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

  test("takes no longer than the timeout", async () => {
    const plan = [startOf(scriptedProvider({ start: [deaf] }).provider)];
    const [started] = await start(plan, settings({ timeoutMs: 400 }), portsOf());
    expect(started).toMatchObject({ error: { code: "unknown-start" } });
  });
});

describe("resuming", () => {
  const never = shopRun(() => Promise.reject(new Error("sent again")));

  test("with --no-wait returns the reference in the ledger", async () => {
    await start([shopRun(async () => shopHandle)], settings(), portsOf());
    expect(await start([never], settings({ resume: true }), portsOf())).toMatchObject([{ handle: shopHandle }]);
  });
});
