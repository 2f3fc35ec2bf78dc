import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { CiSystem } from "./ci-system.ts";
import { StartedRuns } from "./started-runs.ts";

const root = mkdtempSync(join(tmpdir(), "remotest-runs-"));
const mine = "job-1";
let dir: string;
let said: string[];
let ci: CiSystem;
beforeEach(() => {
  dir = mkdtempSync(join(root, "dir-"));
  said = [];
  ci = {
    job: "job-1",
    read: () => "",
    isBlank: () => false,
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
  it("are handed on as each is started; the attempt is noted before anything is sent, and at the end", () => {
    const runs = new StartedRuns(ci, dir, mine, 0);
    runs.follow({ type: "starting", run: 0, name: "one" });
    runs.follow({ type: "starting", run: 1, name: "two" });
    expect(noted()).toEqual({ version: 2, job: mine });
    runs.follow({ type: "started", run: 1, handle: { ref: "ats:A/2" } });
    runs.follow({ type: "started", run: 0, handle: { ref: "ats:A/1" } });
    const told = ["ats:A/2", "ats:A/1 ats:A/2"].flatMap((refs) => [
      `output run-ref=${refs}`,
      `remember run-ref=${refs}`,
    ]);
    expect(said).toEqual(told);
    rmSync(join(dir, "attempt.json"));
    runs.ended();
    expect(noted()).toEqual({ version: 2, job: mine });
  });

  it("keep their reference when they are rerun", () => {
    const runs = new StartedRuns(ci, dir, mine, 0);
    for (const ref of ["ats:A/1", "ats:A/9"]) {
      runs.follow({ type: "starting", run: 0, name: "one" });
      runs.follow({ type: "started", run: 0, handle: { ref } });
    }
    expect(said.filter((text) => text.startsWith("output"))).toEqual(Array(2).fill("output run-ref=ats:A/1"));
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
    expect(said[0]).toMatch(/^The attempt cannot be noted/);
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
