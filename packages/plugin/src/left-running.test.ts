import { describe, expect, it } from "vitest";
import { goesOnLines } from "./left-running.ts";

describe("what is said of runs that nobody waits for", () => {
  it.each(["", "interrupted", "timed-out", "provider-error", "unknown-start"])("after %j: how to wait", (outcome) => {
    expect(goesOnLines(["apptest:7"], outcome)).toEqual([
      "The remote run goes on at the service: apptest:7",
      "Wait for it: npx remotest attach apptest:7",
    ]);
    // One command for the whole plan: that of a part could be green although another part has failed.
    expect(goesOnLines(["apptest:7", "ats:A/1"], outcome)).toEqual([
      "The remote runs go on at the service: apptest:7 ats:A/1",
      "Wait for them: npx remotest attach apptest:7 ats:A/1",
    ]);
  });

  it.each(["passed", "failed", "usage"])("after %j: nothing", (outcome) => {
    expect(goesOnLines(["apptest:7"], outcome)).toEqual([]);
  });

  it("without a run: nothing", () => expect(goesOnLines([], "interrupted")).toEqual([]));
  it("a shell takes a hostile reference for one word", () => {
    expect(goesOnLines(["ats:A/$(rm -rf ~)"], "")).toContain("Wait for it: npx remotest attach 'ats:A/$(rm -rf ~)'");
  });
});
