import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { acceptedMutants } from "./accepted-mutants.ts";
import { mutatedFiles } from "./measured.ts";
import { mutationPage, scoresOf, unneeded } from "./mutation-page.ts";

const root = join(import.meta.dirname, "../..");
const measured = {
  "src/gate.ts": {
    source: "0",
    changes: 4,
    survivors: [
      { line: "open(a | b);", original: "open(a | b)", replacement: "open( a )" },
      { line: "open(a | b);", original: "open(a | b);", replacement: ";" },
    ],
  },
};
const accepted = [{ file: "src/gate.ts", line: "open(a | b);", replacement: ";", reason: "It is open already." }];

describe("the page of mutation scores", () => {
  test("gives each survivor its reason", () => {
    expect(scoresOf(measured, accepted)).toEqual([
      {
        file: "src/gate.ts",
        score: 50,
        changes: 4,
        survivors: [
          { line: "open(a | b);", original: "open(a | b)", replacement: "open( a )", reason: undefined },
          { line: "open(a | b);", original: "open(a | b);", replacement: ";", reason: "It is open already." },
        ],
      },
    ]);
  });

  test("shows the scores, the reasons, and what is not measured yet", () => {
    const page = mutationPage(measured, ["src/gate.ts", "src/new.ts"], accepted);
    expect(page).toContain("| `src/gate.ts` | 4 | 2 | 50.0% |");
    expect(page).toContain("| `src/new.ts` |  |  | not measured yet |");
    expect(page).toContain("| `gate.ts` | `open(a \\| b);` | `open(a \\| b);` | `;` | It is open already. |");
    expect(page).toContain("| `open( a )` | no reason given yet |");
  });

  test("a reason for one of two parts that are replaced by the same text is none for the other", () => {
    const line = 'const order = ["good", "bad"];';
    const [good, bad] = ['"good"', '"bad"'].map((original) => ({ line, original, replacement: '""' }));
    const survivors = good && bad ? [good, bad] : [];
    const reasonsBy = (original?: string): readonly (string | undefined)[] => {
      const reason = { file: "a.ts", line, replacement: '""', reason: "First.", ...(original && { original }) };
      const [found] = scoresOf({ "a.ts": { source: "0", changes: 2, survivors } }, [reason]);
      return (found?.survivors ?? []).map((each) => each.reason);
    };
    expect(reasonsBy('"good"')).toEqual(["First.", undefined]);
    expect(reasonsBy()).toEqual([undefined, undefined]);
  });

  test("a reason is not needed any more if a test notices its change", () => {
    const noticed = { file: "src/gate.ts", line: "if (ready) {", replacement: "true", reason: "It is always ready." };
    const elsewhere = { ...noticed, file: "src/not-measured.ts" };
    expect(unneeded(measured, [...accepted, noticed, elsewhere])).toEqual([noticed]);
  });
});

test.for([...mutatedFiles])("%s, whose changes are tried, exists", (file) =>
  expect(existsSync(join(root, file))).toBe(true),
);

describe("the accepted mutants", () => {
  test("there are some", () => expect(acceptedMutants.length).toBeGreaterThan(0));

  test.for([...acceptedMutants])("$file: $line", ({ file, line, reason }) => {
    expect(mutatedFiles, "the file is not measured, so the reason is not needed").toContain(file);
    const lines = readFileSync(join(root, file), "utf8")
      .split("\n")
      .map((each) => each.trim());
    expect(lines, "the line does not exist any more, so the reason is not needed").toContain(line);
    expect(reason).toMatch(/^[A-Z].*\.$/);
  });
});
