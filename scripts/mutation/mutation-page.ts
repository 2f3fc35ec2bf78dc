import type { AcceptedMutant } from "./accepted-mutants.ts";
import { markdownTable } from "../generate/markdown-table.ts";

/** The part of Stryker's report that is read. Its schema: https://github.com/stryker-mutator/mutation-testing-elements */
export interface StrykerReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: "Killed" | "Timeout" | "Survived" | "NoCoverage" | "CompileError" | "RuntimeError" | "Ignored";
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}

/** The score of a file. */
export interface FileScore {
  readonly file: string;
  /** The percentage of changes that a test noticed. */
  readonly score: number;
  readonly changes: number;
  readonly survivors: readonly Survivor[];
}

export interface Survivor {
  readonly line: string;
  readonly replacement: string;
  /** Undefined if no reason is given. */
  readonly reason: string | undefined;
}

const noticed = new Set(["Killed", "Timeout"]);
const unnoticed = new Set(["Survived", "NoCoverage"]);

export function scoresOf(report: StrykerReport, accepted: readonly AcceptedMutant[]): readonly FileScore[] {
  return Object.entries(report.files).map(([file, { source, mutants }]) => {
    const lines = source.split("\n");
    const valid = mutants.filter(({ status }) => noticed.has(status) || unnoticed.has(status));
    const survivors = valid
      .filter(({ status }) => unnoticed.has(status))
      .map(({ location, replacement = "" }) => {
        const line = lines[location.start.line - 1]?.trim() ?? "";
        const shown = replacement.replaceAll(/\s+/g, " ");
        const known = accepted.find((each) => each.file === file && each.line === line && each.replacement === shown);
        return { line, replacement: shown, reason: known?.reason };
      });
    const changes = valid.length;
    const score = changes === 0 ? 100 : (100 * (changes - survivors.length)) / changes;
    return { file, score, changes, survivors };
  });
}

/** Returns the text of docs/mutation.md, without a date and line numbers, which would change without a reason. */
export function mutationPage(report: StrykerReport, accepted: readonly AcceptedMutant[]): string {
  const scores = scoresOf(report, accepted);
  const rows = scores.map(({ file, score, changes, survivors }) => [
    `\`${file}\``,
    `${changes}`,
    `${changes - survivors.length}`,
    `${score.toFixed(1)}%`,
  ]);
  const left = scores.flatMap(({ file, survivors }) =>
    survivors.map(({ line, replacement, reason }) => [
      `\`${file.split("/").at(-1)}\``,
      code(line),
      code(replacement),
      reason ?? "no reason given yet",
    ]),
  );
  return `# What the tests would notice

Stryker makes every small change to the code, one at a time: it inverts a condition, leaves out a call, empties a text. If no
test notices a change, the code behind it could be removed by mistake. \`npx pnpm mutation\` wrote this page after its last
complete run. It takes hours and is not part of \`npm test\`; a workflow runs it once a week. It fails if fewer
than 90% of the changes in a file are noticed, or if a change that is not noticed has no reason here.

${markdownTable(["file", "changes", "noticed", "score"], rows)}

## Changes that no test notices, and why no test has to

${left.length > 0 ? markdownTable(["file", "line", "changed to", "why"], left) : "None."}
`;
}

/** Formats code for a cell of a table: a backtick would end it. */
function code(text: string): string {
  if (text === "") return "nothing";
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}
