import { beforeEach, describe, expect, it } from "vitest";
import type { CiSystem } from "./ci-system.ts";
import { StartedRuns } from "./started-runs.ts";

let said: string[];
let ci: CiSystem;
beforeEach(() => {
  said = [];
  ci = {
    job: "job-1",
    read: () => "",
    name: "github",
    spell: (name) => name,
    isBlank: () => false,
    mask: () => undefined,
    say: (text) => void said.push(text),
    output: (name, value) => void said.push(`output ${name}=${value}`),
    remember: (name, value) => void said.push(`remember ${name}=${value}`),
    annotate: () => undefined,
    progress: (done, total) => void said.push(`${done} of ${total}`),
  };
});

describe("the runs of an attempt", () => {
  it("are passed on as soon as each is started", () => {
    const runs = new StartedRuns(ci, 0);
    runs.follow({ type: "starting", run: 0, name: "one" });
    runs.follow({ type: "starting", run: 1, name: "two" });
    runs.follow({ type: "started", run: 1, handle: { ref: "ats:A/2" } });
    runs.follow({ type: "started", run: 0, handle: { ref: "ats:A/1" } });
    const told = ["ats:A/2", "ats:A/1 ats:A/2"].flatMap((refs) => [
      `output run-ref=${refs}`,
      `remember run-ref=${refs}`,
      `remember attach-command=npx remotest attach ${refs}`,
    ]);
    expect(said).toEqual(told);
  });

  it("keep their reference when they are rerun", () => {
    const runs = new StartedRuns(ci, 0);
    for (const ref of ["ats:A/1", "ats:A/9"]) {
      runs.follow({ type: "starting", run: 0, name: "one" });
      runs.follow({ type: "started", run: 0, handle: { ref } });
    }
    expect(said.filter((text) => text.startsWith("output"))).toEqual(Array(2).fill("output run-ref=ats:A/1"));
  });

  it("show the progress if there is only one", () => {
    const runs = new StartedRuns(ci, 1);
    runs.follow({
      type: "state",
      run: 0,
      waitedMs: 1,
      state: { status: "running", progress: { total: 5, passed: 2, failed: 1 } },
    });
    expect(said).toEqual(["3 of 5"]);
  });

  it("are remembered with the command that judges them as this one does", () => {
    const runs = new StartedRuns(ci, 0);
    const policy = { failOn: "failed", maxFailures: { percent: 5 }, minTests: 40 } as const;
    runs.follow({ type: "started", run: 0, handle: { ref: "ats:A/1" }, policy });
    expect(said).toContain("remember attach-command=npx remotest attach ats:A/1 --max-failures 5% --min-tests 40");
  });

  it("are reported immediately when the job is cancelled", () => {
    const runs = new StartedRuns(ci, 0);
    runs.leave();
    runs.follow({ type: "started", run: 0, handle: { ref: "ats:A/1" } });
    runs.leave();
    expect(said.filter((text) => text.endsWith("\n"))).toEqual([
      "Cancelled.\n",
      "The remote run may still be running at the service: ats:A/1\n",
      "Wait for it: npx remotest attach ats:A/1\n",
    ]);
  });
});
