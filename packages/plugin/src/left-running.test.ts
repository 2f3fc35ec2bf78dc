import { describe, expect, it } from "vitest";
import { stillRunningLines } from "./left-running.ts";

describe("the lines about runs that may still be running", () => {
  it.each(["", "interrupted", "timed-out", "provider-error", "unknown-start"])(
    "after %j say how to wait",
    (outcome) => {
      expect(stillRunningLines(["apptest:7"], outcome)).toEqual([
        "The remote run may still be running at the service: apptest:7",
        "Wait for it: npx remotest attach apptest:7",
      ]);
      // One command for the whole plan: that of a part could pass although another part has failed.
      expect(stillRunningLines(["apptest:7", "ats:A/1"], outcome)).toEqual([
        "The remote runs may still be running at the service: apptest:7 ats:A/1",
        "Wait for them: npx remotest attach apptest:7 ats:A/1",
      ]);
    },
  );

  it.each(["passed", "failed", "usage"])("are empty after %j", (outcome) => {
    expect(stillRunningLines(["apptest:7"], outcome)).toEqual([]);
  });

  it("are empty without a run", () => expect(stillRunningLines([], "interrupted")).toEqual([]));
  it("quote a hostile reference, so that a shell reads one word", () => {
    expect(stillRunningLines(["ats:A/$(rm -rf ~)"], "")).toContain(
      "Wait for it: npx remotest attach 'ats:A/$(rm -rf ~)'",
    );
  });
});
