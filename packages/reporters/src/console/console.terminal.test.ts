import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { displayWidth } from "./display-width.ts";
import { report, withResults } from "../fixtures/reports.ts";
import { Screen } from "../fixtures/screen.ts";
import { story, storyResults } from "../fixtures/story.ts";
import { plain, tell } from "./console.fixture.ts";
import { consoleReporter } from "./console.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("on a terminal", () => {
  const onScreen = (columns: number) => {
    const screen = new Screen(columns);
    const options = { interactive: true, color: true, columns: () => screen.columns };
    const write = (text: string): void => screen.write(text);
    return { screen, ...consoleReporter({ ...plain, ...options, write, now: () => performance.now() }) };
  };

  it("redraws in place, and leaves the lines that matter", { timeout: 60_000 }, () => {
    const { screen, ...reporter } = onScreen(80);
    const seen: string[] = [];
    for (const [from, to] of [
      [0, 20],
      [20, 44],
      [44, 47],
      [47, 50],
    ] as const) {
      tell(reporter, story.slice(from, to));
      vi.advanceTimersByTime(100);
      seen.push(screen.text);
    }
    tell(reporter, story.slice(50));
    reporter.finish(report(withResults(storyResults)));
    expect([...seen, screen.text].join("\n\n=== later ===\n")).toMatchSnapshot();
  });

  it("survives a change of the width, and never breaks a line of its region", () => {
    const { screen, ...reporter } = onScreen(90);
    tell(reporter, story.slice(0, 47));
    for (const columns of [90, 40, 12, 120, 33]) {
      screen.resize(columns);
      vi.advanceTimersByTime(100);
      const region = screen.text.split("\n").slice(-4);
      expect(region.map((line) => line.replace(/^.*([✓⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏·]).*$/u, "$1")).join("")).toMatch(/^[⠋-⠿]✓?[⠋-⠿✓]/u);
    }
    screen.resize(90);
    vi.advanceTimersByTime(100);
    expect(screen.text.match(/Pixel 9/g)).toHaveLength(1);
    expect(screen.text.match(/Started/g)).toHaveLength(1);
    reporter.finish(report());
    expect(screen.text).not.toMatch(/Pixel 9/);
  });

  it.each([40, 80])("shows several runs below each other, each with its share, in %d columns", (columns) => {
    const { screen, ...reporter } = onScreen(columns);
    const names = ["장바구니와 결제 그리고 배송", "Checkout", "Search"];
    const cases = Array.from({ length: 9 }, (_, index) => ({ name: `Case ${index}`, state: "running" as const }));
    const state = { status: "running", progress: { total: 9, passed: 3, failed: 1, cases } } as const;
    for (const [run, name] of names.entries()) {
      reporter.listen({ type: "starting", run, name });
      reporter.listen({ type: "state", run, state, waitedMs: 5000 });
    }
    vi.advanceTimersByTime(100);
    const region = screen.text.split("\n").slice(-12);
    const heads = region.filter((line) => line.includes("4 of 9 done"));
    const bars = heads.map((line) => displayWidth(line.slice(0, line.search(/[█░]/))));
    expect(bars).toEqual([bars[0], bars[0], bars[0]]);
    expect(region.filter((line) => line.includes("and 7 more"))).toHaveLength(3);
    for (const line of region) expect(displayWidth(line)).toBeLessThan(columns);
    reporter.finish(report());
  });

  it("keeps to twelve lines, however many test cases and runs there are", () => {
    const { screen, ...reporter } = onScreen(60);
    const cases = Array.from({ length: 5000 }, (_, index) => ({
      name: `Case ${index}`,
      state: index === 4000 ? ("running" as const) : ("waiting" as const),
    }));
    const state = { status: "running", progress: { cases } } as const;
    tell(reporter, [[0, { type: "state", run: 0, state, waitedMs: 0 }]]);
    vi.advanceTimersByTime(100);
    expect(screen.text.split("\n")).toHaveLength(12);
    expect(screen.text).toContain("Case 4000");
    for (let run = 1; run < 40; run++) reporter.listen({ type: "attached", run, handle: { ref: `ats:a/${run}` } });
    reporter.listen({ type: "results", run: 0, testRun: storyResults });
    reporter.listen({ type: "ended", run: 0, verdict: { kind: "failed", reason: "1 failed of 2 tests." } });
    vi.advanceTimersByTime(100);
    expect(screen.text.split("\n").slice(-1)).toEqual(["    and 28 more runs"]);
    reporter.finish(report());
  });
});
