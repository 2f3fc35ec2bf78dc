import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { acceptedMutants } from "./accepted-mutants.ts";
import { mutationPage, scoresOf, type StrykerReport } from "./mutation-page.ts";

const root = join(import.meta.dirname, "../..");
const at = (line: number): { readonly start: { readonly line: number } } => ({ start: { line } });
const report: StrykerReport = {
  files: {
    "src/gate.ts": {
      source: "if (ready) {\n  open(a | b);\n}\n",
      mutants: [
        { status: "Killed", replacement: "false", location: at(1) },
        { status: "Timeout", replacement: "true", location: at(1) },
        { status: "Survived", replacement: "open(\n    a\n  )", location: at(2) },
        { status: "NoCoverage", replacement: ";", location: at(2) },
        { status: "RuntimeError", replacement: "{}", location: at(1) },
      ],
    },
  },
};
const accepted = [{ file: "src/gate.ts", line: "open(a | b);", replacement: ";", reason: "It is open already." }];

describe("the page of mutation scores", () => {
  test("counts the noticed changes of those that can run, and gives each survivor its reason", () => {
    expect(scoresOf(report, accepted)).toEqual([
      {
        file: "src/gate.ts",
        score: 50,
        changes: 4,
        survivors: [
          { line: "open(a | b);", replacement: "open( a )", reason: undefined },
          { line: "open(a | b);", replacement: ";", reason: "It is open already." },
        ],
      },
    ]);
  });

  test("shows both", () => {
    const page = mutationPage(report, accepted);
    expect(page).toContain("| `src/gate.ts` | 4 | 2 | 50.0% |");
    expect(page).toContain("| `gate.ts` | `open(a \\| b);` | `;` | It is open already. |");
    expect(page).toContain("| `open( a )` | no reason given yet |");
  });
});

describe("the accepted mutants", () => {
  test("there are some", () => expect(acceptedMutants.length).toBeGreaterThan(0));

  test.for([...acceptedMutants])("$file: $line", ({ file, line, reason }) => {
    expect(existsSync(join(root, file)), "the file does not exist").toBe(true);
    const lines = readFileSync(join(root, file), "utf8")
      .split("\n")
      .map((each) => each.trim());
    expect(lines, "the line does not exist any more, so the reason is not needed").toContain(line);
    expect(reason).toMatch(/^[A-Z].*\.$/);
  });
});
