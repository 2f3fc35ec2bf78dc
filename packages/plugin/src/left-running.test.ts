import { describe, expect, it } from "vitest";
import { stillRunningLines } from "./left-running.ts";

describe("the lines about runs that may still be running", () => {
  const command = "npx remotest attach apptest:7 --min-tests 40";

  it.each(["", "interrupted", "timed-out", "provider-error", "unknown-start"])(
    "after %j say how to wait",
    (outcome) => {
      expect(stillRunningLines({ refs: ["apptest:7"], command }, outcome)).toEqual([
        "The remote run may still be running at the service: apptest:7",
        `Wait for it: ${command}`,
      ]);
      expect(stillRunningLines({ refs: ["apptest:7", "ats:A/1"], command }, outcome)).toEqual([
        "The remote runs may still be running at the service: apptest:7 ats:A/1",
        `Wait for them: ${command}`,
      ]);
    },
  );

  it.each(["passed", "failed", "usage"])("are empty after %j", (outcome) => {
    expect(stillRunningLines({ refs: ["apptest:7"], command }, outcome)).toEqual([]);
  });

  it("are empty without a run", () => expect(stillRunningLines({ refs: [], command }, "interrupted")).toEqual([]));

  it("are one line each, whatever was saved", () => {
    const saved = { refs: ["ats:A\n::error::x"], command: "npx remotest\n##vso[task.complete]" };
    for (const line of stillRunningLines(saved, "")) expect(line).not.toMatch(/\n|##vso|::error/);
  });
});
