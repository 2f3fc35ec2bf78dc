import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UnknownStartError } from "../errors.ts";
import { ledgerText } from "../ledger/ledger.ts";
import { stagedProvider } from "../provider/provider.fixture.ts";
import { freshEntry } from "./open-plan.ts";
import { shopHandle, startOf } from "./plan.fixture.ts";
import { previewRuns } from "./preview.ts";

const run = startOf(stagedProvider({}, "shop"), { inputs: "i" });

describe("how the runs of a plan would begin", () => {
  let reportDir: string;
  beforeEach(async () => {
    reportDir = await mkdtemp(join(tmpdir(), "remotest-preview-"));
  });
  afterEach(() => rm(reportDir, { recursive: true }));

  test("a known run is attached to", async () => {
    const known = { ...run, beginning: { kind: "attach", handle: shopHandle } } as const;
    expect(await previewRuns([known], { reportDir, resume: false })).toEqual([{ kind: "attach", handle: shopHandle }]);
  });

  test.for([
    { start: "started", ref: "shop:7", wanted: { kind: "attach", handle: { ref: "shop:7" } } },
    { start: "unknown", ref: null, wanted: { kind: "refused", error: expect.any(UnknownStartError) as unknown } },
    { start: "not-started", ref: null, wanted: { kind: "start" } },
  ] as const)("run.json says $start: $wanted.kind with --resume, and start without", async ({ start, ref, wanted }) => {
    const entry = { ...freshEntry(run), start, ref } as ReturnType<typeof freshEntry>;
    await writeFile(join(reportDir, "run.json"), ledgerText([entry]));
    expect(await previewRuns([run], { reportDir, resume: true })).toMatchObject([wanted]);
    expect(await previewRuns([run], { reportDir, resume: false })).toEqual([{ kind: "start" }]);
  });

  test("without a run.json, all are started; with an unreadable one, none", async () => {
    expect(await previewRuns([run, run], { reportDir, resume: true })).toEqual([{ kind: "start" }, { kind: "start" }]);
    await writeFile(join(reportDir, "run.json"), "{");
    expect(await previewRuns([run], { reportDir, resume: true })).toMatchObject([{ kind: "refused" }]);
  });
});
