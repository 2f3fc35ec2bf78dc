import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hostileReport, hostileTexts } from "../fixtures/hostile.ts";
import { notPassed, passed, report, testRun, withResults } from "../fixtures/reports.ts";
import { capture } from "./console.fixture.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("in the log of a CI system that folds", () => {
  const results = testRun({
    Shop: [
      ...["Pay", "Find", "Sort"].map((name) => notPassed("failed", name, `No ${name.length}`)),
      ...["Add", "Drop"].map((name) => passed(name)),
    ],
  });

  it.each(["github", "gitlab", "azure"] as const)(
    "%s folds what passed and what failed for the same cause",
    (folding) => {
      const output = capture({ folding, labels: ["only"] });
      output.finish(report(withResults(results)));
      expect(output.written().replaceAll("\u001b", "ESC").replaceAll("\r", "CR")).toMatchSnapshot();
    },
  );

  it("closes each fold before it opens another", () => {
    for (const [folding, begin, end] of [
      ["github", /^::group::/, /^::endgroup::$/],
      ["azure", /^##\[group\]/, /^##\[endgroup\]$/],
      // oxlint-disable-next-line no-control-regex -- the markers of GitLab consist of these
      ["gitlab", /^\u001b\[0Ksection_start:\d+:remotest_\d+\[collapsed=true\]\r\u001b\[0K/, /^\u001b\[0Ksection_end:/],
    ] as const) {
      let open = 0;
      const output = capture({ folding });
      output.finish(report(withResults(results), withResults(results, { name: "Other" })));
      for (const line of output.written().split("\n")) {
        if (begin.test(line)) open++;
        else if (end.test(line)) open--;
        expect(open).toBeGreaterThanOrEqual(0);
        expect(open).toBeLessThanOrEqual(1);
      }
      expect(open).toBe(0);
    }
  });

  it("folds nothing with --quiet", () => {
    const output = capture({ folding: "github", quiet: true });
    output.finish(report(withResults(results)));
    expect(output.written()).not.toContain("::");
  });

  it("obeys only the markers of Remotest, whatever the service says", () => {
    for (const folding of ["github", "gitlab", "azure"] as const)
      for (const text of hostileTexts) {
        const output = capture({ folding });
        output.finish(hostileReport([text, "x"]));
        // oxlint-disable-next-line no-control-regex -- the markers of GitLab consist of these
        const section = /^\u001b\[0Ksection_(?:start|end):\d+:remotest_\d+(?:\[collapsed=true\])?\r\u001b\[0K/gm;
        const own = { github: /^::(?:group|endgroup)::/gm, azure: /^##\[(?:group|endgroup)\]/gm, gitlab: section };
        const bare = output.written().replaceAll(own[folding], "");
        // oxlint-disable-next-line no-control-regex -- none of these may remain
        expect(bare).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
        expect(bare).not.toMatch(/^\s*(?:\[[^\]]*\]\s*)?::|##\w*\[/m);
      }
  });
});
