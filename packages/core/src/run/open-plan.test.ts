import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type LedgerEntry, ledgerText, withoutRef } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { entriesIn, startOf } from "./plan.fixture.ts";
import type { Beginning, PlannedRun } from "./plan.ts";
import { stagedProvider } from "../provider/provider.fixture.ts";
import { UnknownStartError, UsageError } from "../errors.ts";
import { lockFile } from "../report-dir/report-dir-lock.ts";
import type { GatePolicy } from "../gate/gate.ts";
import { freshEntry, openPlan } from "./open-plan.ts";

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), "open-plan-"))));
afterEach(() => rmSync(dir, { recursive: true }));

const provider = stagedProvider({}, "shop");

/** `A failed` is a run that was reported as failed, `B left` an unfinished one; `A failed +A2` was rerun. */
function entry(words: string): LedgerEntry {
  const [name = "", ...more] = words.split(" ");
  const told = more.find((word) => word === "passed" || word === "failed");
  return {
    provider: "shop",
    name,
    ...(more.includes("unknown") ? withoutRef("on-its-way") : { start: "started", ref: `shop:${name}`, url: null }),
    distinction: null,
    label: null,
    plan: more.includes("elsewhere") ? "other" : "p",
    inputs: name,
    token: null,
    reruns: more.filter((word) => word.startsWith("+")).map((word) => `shop:${word.slice(1)}`),
    rerunOnItsWay: false,
    gate: null,
    commit: null,
    part: null,
    startedAt: "2026-11-29T09:00:00.000Z",
    endedAt: null,
    verdict: told ?? null,
    reported: told !== undefined,
  };
}

function planned(kind: Beginning["kind"], name: string): PlannedRun {
  const beginning: Beginning = kind === "start" ? { kind, options: {} } : { kind, handle: { ref: `shop:${name}` } };
  return startOf(provider, { name, beginning, ...(kind === "attach" ? {} : { inputs: `${kind} ${name}` }) });
}

const refs = (entries: readonly LedgerEntry[]): string =>
  entries.map(({ ref }) => ref?.replace("shop:", "") ?? "new").join(" ");

describe("what an earlier command left in run.json", () => {
  test.for<{
    earlier: string[];
    asked: [Beginning["kind"], ...string[]];
    /** The runs of the plan, and after them the others that stay in run.json. */
    ledger: string;
    judged: string;
  }>([
    { earlier: ["A failed", "B left"], asked: ["attach", "B"], ledger: "B A", judged: "A" },
    { earlier: ["A failed", "B passed"], asked: ["attach", "B"], ledger: "B A", judged: "A" },
    { earlier: ["A passed", "B left"], asked: ["attach", "B"], ledger: "B A", judged: "A" },
    { earlier: ["A passed", "B failed"], asked: ["attach", "B"], ledger: "B A", judged: "A" },
    { earlier: ["A failed", "B left"], asked: ["attach", "A", "B"], ledger: "A B", judged: "" },
    { earlier: ["A left"], asked: ["attach", "X"], ledger: "new A", judged: "" },
    { earlier: ["A failed"], asked: ["attach", "X"], ledger: "new", judged: "" },
    { earlier: ["A failed", "B left"], asked: ["rerun", "A"], ledger: "A B", judged: "B" },
    { earlier: ["A failed", "B failed"], asked: ["rerun", "A"], ledger: "A B", judged: "B" },
    { earlier: ["A failed", "B passed"], asked: ["rerun", "A"], ledger: "A B", judged: "B" },
    { earlier: ["A left"], asked: ["rerun", "X"], ledger: "new A", judged: "" },
    { earlier: ["A left +A2", "B failed"], asked: ["attach", "A2"], ledger: "A B", judged: "B" },
    { earlier: ["A passed +A2", "B failed"], asked: ["attach", "B"], ledger: "B A", judged: "A" },
    { earlier: ["A failed +A2", "B failed"], asked: ["rerun", "A2"], ledger: "A B", judged: "B" },
    { earlier: ["A failed +A2"], asked: ["attach", "A", "A2"], ledger: "A new", judged: "" },
    { earlier: ["A passed", "B failed", "C left"], asked: ["attach", "C"], ledger: "C A B", judged: "A B" },
    { earlier: ["A passed", "B failed", "C failed"], asked: ["attach", "C"], ledger: "C A B", judged: "A B" },
    { earlier: ["A failed", "B unknown"], asked: ["attach", "A"], ledger: "A new", judged: "new" },
    { earlier: ["A left", "B failed", "C unknown"], asked: ["start", "A"], ledger: "new A B new", judged: "" },
    { earlier: ["A failed", "B passed", "C left elsewhere"], asked: ["start", "A"], ledger: "new C", judged: "" },
    { earlier: ["A failed"], asked: ["start", "A"], ledger: "new", judged: "" },
    {
      earlier: ["A left", "B failed elsewhere", "C left elsewhere"],
      asked: ["attach", "A"],
      ledger: "A B C",
      judged: "",
    },
    { earlier: ["A left", "B failed", "C unknown elsewhere"], asked: ["rerun", "A"], ledger: "A B new", judged: "B" },
    { earlier: ["A failed", "B passed", "C left elsewhere"], asked: ["attach", "A"], ledger: "A B C", judged: "B" },
    { earlier: ["A failed", "B failed elsewhere"], asked: ["attach", "A"], ledger: "A", judged: "" },
  ])("$earlier, then $asked: $ledger, judged with $judged", async ({ earlier, asked, ledger, judged }) => {
    writeFileSync(join(dir, "run.json"), ledgerText(earlier.map(entry)));
    const [kind, ...names] = asked;
    const plan = names.map((name) => planned(kind, name));
    const taken = await openPlan(plan, { reportDir: dir, resume: false }, []);
    await taken.dir[Symbol.asyncDispose]();
    const runs = await entriesIn(dir);
    expect({ ledger: refs(runs), judged: refs(taken.others) }).toEqual({ ledger, judged });
    expect(taken.resumptions.map((each) => each?.kind)).toEqual(
      names.map((_, index) => (kind !== "start" && runs[index]?.ref ? "attach" : undefined)),
    );
  });

  test("of one plan is kept apart from other plans", async () => {
    const plans = async (planned: readonly PlannedRun[], earlier: string[], resume = false): Promise<unknown[]> => {
      writeFileSync(join(dir, "run.json"), ledgerText(earlier.map(entry)));
      const { dir: open } = await openPlan(planned, { reportDir: dir, resume }, []);
      await open[Symbol.asyncDispose]();
      const runs = await entriesIn(dir);
      return runs.map(({ plan }) => plan);
    };
    const [first, second] = await plans([planned("start", "A"), planned("start", "B")], []);
    expect([first, second]).toEqual([first, first]);
    expect(first).toMatch(/^[\da-f-]{36}$/);
    const again = { ...planned("start", "A"), inputs: "A" };
    const resumed = await plans([again, planned("start", "B")], ["A left", "C left"], true);
    expect(resumed).toEqual([resumed[0], resumed[0], "p"]);
    expect(resumed[0]).not.toBe("p");
    expect(await plans([planned("attach", "A"), planned("attach", "X")], ["A left"])).toEqual(["p", "p"]);
    // If one of the runs is started, all of them are a new plan.
    const mixed = await plans([planned("attach", "A"), planned("start", "B")], ["A left", "C left"]);
    expect(mixed).toEqual([mixed[0], mixed[0], "p"]);
    expect(mixed[0]).not.toBe("p");
  });

  test("keeps a thousand unfinished runs, after the runs of the plan, which are not started yet", async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => entry(`R${index} left`));
    writeFileSync(join(dir, "run.json"), ledgerText(many));
    const { dir: open } = await openPlan([planned("start", "A")], { reportDir: dir, resume: false }, []);
    await open[Symbol.asyncDispose]();
    const runs = await entriesIn(dir);
    expect(runs).toHaveLength(1_001);
    expect(runs[0]).toMatchObject({ provider: "shop", ref: null, start: "not-started", verdict: null });
  });

  test("is attached to with its page, by a provider that can parse its reference", async () => {
    const known = { ...entry("A left"), url: "https://shop.example/A" } as LedgerEntry;
    writeFileSync(join(dir, "run.json"), ledgerText([known]));
    const found = await openPlan([planned("attach", "A")], { reportDir: dir, resume: false }, []);
    await found.dir[Symbol.asyncDispose]();
    expect(found.resumptions).toMatchObject([{ handle: { ref: "shop:A", name: "A", url: "https://shop.example/A" } }]);
    writeFileSync(join(dir, "run.json"), ledgerText([entry("A left")]));
    const pageless = await openPlan([planned("attach", "A")], { reportDir: dir, resume: false }, []);
    await pageless.dir[Symbol.asyncDispose]();
    expect(pageless.resumptions[0]).toHaveProperty("handle", { ref: "shop:A", name: "A" });
    expect(pageless.resumptions[0]).not.toHaveProperty("handle.url");
    const stranger = { ...provider, parseReference: () => undefined };
    const asked = { ...planned("attach", "A"), provider: stranger };
    const other = await openPlan([asked], { reportDir: dir, resume: false }, []);
    await other.dir[Symbol.asyncDispose]();
    expect(other.resumptions).toEqual([undefined]);
  });

  test("of a rerun: a new rerun without --resume, and the same one with it", async () => {
    for (const resume of [true, false]) {
      writeFileSync(join(dir, "run.json"), ledgerText([{ ...entry("A left +A2"), rerunOnItsWay: true }]));
      const { dir: open, ledger } = await openPlan([planned("rerun", "A")], { reportDir: dir, resume }, []);
      await open[Symbol.asyncDispose]();
      // The earlier rerun is part of the run. One that may have been started matters only with --resume.
      expect(ledger.entry(0)).toMatchObject({ ref: "shop:A", reruns: ["shop:A2"], rerunOnItsWay: resume });
      for (const known of ["shop:A", "shop:A2"]) expect(ledger.knows(known, 0), known).toBe(true);
      expect(ledger.knows("shop:B", 0)).toBe(false);
    }
  });

  test("of a rerun that may have been started stays on its way when its run is attached to", async () => {
    writeFileSync(join(dir, "run.json"), ledgerText([{ ...entry("A left"), rerunOnItsWay: true }]));
    await (await openPlan([planned("attach", "A")], { reportDir: dir, resume: false }, [])).dir[Symbol.asyncDispose]();
    expect(await entriesIn(dir)).toMatchObject([{ ref: "shop:A", rerunOnItsWay: true }]);
  });

  test("stays as it is if it cannot be read with --resume, and the directory is free again", async () => {
    writeFileSync(join(dir, "run.json"), "{");
    const taken = openPlan([planned("start", "A")], { reportDir: dir, resume: true }, []);
    await expect(taken).rejects.toBeInstanceOf(UnknownStartError);
    expect(readFileSync(join(dir, "run.json"), "utf8")).toBe("{");
    expect(readdirSync(dir)).not.toContain(lockFile);
  });

  test("stays as it is if it cannot be read and a run is attached to or rerun: it may have a strict gate, or failures", async () => {
    for (const kind of ["attach", "rerun"] as const)
      for (const resume of [true, false]) {
        writeFileSync(join(dir, "run.json"), "{");
        const taken = openPlan([planned(kind, "A")], { reportDir: dir, resume }, []);
        await expect(taken).rejects.toThrow(
          resume ? /run\.json cannot be read/ : /--report-dir.*run\.json cannot be read/,
        );
        if (!resume)
          await expect(taken).rejects.toEqual(
            new UsageError([
              {
                message: `--report-dir (or REMOTEST_REPORT_DIR): ${join(dir, "run.json")} cannot be read. It may contain the gate of a run, and other runs of its plan.`,
                suggestion:
                  "Set a different --report-dir, or remove the file: then only the options of this command decide.",
              },
            ]),
          );
        expect(readFileSync(join(dir, "run.json"), "utf8")).toBe("{");
        expect(readdirSync(dir)).not.toContain(lockFile);
      }
  });

  test("that cannot be read is replaced by a start without --resume, which asks for nothing in it", async () => {
    writeFileSync(join(dir, "run.json"), "{");
    const { dir: open } = await openPlan([planned("start", "A")], { reportDir: dir, resume: false }, []);
    await open[Symbol.asyncDispose]();
    expect(await readLedger(dir)).toMatchObject([{ start: "not-started" }]);
  });

  test("that cannot be replaced is a usage error, and the directory is free again", async () => {
    mkdirSync(join(dir, "run.json/in-the-way"), { recursive: true });
    const taken = openPlan([planned("start", "A")], { reportDir: dir, resume: false }, []);
    await expect(taken).rejects.toThrow(/cannot write to/);
    expect(readdirSync(dir)).toEqual(["run.json"]);
  });

  test("stays when a run from elsewhere is attached to or rerun: an unfinished run is not started again", async () => {
    const asked: PlannedRun = { ...planned("start", "A"), inputs: "A" };
    writeFileSync(join(dir, "run.json"), ledgerText([entry("A left")]));
    for (const kind of ["attach", "rerun"] as const)
      await (await openPlan([planned(kind, "X")], { reportDir: dir, resume: false }, [])).dir[Symbol.asyncDispose]();
    const { dir: open, resumptions } = await openPlan([asked], { reportDir: dir, resume: true }, []);
    await open[Symbol.asyncDispose]();
    expect(resumptions).toMatchObject([{ kind: "attach", handle: { ref: "shop:A" } }]);
  });
});

describe("the entry of a run that has not been started", () => {
  const policy = (minTests: number): GatePolicy => ({ failOn: "failed", maxFailures: { count: 0 }, minTests });
  const own = { timeoutMs: 1, pollIntervalMs: 1, rerunFailed: 0, policy: policy(5) };
  const plan = { hash: "ab".repeat(32), runs: 4, shard: { number: 2, of: 3 }, build: "GitHub 41" };

  test("has all by which later commands recognise and judge it", () => {
    const asked = { distinction: "T", label: "checkout", inputs: "i", token: "k7x2m9", position: 3, blocking: false };
    const before = new Date().toISOString();
    const { startedAt, ...noted } = freshEntry(startOf(provider, asked), {
      policy: policy(40),
      plan,
      commit: "c0ffee1",
    });
    expect(noted).toEqual({
      provider: "shop",
      name: "n",
      distinction: "T",
      label: "checkout",
      start: "not-started",
      ref: null,
      url: null,
      plan: null,
      inputs: "i",
      token: "k7x2m9",
      reruns: [],
      rerunOnItsWay: false,
      gate: { minTests: 40 },
      commit: "c0ffee1",
      part: { ...plan, position: 3, blocking: false },
      endedAt: null,
      verdict: null,
      reported: false,
    });
    expect(startedAt >= before && startedAt <= new Date().toISOString()).toBe(true);
  });

  test.for(["attach", "rerun"] as const)("has no commit to %s: it may have been started for another one", (kind) => {
    expect(freshEntry(planned(kind, "7"), { commit: "c0ffee1" })).toMatchObject({ commit: null });
  });

  test("has null for what is not known", () => {
    expect(freshEntry(startOf(provider))).toMatchObject({
      distinction: null,
      label: null,
      inputs: null,
      token: null,
      gate: null,
      commit: null,
      part: null,
    });
  });

  test.for([
    { title: "its own policy comes first", more: { own }, gate: { minTests: 5 } },
    {
      title: "its gate in the plan file stays",
      more: { gate: { maxFailures: { count: 2 } } },
      gate: { maxFailures: { count: 2 }, minTests: 40 },
    },
  ])("is judged later by what is stricter than the defaults: $title", ({ more, gate }) => {
    expect(freshEntry(startOf(provider, more), { policy: policy(40) }).gate).toEqual(gate);
  });

  test("keeps its gate in the plan file for a command that only starts", () => {
    const gate = { maxFailures: { count: 2 } };
    expect(freshEntry(startOf(provider, { gate })).gate).toEqual(gate);
  });
});
