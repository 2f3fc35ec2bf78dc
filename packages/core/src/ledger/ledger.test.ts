import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Ledger, type LedgerEntry, ledgerText } from "./ledger.ts";
import { ReportDir } from "../report-dir/report-dir.ts";

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "remotest-ledger-"));
});
afterEach(() => rm(path, { recursive: true }));

const fresh = (name: string): LedgerEntry => ({
  provider: "p",
  ref: null,
  url: null,
  name,
  start: "not-started",
  distinction: null,
  label: null,
  plan: "p",
  inputs: null,
  token: null,
  reruns: [],
  rerunOnItsWay: false,
  gate: null,
  commit: null,
  part: null,
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: null,
  verdict: null,
  reported: false,
});

async function kept(): Promise<readonly LedgerEntry[]> {
  return (JSON.parse(await readFile(join(path, "run.json"), "utf8")) as { runs: LedgerEntry[] }).runs;
}

async function opened(runs: number): Promise<{ readonly dir: ReportDir; readonly ledger: Ledger }> {
  const entries = Array.from({ length: runs }, (_, index) => fresh(`run ${index}`));
  const dir = await ReportDir.open(path, [], ledgerText(entries));
  return { dir, ledger: new Ledger(dir, entries) };
}

describe("the ledger of a plan of many runs", () => {
  it("has each note on the disk when its promise resolves, whatever else is noted meanwhile", async () => {
    const { ledger } = await opened(50);
    const notes = Array.from({ length: 50 }, async (_, run) => {
      await ledger.sendingStart(run).begins();
      expect((await kept())[run]).toMatchObject({ start: "on-its-way" });
      await ledger.started(run, { ref: `p:${run}` });
      expect((await kept())[run]).toMatchObject({ start: "started", ref: `p:${run}` });
    });
    await Promise.all(notes);
    expect((await kept()).map(({ ref }) => ref)).toEqual(Array.from({ length: 50 }, (_, run) => `p:${run}`));
  });

  it("writes notes that come at the same time together: a thousand notes take fewer than five writes", async () => {
    const { dir, ledger } = await opened(1_000);
    const write = vi.spyOn(dir, "write");
    await Promise.all(Array.from({ length: 1_000 }, (_, run) => ledger.started(run, { ref: `p:${run}` })));
    expect(write.mock.calls.length).toBeLessThan(5);
    expect(await kept()).toHaveLength(1_000);
  });

  it("rejects the note whose write fails; the next write contains both", async () => {
    const { dir, ledger } = await opened(2);
    vi.spyOn(dir, "write").mockRejectedValueOnce(new Error("disk full"));
    await expect(ledger.started(0, { ref: "p:0" })).rejects.toThrow("disk full");
    await ledger.started(1, { ref: "p:1" });
    expect((await kept()).map(({ ref }) => ref)).toEqual(["p:0", "p:1"]);
  });
});

it("has the text that JSON has, whatever a name contains", () => {
  const names = fc.array(fc.string({ unit: fc.constantFrom("a", "\n", "\u2028", "\u2029", '"', "\\", "]") }));
  fc.assert(
    fc.property(names, (all) => {
      const entries = all.map((name) => ({ ...fresh(name), reruns: [name] }));
      const wanted = `${JSON.stringify({ version: 1, runs: entries }, null, 2)}\n`;
      expect(ledgerText(entries)).toBe(wanted);
      expect(ledgerText(entries)).toBe(wanted);
    }),
  );
});
