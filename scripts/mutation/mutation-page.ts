import type { AcceptedMutant } from "./accepted-mutants.ts";
import { markdownTable } from "../generate/markdown-table.ts";

/** What is read of Stryker's report: https://github.com/stryker-mutator/mutation-testing-elements has its schema. */
export interface StrykerReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: "Killed" | "Timeout" | "Survived" | "NoCoverage" | "CompileError" | "RuntimeError" | "Ignored";
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}

/** How a file stood. */
export interface FileScore {
  readonly file: string;
  /** Of a hundred changes those that a test noticed. */
  readonly score: number;
  readonly changes: number;
  readonly survivors: readonly Survivor[];
}

export interface Survivor {
  readonly line: string;
  readonly replacement: string;
  /** Undefined where nobody has given one. */
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

/** The page of docs/mutation.md. Without a date and without line numbers, which change with nothing that matters. */
export function mutationPage(report: StrykerReport, accepted: readonly AcceptedMutant[]): string {
  const scores = scoresOf(report, accepted);
  const rows = scores.map(({ file, score, changes, survivors }) => [
    `\`${file}\``,
    `${changes}`,
    `${changes - survivors.length}`,
    `${score.toFixed(1)} %`,
  ]);
  const left = scores.flatMap(({ file, survivors }) =>
    survivors.map(({ line, replacement, reason }) => [
      `\`${file.split("/").at(-1)}\``,
      code(line),
      code(replacement),
      reason ?? "not looked at yet",
    ]),
  );
  return `# What the tests would notice

Stryker changes the code in every small way, one at a time: a condition turned round, a call left out, a text emptied. A
change that no test notices is a guard that could go without anybody knowing. This page is what \`npx pnpm mutation\` wrote
after its last whole run; it takes about ten minutes and is no part of \`npm test\`, a workflow runs it once a week. It fails
where fewer than 90 of a hundred changes in a file are noticed, or where one that is not has no reason here.

${markdownTable(["file", "changes", "noticed", "score"], rows)}

## What no test notices, and why none has to

${left.length > 0 ? markdownTable(["file", "line", "changed to", "why"], left) : "Nothing."}
`;
}

/** Code in a cell of a table: a back-tick would end it. */
function code(text: string): string {
  if (text === "") return "nothing";
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}
