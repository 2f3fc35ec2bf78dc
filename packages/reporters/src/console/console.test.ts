import { ReportDirLostError, withFailure } from "@remotest/core/flow";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { displayWidth } from "./display-width.ts";
import { golden } from "../fixtures/golden.ts";
import { hostileReport, hostileTexts } from "../fixtures/hostile.ts";
import { notPassed, passed, report, reports, testRun, withResults } from "../fixtures/reports.ts";
import { story, storyResults } from "../fixtures/story.ts";
import { capture, tell } from "./console.fixture.ts";
import { type ConsoleOptions } from "./console-options.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("without a terminal", () => {
  it("writes a line for each change, and one every 25 s if nothing changes", () => {
    const output = capture();
    tell(output, story);
    output.finish(report(withResults(storyResults)));
    expect(output.written()).toMatchSnapshot();
  });

  it("is never silent for longer than the heartbeat while a run is running, and is silent after it", () => {
    const output = capture({ heartbeatMs: 1000 });
    tell(output, [[0, { type: "attached", run: 0, handle: { ref: "ats:a/b" } }]]);
    vi.advanceTimersByTime(3500);
    expect(output.written().split("\n").slice(1)).toEqual(["Waiting (1 s)", "Waiting (2 s)", "Waiting (3 s)", ""]);
    output.finish(report());
    const length = output.written().length;
    vi.advanceTimersByTime(60_000);
    expect(output.written()).toHaveLength(length);
  });

  it("shows every status check and all details of an error with --verbose", () => {
    const output = capture({ verbose: true, heartbeatMs: 1_000_000 });
    const usual = capture({ heartbeatMs: 1_000_000 });
    for (const each of [output, usual]) tell(each, story.slice(-9));
    const more = output
      .written()
      .split("\n")
      .filter((line) => !usual.written().includes(line));
    expect(more).toEqual(["Queued (5 s)", "  apptest-http: Wait."]);
    for (const each of [output, usual]) each.finish(report());
  });

  it("shows only warnings, failures and the verdict with --quiet", () => {
    const output = capture({ quiet: true });
    tell(output, story);
    output.finish(report(withResults(storyResults)));
    expect(output.written()).toMatchSnapshot();
  });

  it("marks each line with its run if there are several", () => {
    const output = capture({ labels: ["first", "6ba7b810"] });
    tell(output, [
      [0, { type: "starting", run: 0, name: "First" }],
      [0, { type: "starting", run: 1, name: "Second" }],
      [0, { type: "started", run: 1, handle: { ref: "ats:app/2" } }],
      [0, { type: "state", run: 1, state: { status: "queued", progress: {} }, waitedMs: 0 }],
    ]);
    expect(output.written()).toMatchSnapshot();
    output.finish(report());
  });

  it("names at most ten test cases that ended by one status check", () => {
    const output = capture();
    const cases = Array.from({ length: 50_000 }, (_, index) => ({ name: `Case ${index}`, state: "passed" as const }));
    const state = { status: "running", progress: { total: 50_000, passed: 50_000, cases } } as const;
    tell(output, [[0, { type: "state", run: 0, state, waitedMs: 0 }]]);
    expect(output.written().split("\n")).toHaveLength(13);
    expect(output.written()).toContain("  and 49990 more\n");
    output.finish(report());
  });
});

describe("with several runs", () => {
  const [app, first, second] = [
    "0f8fad5b-d9cb-469f-a165-70867728950e",
    "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  ];
  const events: typeof story = [
    [0, { type: "starting", run: 0, name: "checkout: Fix login" }],
    [0, { type: "starting", run: 1, name: "7c9e6679: Fix login" }],
    [0, { type: "started", run: 0, handle: { ref: `ats:${app}/${first}` } }],
    [0, { type: "started", run: 1, handle: { ref: `ats:${app}/${second}` } }],
    [0, { type: "rerunning", run: 0, tests: 2, attempt: 1, times: 2 }],
    [0, { type: "rerunning", run: 0, tests: 1, attempt: 2, times: 2 }],
    [0, { type: "ended", run: 0, verdict: { kind: "failed", reason: "1 failed of 2 tests." } }],
  ];
  const runs = [
    withResults(testRun({ Shop: [notPassed("failed", "Pay", "Expected 3\n  but found 4"), passed("Find")] }), {
      label: "checkout",
      handle: { ref: `ats:${app}/${first}` },
    }),
    withResults(testRun({ Shop: [passed("Pay"), passed("Find")] }), {
      distinction: second,
      handle: { ref: `ats:${app}/${second}` },
    }),
  ];
  const told = (options: Partial<ConsoleOptions>): string => {
    const output = capture({ labels: ["checkout", "7c9e6679"], ...options });
    tell(output, events);
    output.finish(report(...runs));
    return output.written();
  };

  it("prints each reference once, tells runs apart by their labels, and has a heading for each", () => {
    const log = told({});
    expect(log).toMatchSnapshot();
    for (const id of [first, second]) expect(log.match(new RegExp(id, "g"))).toHaveLength(1);
    expect(log).not.toContain("Fix login");
  });

  it("breaks no reference of two UUIDs on a terminal of 80 columns", () => {
    const shown = told({ columns: () => 80 });
    expect(shown).toMatchSnapshot();
    for (const line of shown.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });

  it("announces a rerun, and says each number once", () => {
    const log = told({});
    expect(log).toContain("[checkout] 2 tests did not pass; rerunning them, 1 of 2\n");
    expect(log).toContain("[checkout] 1 test did not pass; rerunning it, 2 of 2\n");
    expect(log.match(/1 failed of 2 tests/g)).toHaveLength(1);
    expect(log.match(/2 tests passed/g)).toHaveLength(1);
  });
});

describe("2,000 tests of which 76 failed for two causes", () => {
  const suite = (number: number) =>
    Array.from({ length: 250 }, (_, index) => {
      const name = `Order ${index} is paid`;
      if (index < 9) return notPassed("failed", name, `Expected the total ${number * index}\n  to be ${index}`);
      return index === 9 && number < 4 ? notPassed("failed", name, `No answer within ${index} s`) : passed(name);
    });
  const results = testRun(
    Object.fromEntries(Array.from({ length: 8 }, (_, number) => [`Shop ${number}`, suite(number)])),
  );

  it("are one screen of a terminal", () => {
    const output = capture({ columns: () => 80, labels: ["only"] });
    output.finish(report(withResults(results)));
    expect(output.written()).toMatchSnapshot();
    expect(output.written().split("\n").length).toBeLessThanOrEqual(24);
  });
});

describe("at the end", () => {
  it.each(Object.entries(reports))("of a report with %s", async (name, report) => {
    const output = capture();
    output.finish(report);
    await expect(output.written()).toMatchFileSnapshot(golden(name, "console.txt"));
  });

  it.each([40, 80])("on a terminal of %d columns breaks lines between words", async (columns) => {
    const told: string[] = [];
    for (const name of ["earlier reports", "quarantined", "attachments"]) {
      const output = capture({ columns: () => columns, interactive: true });
      output.finish(reports[name] ?? report());
      told.push(output.written());
    }
    for (const line of told.join("").split("\n"))
      if (displayWidth(line) > columns)
        expect(line.trim()).toMatch(/^\S*https?:|^[\w ]+: https?:|^\/|^Attach |^remotest/);
    await expect(told.join("\n")).toMatchFileSnapshot(golden("terminal", `${columns}-columns.txt`));
  });

  it("prints no command for a terminal or a CI system, whatever the service says", () => {
    for (const verbose of [false, true])
      for (const text of hostileTexts) {
        const output = capture({ verbose });
        const handle = { ref: text, url: text };
        const cases = [{ name: text, state: "failed" as const }];
        tell(output, [
          [0, { type: "starting", run: 0, name: text }],
          [0, { type: "started", run: 0, handle }],
          [
            0,
            { type: "state", run: 0, state: { status: "unrecognised", says: text, progress: { cases } }, waitedMs: 0 },
          ],
          [0, { type: "warning", run: 1, message: text }],
        ]);
        output.finish(hostileReport([text]));
        // oxlint-disable-next-line no-control-regex -- none of these may remain
        expect(output.written()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
        expect(output.written()).not.toMatch(/^\s*(?:\[[^\]]*\]\s*)?::|##\w*\[/m);
      }
  });

  it("prints a warning of the results once, even if it was printed before", () => {
    const output = capture();
    tell(output, [[0, { type: "warning", run: 0, message: "Said before" }]]);
    output.finish(report(withResults({ ...storyResults, warnings: ["Said before", "Not said"] })));
    expect(output.written().match(/Warning: .*/g)).toEqual(["Warning: Said before", "Warning: Not said"]);
  });

  it("names the run that a warning is about if there are several, even if two runs have the same warning", () => {
    const warned = (name: string) =>
      withResults(
        { ...storyResults, warnings: ["Some tests did not run"] },
        { name, handle: { ref: `ats:a/${name}` } },
      );
    for (const quiet of [false, true]) {
      const output = capture({ labels: ["checkout", "search", "cart"], quiet });
      tell(output, [
        [0, { type: "starting", run: 0, name: "Checkout" }],
        [0, { type: "warning", run: 0, message: "Some tests did not run" }],
      ]);
      output.finish({ ...report(warned("Checkout"), warned("Search"), warned("Cart")), warnings: ["Of the plan"] });
      expect(output.written().match(/.*Warning: .*/g)).toEqual([
        "[checkout] Warning: Some tests did not run",
        "Warning: Of the plan",
        "Warning: Search: Some tests did not run",
        "Warning: Cart: Some tests did not run",
      ]);
    }
  });

  it("points to no file of a report directory that another command has taken", () => {
    const output = capture();
    const lost = new ReportDirLostError("/work/remotest-report", "another remotest has taken it over");
    output.finish(withFailure(report(withResults(storyResults)), lost));
    expect(output.written()).toContain(lost.message);
    expect(output.written()).not.toContain("Reports:");
  });

  it("uses colours only if the option is set", () => {
    const all = reports["failed, broken and skipped"] ?? report();
    const [coloured, bare] = [capture({ color: true }), capture()];
    for (const each of [coloured, bare]) each.finish(all);
    // oxlint-disable-next-line no-control-regex -- colours are made of these
    expect(coloured.written().replaceAll(/\u001b\[\d+m/g, "")).toBe(bare.written());
    expect(coloured.written()).toContain("\u001b[31m");
  });
});
