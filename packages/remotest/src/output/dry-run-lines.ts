import type { InputNames } from "@remotest/core";
import { isSecret, valueText } from "@remotest/core/flow";
import { type CleanText, clean, type Paint, painted, serviceLine, type TerminalText, wrap } from "@remotest/reporters";
import type { DescribedRun, PlannedInput } from "./planned-run.ts";

/** How text for people looks. */
interface Style {
  readonly paint: Paint;
  /** Undefined if there is no terminal. */
  readonly columns: number | undefined;
  /** The names of the inputs. */
  readonly names: InputNames;
}

/** Returns what a plan would send, for people. */
export function dryRunLines(runs: readonly DescribedRun[], reportDir: string, style: Style): readonly TerminalText[] {
  const { paint, columns } = style;
  const starts = runs.filter(({ preview }) => preview.kind === "start").length;
  const many = starts === 1 ? clean`1 run` : clean`${starts} runs`;
  return [
    ...runs.flatMap((run) => [...runLines(run, style), clean``]),
    paint.bold(clean`Dry run: ${many} would be started. Nothing was sent.`),
    ...wrap(clean`  Reports would be written to ${serviceLine(reportDir)}.`, columns, clean`  `),
  ];
}

function runLines(run: DescribedRun, style: Style): readonly TerminalText[] {
  const { provider, name, hasToken, preview, inputs } = run;
  const { paint, columns } = style;
  const title = serviceLine(provider.title);
  const rows = inputs.map((each) => [labelOf(each, run, style), valueOf(each)] as const);
  if (provider.namesRuns !== false)
    rows.unshift([clean`Name`, hasToken ? clean`[token] ${serviceLine(name)}` : serviceLine(name)]);
  const width = Math.max(0, ...rows.map(([head]) => head.length));
  const lines = rows.flatMap(([head, value]) =>
    wrap(clean`  ${head}${clean` `.repeat(width - head.length + 2)}${value}`, columns, clean` `.repeat(width + 4)),
  );
  const begins =
    preview.kind === "start"
      ? painted`${paint.good(clean`→`)} Start at ${title}: ${paint.bold(serviceLine(name))}`
      : painted`${paint.link(clean`→`)} Wait for ${paint.bold(serviceLine(preview.handle.ref))}, which an earlier process has started, with:`;
  return [begins, ...lines];
}

function labelOf({ name, input }: PlannedInput, { provider }: DescribedRun, { names }: Style): CleanText {
  return serviceLine(isSecret(input) ? names.secret(provider.name, name) : names.option(name));
}

function valueOf({ input, value, bytes }: PlannedInput): CleanText {
  const text = serviceLine(valueText(input, value));
  return bytes === undefined ? text : clean`${text} (${sizeOf(bytes)})`;
}

function sizeOf(bytes: number): CleanText {
  if (bytes < 1_000_000) return bytes === 1 ? clean`1 byte` : clean`${bytes} bytes`;
  return serviceLine(`${(bytes / 1_000_000).toFixed(1)} MB`);
}
