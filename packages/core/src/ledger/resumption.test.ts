import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readLedger } from "./read-ledger.ts";
import { type LedgerEntry, ledgerText } from "./ledger.ts";
import { resumptionsOf } from "./resumption.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "resumption-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const waitedFor: LedgerEntry = {
  provider: "shop",
  ref: "shop:7",
  url: "https://example.com/7",
  name: "Nightly",
  start: "started",
  plan: "p",
  inputs: "same",
  token: null,
  reruns: [],
  rerunOnItsWay: false,
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: null,
  verdict: null,
  reported: false,
};
const ended = { endedAt: "2026-01-01T01:00:00.000Z", reported: true };
const nothing = { ref: null, url: null };
const provider = {
  name: "shop",
  parseReference: (rest: string) => (/^\d+$/.test(rest) ? { ref: `shop:${rest}` } : undefined),
};
const same = { provider, inputs: "same" };

describe("what becomes of a run with --resume, after one with the same inputs", () => {
  test.for<{ given: string; entry: Partial<LedgerEntry>; wanted: "attach" | "unknown" | "start"; why?: RegExp }>([
    { given: "whose process was killed while it waited", entry: {}, wanted: "attach" },
    { given: "that was interrupted", entry: { ...ended, verdict: "interrupted" }, wanted: "attach" },
    { given: "for which the time was up", entry: { ...ended, verdict: "timed-out" }, wanted: "attach" },
    { given: "of which the service did not tell", entry: { ...ended, verdict: "provider-error" }, wanted: "attach" },
    {
      given: "that passed, and whose process was killed before it told",
      entry: { verdict: "passed" },
      wanted: "attach",
    },
    {
      given: "that failed, and whose process was killed before it told",
      entry: { verdict: "failed" },
      wanted: "attach",
    },
    {
      given: "that passed",
      entry: { ...ended, verdict: "passed" },
      wanted: "start",
      why: /^shop:7 is over, and its verdict was told: passed$/,
    },
    { given: "that failed", entry: { ...ended, verdict: "failed" }, wanted: "start", why: /told: failed/ },
    {
      given: "whose process was killed while the start was on its way",
      entry: { ...nothing, start: "on-its-way" },
      wanted: "unknown",
    },
    {
      given: "whose start was uncertain",
      entry: { ...ended, ...nothing, start: "on-its-way", verdict: "unknown-start" },
      wanted: "unknown",
    },
    {
      given: "that was interrupted while the start was on its way",
      entry: { ...ended, ...nothing, start: "on-its-way", verdict: "interrupted" },
      wanted: "unknown",
    },
    {
      given: "that was interrupted before the start",
      entry: { ...ended, ...nothing, start: "not-started", verdict: "interrupted" },
      wanted: "start",
      why: /before anything was started/,
    },
    {
      given: "that was refused",
      entry: { ...ended, ...nothing, start: "not-started", verdict: "provider-error" },
      wanted: "start",
    },
    {
      given: "whose process was killed before the start",
      entry: { ...nothing, start: "not-started" },
      wanted: "start",
    },
    { given: "whose reference is none", entry: { ref: "shop:seven" }, wanted: "unknown" },
    { given: "whose reference is another provider's", entry: { ref: "cart:7" }, wanted: "unknown" },
    { given: "of another provider", entry: { provider: "other", ref: "other:7" }, wanted: "start", why: /no run/ },
  ])("$given: $wanted", ({ entry, wanted, why }) => {
    const [resumption] = resumptionsOf([same], [{ ...waitedFor, ...entry }]);
    expect(resumption).toMatchObject({ kind: wanted });
    if (why) expect(resumption).toMatchObject({ why: expect.stringMatching(why) as string });
  });

  test("attaches by a handle with what is known of the run", () => {
    expect(resumptionsOf([same], [waitedFor])[0]).toMatchObject({
      handle: { ref: "shop:7", name: "Nightly", url: "https://example.com/7" },
    });
  });
});

describe("what becomes of a run with --resume, after no such run", () => {
  test.for([
    { given: "other inputs", ledger: [{ ...waitedFor, inputs: "other" }], why: /shop:7 was started with others/ },
    {
      given: "other inputs, over and told",
      ledger: [{ ...waitedFor, ...ended, verdict: "passed", inputs: "other" }],
      why: /^run\.json tells of no run with the same inputs$/,
    },
    { given: "no fingerprint then", ledger: [{ ...waitedFor, inputs: null }], why: /no run/ },
    { given: "no run", ledger: [], why: /no run/ },
    { given: "no ledger", ledger: "absent", why: /holds no run\.json/ },
  ] as const)("$given: it is started, and that is said", ({ ledger, why }) => {
    expect(resumptionsOf([same], ledger)).toEqual([{ kind: "start", why: expect.stringMatching(why) as string }]);
  });

  test("no fingerprint now: it is started", () => {
    expect(resumptionsOf([{ provider }], [waitedFor, { ...waitedFor, inputs: null }])).toEqual([
      { kind: "start", why: "a file that the run needs cannot be read to compare it" },
    ]);
  });
});

describe("of a plan of several runs", () => {
  const other = { provider, inputs: "other" };
  const over: LedgerEntry = { ...waitedFor, ...ended, inputs: "other", ref: "shop:8", verdict: "passed" };
  const notStarted: LedgerEntry = { ...waitedFor, ...nothing, start: "not-started", verdict: "provider-error" };

  test("each is found by its inputs, in whatever order, and two that ask for the same by theirs", () => {
    const entries: LedgerEntry[] = [waitedFor, over, { ...waitedFor, ref: null, start: "on-its-way" }];
    expect(resumptionsOf([other, same, same, same], entries)).toMatchObject([
      { kind: "attach", handle: { ref: "shop:8" } },
      { kind: "attach", handle: { ref: "shop:7" } },
      { kind: "unknown" },
      { kind: "start" },
    ]);
  });

  test.for<{ given: string; beside: LedgerEntry; wanted: "attach" | "start" }>([
    { given: "was interrupted", beside: { ...waitedFor, ...ended, verdict: "interrupted" }, wanted: "attach" },
    { given: "may have been started", beside: { ...notStarted, start: "on-its-way" }, wanted: "attach" },
    { given: "was never started", beside: notStarted, wanted: "start" },
    { given: "is over and told too", beside: { ...waitedFor, ...ended, verdict: "failed" }, wanted: "start" },
    { given: "is none of this plan", beside: { ...waitedFor, inputs: "a third" }, wanted: "start" },
  ])("one that is over and told, beside one that $given: $wanted", ({ beside, wanted }) => {
    expect(resumptionsOf([other, same], [over, beside])[0]).toMatchObject({ kind: wanted });
  });
});

describe("a ledger that is read again", () => {
  const read = async (text: string): ReturnType<typeof readLedger> => {
    await writeFile(join(dir, "run.json"), text);
    return readLedger(dir);
  };

  test("is what was written", async () => {
    const entries: LedgerEntry[] = [
      waitedFor,
      { ...waitedFor, ...ended, verdict: "failed", reruns: ["shop:8"], rerunOnItsWay: true, token: "k7x2m9" },
      { ...waitedFor, ...nothing, start: "not-started", inputs: null },
      { ...waitedFor, ...nothing, start: "on-its-way" },
    ];
    expect(await read(ledgerText(entries))).toEqual(entries);
  });

  test("of a version of Remotest that noted less: a start without a reference may have happened", async () => {
    const { provider: by, ref, url, name, reruns, startedAt, endedAt, verdict } = waitedFor;
    const old = { provider: by, ref, url, name, reruns, startedAt, endedAt, verdict };
    expect(await read(JSON.stringify({ version: 1, runs: [old, { ...old, ref: null }] }))).toMatchObject([
      { start: "started", inputs: null, token: null, reported: false },
      { start: "on-its-way", ref: null },
    ]);
  });

  test.for([
    "",
    "{",
    "null",
    "[]",
    '{"version":2,"runs":[]}',
    '{"version":1,"runs":{}}',
    '{"version":1,"runs":[null]}',
    '{"version":1,"runs":[{}]}',
    ledgerText([waitedFor, { ...waitedFor, reruns: [7] as unknown as string[] }]),
    ledgerText([waitedFor]).slice(0, -20),
  ])("%j: unreadable", async (text) => expect(await read(text)).toBe("unreadable"));

  test("nowhere: absent", async () => {
    expect(await readLedger(join(dir, "nowhere"))).toBe("absent");
    await writeFile(join(dir, "file"), "");
    expect(await readLedger(join(dir, "file"))).toBe("absent");
  });

  test("as a directory: unreadable", async () => {
    await rm(dir, { recursive: true });
    await mkdir(join(dir, "run.json"), { recursive: true });
    expect(await readLedger(dir)).toBe("unreadable");
  });

  test("as a pipe, or of more than a plan can have: unreadable, and nobody waits for its end", async () => {
    expect(await read(ledgerText([waitedFor]) + " ".repeat(17 * 2 ** 20))).toBe("unreadable");
    if (process.platform === "win32") return;
    await rm(join(dir, "run.json"));
    execFileSync("mkfifo", [join(dir, "run.json")]);
    expect(await readLedger(dir)).toBe("unreadable");
  });

  test("never throws, whatever it holds", async () => {
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
