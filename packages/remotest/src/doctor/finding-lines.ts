import { type InputNames, type Provider, worded, type Wording } from "@remotest/core";
import type { Redact } from "@remotest/http";
import { type CleanText, clean, type Paint, painted, serviceLine, type TerminalText, wrap } from "@remotest/reporters";
import type { Examination } from "./examine.ts";
import { checks, type Finding } from "./finding.ts";

/** How findings are put into words. */
export interface FindingWords {
  /** The names of the inputs. */
  readonly names: InputNames;
  /** Removes secrets. */
  readonly own: Redact;
}

/** Returns the exit code: 2 if something is wrong, otherwise 0. */
export function exitCodeOf({ findings }: Examination): 0 | 2 {
  return findings.some(({ outcome }) => outcome === "problem") ? 2 : 0;
}

/** Returns the document that `remotest doctor --json` prints. Its field names never change. */
export function doctorDocument(examination: Examination, { names, own }: FindingWords): object {
  const told = (wording: Wording | undefined): string | null =>
    wording === undefined ? null : own(worded(wording, names));
  return {
    exitCode: exitCodeOf(examination),
    checks: examination.findings.map(({ check, provider, outcome, subject, found, next }) => ({
      check,
      provider: provider ?? null,
      outcome,
      subject: told(subject),
      found: told(found),
      next: told(next),
    })),
  };
}

/** How text for people looks. */
interface Style extends FindingWords {
  readonly paint: Paint;
  /** Undefined if there is no terminal. */
  readonly columns: number | undefined;
  /** True to show only what is wrong. */
  readonly quiet: boolean;
}

/** Returns the findings for people: one line for each check, and the next step below it. */
export function doctorLines({ providers, findings }: Examination, style: Style): readonly TerminalText[] {
  const { paint } = style;
  const parts: readonly (Pick<Provider, "title"> & { readonly name?: string })[] = [
    { title: "This machine and the options of every run" },
    ...providers,
  ];
  const lines = parts.flatMap(({ name, title }) => {
    const own = findings.filter(({ provider, outcome }) => provider === name && (!style.quiet || isWrong(outcome)));
    const heading = paint.bold(serviceLine(title));
    return own.length === 0 ? [] : [heading, ...own.flatMap((each) => findingLines(each, style)), clean``];
  });
  const problems = findings.filter(({ outcome }) => outcome === "problem").length;
  const verdict =
    problems === 0
      ? paint.good(clean`✓ No problem was found. Nothing was started.`)
      : paint.bad(clean`✗ ${problems === 1 ? clean`1 problem` : clean`${problems} problems`}. Nothing was started.`);
  return [...lines, paint.bold(verdict)];
}

function isWrong(outcome: Finding["outcome"]): boolean {
  return outcome === "problem" || outcome === "warning";
}

const checkWidth = Math.max(...checks.map(({ length }) => length));
const indent = clean`  `;

function findingLines({ check, outcome, subject, found, next }: Finding, style: Style): readonly TerminalText[] {
  const { paint, columns, names, own } = style;
  const text = (wording: Wording): CleanText => serviceLine(own(worded(wording, names)), 1000);
  const name = clean`${serviceLine(check)}${clean` `.repeat(checkWidth - check.length)}`;
  const said = subject === undefined ? text(found) : clean`${text(subject)}: ${text(found)}`;
  // The glyph takes one column and a space.
  const width = columns === undefined ? undefined : columns - 2;
  const [first = clean``, ...more] = wrap(clean`${name}  ${said}`, width, clean` `.repeat(checkWidth + 2));
  const step = next === undefined ? [] : wrap(clean`→ ${text(next)}`, width, indent);
  return [
    painted`${glyph(outcome, paint)} ${first}`,
    ...more.map((line) => painted`  ${line}`),
    ...step.map((line) => painted`  ${line}`),
  ];
}

function glyph(outcome: Finding["outcome"], paint: Paint): TerminalText {
  switch (outcome) {
    case "ok":
      return paint.good(clean`✓`);
    case "warning":
      return paint.caution(clean`!`);
    case "problem":
      return paint.bad(clean`✗`);
    case "skipped":
      return paint.dim(clean`-`);
  }
}
