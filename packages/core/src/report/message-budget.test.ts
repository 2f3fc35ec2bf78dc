import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withMessageBudget } from "./message-budget.ts";
import type { Report } from "./report.ts";
import { anyReport } from "./any-report.fixture.ts";
import { reportOf, runWith } from "./reports.fixture.ts";

/** A report of failures with these messages; a text with a bar is a test that failed twice. */
const reportWith = (...messages: readonly string[]): Report => {
  const cases = messages.map((text, index) => {
    const [message = "", ...earlier] = text.split("|");
    const failed = (message: string) => ({ outcome: "failed", message, links: [] }) as const;
    return { ...failed(message), name: String(index), earlierAttempts: earlier.map(failed) };
  });
  return reportOf([
    runWith({ suites: [{ name: "S", cases }], conclusion: { kind: "unstated" }, warnings: [] }),
    runWith({ suites: [], conclusion: { kind: "unstated" }, warnings: [] }),
  ]);
};

const messagesOf = ({ runs }: Report): readonly string[] =>
  runs.flatMap(({ end }) =>
    end.kind === "results"
      ? end.testRun.suites.flatMap(({ cases }) =>
          cases.map((each) =>
            [each, ...each.earlierAttempts]
              .map((attempt) => ("message" in attempt ? (attempt.message ?? "") : ""))
              .join("|"),
          ),
        )
      : [],
  );

describe("the messages of a report", () => {
  test.each([
    { most: 12, given: ["abcdef", "ghijkl"], wanted: ["abcdef", "ghijkl"] },
    { most: 11, given: ["abcdef", "ghijkl"], wanted: ["abcd…", "ghij…"] },
    { most: 11, given: ["ab", "abcdefghijkl"], wanted: ["ab", "abcdefgh…"] },
    { most: 9, given: ["a", "abcdef", "abcdefgh"], wanted: ["a", "abc…", "abc…"] },
    { most: 9, given: ["abcdef|ghijkl", "mno"], wanted: ["ab…|gh…", "mno"] },
    { most: 4, given: ["ab😀cd"], wanted: ["ab…"] },
    { most: 0, given: ["abc"], wanted: [""] },
    { most: 0, given: [""], wanted: [""] },
  ])("of $given become $wanted if they may have $most characters", ({ most, given, wanted }) => {
    expect(messagesOf(withMessageBudget(reportWith(...given), most))).toEqual(wanted);
  });

  test("never have more than they may, and stay the same object if they fit", () => {
    fc.assert(
      fc.property(anyReport, fc.nat({ max: 60 }), (report, most) => {
        const sum = (of: Report) => messagesOf(of).reduce((all, texts) => all + texts.replaceAll("|", "").length, 0);
        const short = withMessageBudget(report, most);
        expect(sum(short)).toBeLessThanOrEqual(most);
        const bars = messagesOf(report).join("").split("|").length;
        if (sum(report) + bars <= most) expect(short).toBe(report);
        expect({ ...short, runs: [] }).toEqual({ ...report, runs: [] });
      }),
    );
  });
});
