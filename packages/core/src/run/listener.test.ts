import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { scriptedProvider, scriptedRun as handle } from "../provider/provider.fixture.ts";
import { entriesIn, portsOf, settingsOf, startOf } from "./plan.fixture.ts";
import type { RunSettings } from "./plan.ts";
import type { RunEvent } from "./run-event.ts";
import { Listener } from "./listener.ts";
import { run } from "./run.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "listener-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const settings = (): RunSettings => settingsOf(dir);
const ledger = () => entriesIn(dir);

describe("a listener that fails", () => {
  test("ends no run and loses no reference, but prevents a pass", async () => {
    const { provider } = scriptedProvider({});
    const plan = [startOf(provider)];
    const report = await run(
      plan,
      settings(),
      portsOf({
        listen: () => {
          throw new Error("nothing listens");
        },
      }),
    );
    expect(report).toMatchObject({ exitCode: 3, runs: [{ handle, verdict: { kind: "provider-error" } }] });
    expect(report.verdict.reason).toContain("nothing listens");
    expect(await ledger()).toMatchObject([{ ref: "scripted:1", verdict: "passed" }]);
  });
});

describe("a listener", () => {
  const note = (message: string): RunEvent => ({ type: "note", run: 0, message });

  test("hears every event, in order", () => {
    const heard: RunEvent[] = [];
    const listener = new Listener((event) => void heard.push(event));
    for (const message of ["one", "two"]) listener.listen(note(message));
    expect(heard).toEqual([note("one"), note("two")]);
    expect(() => listener.throwIfFailed()).not.toThrow();
  });

  test("that fails hears the later events; its first failure is thrown at the end", () => {
    const heard: RunEvent[] = [];
    const listener = new Listener((event) => {
      heard.push(event);
      throw new Error(`failure ${heard.length}`);
    });
    for (const message of ["one", "two"]) expect(() => listener.listen(note(message))).not.toThrow();
    expect(heard).toHaveLength(2);
    expect(() => listener.throwIfFailed()).toThrow("failure 1");
  });

  test("that throws undefined has failed too", () => {
    const listener = new Listener(() => {
      // oxlint-disable-next-line typescript/only-throw-error -- what a careless listener does
      throw undefined;
    });
    listener.listen(note("one"));
    let isTold = false;
    try {
      listener.throwIfFailed();
    } catch {
      isTold = true;
    }
    expect(isTold).toBe(true);
  });
});
