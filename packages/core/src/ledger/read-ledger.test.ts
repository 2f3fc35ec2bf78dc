import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LedgerEntry, ledgerText } from "./ledger.ts";
import { ledgerParts, readLedger } from "./read-ledger.ts";
import { resumptionsOf } from "./resumption.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "remotest-read-ledger-"));
});
afterEach(() => rm(dir, { recursive: true }));

async function read(content: unknown): ReturnType<typeof readLedger> {
  await writeFile(join(dir, "run.json"), typeof content === "string" ? content : JSON.stringify(content));
  return readLedger(dir);
}

const entry: LedgerEntry = {
  provider: "apptest",
  ref: "apptest:1",
  url: "https://x.example/1",
  name: "Nightly",
  start: "started",
  distinction: "T-1",
  label: "checkout",
  plan: "p",
  inputs: "i",
  token: "k7x2m9",
  reruns: ["apptest:2"],
  rerunOnItsWay: true,
  gate: null,
  commit: "c0ffee1",
  part: null,
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: "2026-01-01T00:01:00.000Z",
  verdict: "failed",
  reported: true,
};
const required = { provider: "apptest", name: "Nightly", startedAt: "2026-01-01T00:00:00.000Z", reruns: [] };

describe("a ledger that is read", () => {
  const waitedFor: LedgerEntry = {
    ...entry,
    token: null,
    reruns: [],
    rerunOnItsWay: false,
    endedAt: null,
    verdict: null,
    reported: false,
  };
  const ended = { endedAt: "2026-01-01T01:00:00.000Z", reported: true };
  const nothing = { ref: null, url: null };
  const parseReference = (rest: string) => (/^\d+$/.test(rest) ? { ref: `apptest:${rest}` } : undefined);
  const same = { provider: { name: "apptest", parseReference }, inputs: "i" };

  const part = {
    hash: "ab".repeat(32),
    runs: 9,
    shard: { number: 2, of: 4 },
    build: "GitHub 41",
    position: 8,
    blocking: true,
  };

  it.each([
    { hash: "abc" },
    { hash: `x${"ab".repeat(32)}` },
    { hash: `${"ab".repeat(32)}c` },
    { runs: -1 },
    { position: 9 },
    { shard: { number: 5, of: 4 } },
    { shard: { number: 0, of: 4 } },
    { build: 41 },
  ])("is not believed with a part that is not valid, which may have been that of a shard: %j", async (odd) => {
    expect(await read({ version: 1, runs: [{ ...required, part: { ...part, ...odd } }] })).toBe("unreadable");
  });

  it.each(["main", "g-c0ffee1", "c0ffee1-dirty", "c0ffee", 7, {}])(
    "is not believed with the commit %j, which may be another than that of the job",
    async (commit) => {
      expect(await read({ version: 1, runs: [{ ...required, commit }] })).toBe("unreadable");
    },
  );

  it("is as it was written", async () => {
    const entries: LedgerEntry[] = [
      entry,
      waitedFor,
      { ...waitedFor, ...ended, verdict: "failed", reruns: ["shop:8"], rerunOnItsWay: true, token: "k7x2m9" },
      { ...waitedFor, ...nothing, start: "not-started", inputs: null },
      { ...waitedFor, ...nothing, start: "on-its-way" },
      { ...waitedFor, part },
      { ...waitedFor, part: { ...part, shard: { number: 4, of: 4 } } },
      { ...waitedFor, commit: null, part: { ...part, shard: null, build: null, blocking: false } },
    ];
    expect(await read(ledgerText(entries))).toEqual(entries);
  });

  it.each([undefined, "no", null])("lets a run stop the pipeline if it says %j", async (blocking) => {
    const text = ledgerText([{ ...waitedFor, part: { ...part, blocking } } as unknown as LedgerEntry]);
    expect(await read(text)).toEqual([{ ...waitedFor, part: { ...part, blocking: true } }]);
  });

  it("treats missing fields as unknown", async () => {
    const unknown = {
      ref: null,
      url: null,
      distinction: null,
      label: null,
      plan: null,
      inputs: null,
      token: null,
      gate: null,
      commit: null,
      part: null,
      endedAt: null,
      verdict: null,
    };
    expect(await read({ version: 1, runs: [required] })).toEqual([
      { ...required, ...unknown, start: "on-its-way", rerunOnItsWay: false, reported: false },
    ]);
  });

  it("treats values of a wrong type as missing", async () => {
    const odd = { ref: 7, url: {}, reported: "true" };
    expect(await read({ version: 1, runs: [{ ...required, ...odd }] })).toMatchObject([
      { ref: null, url: null, reported: false, start: "on-its-way" },
    ]);
  });

  it.each([{ inputs: 7 }, { plan: [] }, { rerunOnItsWay: 1 }, { rerunOnItsWay: null }])(
    "is not believed with %j: a run would be started again, or others of its plan be forgotten",
    async (odd) => expect(await read({ version: 1, runs: [{ ...required, ...odd }] })).toBe("unreadable"),
  );

  it.each([{ minTests: "40" }, { minTests: -1 }, { failOn: "sometimes" }, { maxFailures: { percent: 101 } }, 7])(
    "is not believed with the gate %j, which may have been strict",
    async (gate) => {
      expect(await read({ version: 1, runs: [{ ...required, gate }] })).toBe("unreadable");
    },
  );

  it.each([
    { says: "not-started", ref: null, start: "not-started" },
    { says: "on-its-way", ref: null, start: "on-its-way" },
    { says: "started", ref: null, start: "on-its-way" },
    { says: "of a later version", ref: null, start: "on-its-way" },
    { says: "not-started", ref: "apptest:1", start: "started" },
  ])("has a start $start if it says $says with the reference $ref", async ({ says, ref, start }) => {
    expect(await read({ version: 1, runs: [{ ...required, ref, start: says }] })).toMatchObject([{ start }]);
  });

  it("of an earlier version of Remotest, with fewer fields: a start without a reference may have happened", async () => {
    const { provider: by, ref, url, name, reruns, startedAt, endedAt, verdict } = waitedFor;
    const old = { provider: by, ref, url, name, reruns, startedAt, endedAt, verdict };
    expect(await read(JSON.stringify({ version: 1, runs: [old, { ...old, ref: null }] }))).toMatchObject([
      { start: "started", inputs: null, token: null, reported: false },
      { start: "on-its-way", ref: null },
    ]);
  });

  it.each([
    { what: "not JSON", content: "{" },
    { what: "nothing", content: "" },
    { what: "null", content: "null" },
    { what: "a list", content: [] },
    { what: "another version", content: { version: 2, runs: [] } },
    { what: "runs that are not a list", content: { version: 1, runs: {} } },
    { what: "an entry that is null", content: { version: 1, runs: [null] } },
    { what: "an entry that is a text", content: { version: 1, runs: [required, "x"] } },
    { what: "an entry without fields", content: { version: 1, runs: [{}] } },
    { what: "an entry without a name", content: { version: 1, runs: [{ ...required, name: undefined }] } },
    { what: "reruns that are not all references", content: { version: 1, runs: [{ ...required, reruns: ["a", 1] }] } },
    {
      what: "reruns that are not references, after a good entry",
      content: { version: 1, runs: [waitedFor, { ...waitedFor, reruns: [7] }] },
    },
    { what: "its end cut off", content: ledgerText([waitedFor]).slice(0, -20) },
    { what: "more than a plan can have", content: ledgerText([waitedFor]) + " ".repeat(17 * 2 ** 20) },
  ])("is unreadable with $what", async ({ content }) => {
    expect(await read(content)).toBe("unreadable");
  });

  it("is absent without a file, without the directory, or if the directory is a file", async () => {
    expect(await readLedger(dir)).toBe("absent");
    expect(await readLedger(join(dir, "none"))).toBe("absent");
    await writeFile(join(dir, "file"), "");
    expect(await readLedger(join(dir, "file"))).toBe("absent");
  });

  it("is unreadable if it is a directory", async () => {
    await mkdir(join(dir, "run.json"));
    expect(await readLedger(dir)).toBe("unreadable");
  });

  it.skipIf(process.platform === "win32")("is unreadable if the system refuses it: it may have runs", async () => {
    await symlink("run.json", join(dir, "run.json"));
    expect(await readLedger(dir)).toBe("unreadable");
  });

  it.skipIf(process.platform === "win32")("is unreadable if it is a pipe, without a wait for its end", async () => {
    execFileSync("mkfifo", [join(dir, "run.json")]);
    expect(await readLedger(dir)).toBe("unreadable");
  });

  it("never throws, whatever it contains", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const found = await read(JSON.stringify({ version: 1, runs: [value] }));
        expect(found === "unreadable" || Array.isArray(found)).toBe(true);
        if (found !== "unreadable") resumptionsOf([same], found);
      }),
      { numRuns: 200 },
    );
  });
});

describe("the parts of the published schema", () => {
  it("have names, and accept what they describe", () => {
    const shard = { number: 4, of: 4 };
    const part = { hash: "ab".repeat(32), runs: 9, shard, build: null, position: 8 };
    const described = { run: entry, gate: { minTests: 40 }, part, shard };
    expect(Object.keys(ledgerParts)).toEqual(Object.keys(described));
    for (const [name, schema] of Object.entries(ledgerParts)) {
      expect(v.is(schema, described[name as keyof typeof described]), name).toBe(true);
      expect(v.is(schema, "x"), name).toBe(false);
    }
  });
});
