/** One row of the table. */
export interface Row {
  readonly name: string;
  readonly cells: readonly string[];
  /** The expected and the printed text; undefined if the row is as it must be. */
  readonly problem: string | undefined;
}

/** The rows as a table for a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [
    ["", "way in", "a passing run", "a failing run"],
    ...rows.map(({ name, cells, problem }) => [problem === undefined ? "✓" : "✗", name, ...cells]),
  ];
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0))) ?? [];
  const padded = lines.map((line) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
  return padded.map((line) => line.trimEnd()).join("\n");
}
