import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { CiSystem } from "./ci-system.ts";
import { StartedRuns } from "./started-runs.ts";

const root = mkdtempSync(join(tmpdir(), "remotest-runs-"));
const mine = { job: "job-1", provider: "ats" };
let dir: string;
let said: string[];
let ci: CiSystem;
beforeEach(() => {
  dir = mkdtempSync(join(root, "dir-"));
  said = [];
  ci = {
    job: "job-1",
    read: () => "",
    mask: () => undefined,
    say: (text) => void said.push(text),
    output: (name, value) => void said.push(`output ${name}=${value}`),
    remember: (name, value) => void said.push(`remember ${name}=${value}`),
    annotate: () => undefined,
    progress: (done, total) => void said.push(`${done} of ${total}`),
  };
});
afterAll(() => rmSync(root, { recursive: true }));

const noted = (): unknown => JSON.parse(readFileSync(join(dir, "attempt.json"), "utf8"));

describe("the runs of an attempt", () => {
  it("are noted before anything is sent, and handed on as each is started", () => {
    const runs = new StartedRuns(ci, dir, mine, 0);
    runs.follow({ type: "starting", run: 0, name: "one" });
    runs.follow({ type: "starting", run: 1, name: "two" });
    expect(noted()).toEqual({ version: 1, ...mine, refs: [null, null], outcome: null });
    runs.follow({ type: "started", run: 1, handle: { ref: "ats:A/2" } });
    expect(noted()).toMatchObject({ refs: [null, "ats:A/2"] });
    runs.follow({ type: "started", run: 0, handle: { ref: "ats:A/1" } });
    expect(said).toEqual([
      "output run-ref=ats:A/2",
      "remember run-ref=ats:A/2",
      "output run-ref=ats:A/1 ats:A/2",
      "remember run-ref=ats:A/1 ats:A/2",
    ]);
    runs.ended("timed-out");
    expect(noted()).toMatchObject({ refs: ["ats:A/1", "ats:A/2"], outcome: "timed-out" });
  });

  it("keep their reference when they are rerun", () => {
    const runs = new StartedRuns(ci, dir, mine, 0);
    for (const ref of ["ats:A/1", "ats:A/9"]) {
      runs.follow({ type: "starting", run: 0, name: "one" });
      runs.follow({ type: "started", run: 0, handle: { ref } });
    }
    expect(noted()).toMatchObject({ refs: ["ats:A/1"] });
  });

  it("attached to one after the other never look like the whole before they are", () => {
    const runs = new StartedRuns(ci, dir, mine, 2);
    runs.follow({ type: "attached", run: 0, handle: { ref: "ats:A/1" } });
    expect(noted()).toMatchObject({ refs: ["ats:A/1", null] });
  });

  it("show how far the only one is", () => {
    const runs = new StartedRuns(ci, dir, mine, 1);
    runs.follow({
      type: "state",
      run: 0,
      waitedMs: 1,
      state: { status: "running", progress: { total: 5, passed: 2, failed: 1 } },
    });
    expect(said).toEqual(["3 of 5"]);
  });

  it("go on where they cannot be noted", () => {
    writeFileSync(join(dir, "file"), "");
    const runs = new StartedRuns(ci, join(dir, "file"), mine, 0);
    runs.follow({ type: "started", run: 0, handle: { ref: "ats:A/1" } });
    expect(said[0]).toMatch(/^The runs cannot be noted/);
    expect(said).toContain("output run-ref=ats:A/1");
  });

  it("are told at once on a cancel", () => {
    const runs = new StartedRuns(ci, dir, mine, 0);
    runs.leave();
    runs.follow({ type: "started", run: 0, handle: { ref: "ats:A/1" } });
    runs.leave();
    expect(said.filter((text) => text.endsWith("\n"))).toEqual([
      "Cancelled.\n",
      "The remote run goes on at the service: ats:A/1\n",
      "Wait for it: npx remotest attach ats:A/1\n",
    ]);
  });
});
