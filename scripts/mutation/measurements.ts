import { createHash } from "node:crypto";

/** The part of Stryker's report that is read. Its schema: https://github.com/stryker-mutator/mutation-testing-elements */
export interface StrykerReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: "Killed" | "Timeout" | "Survived" | "NoCoverage" | "CompileError" | "RuntimeError" | "Ignored";
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** Both count from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** A change of the code that no test notices. */
export interface Survivor {
  /** The original line, without its indentation. */
  readonly line: string;
  /** The part of it that is replaced; a long one is cut. */
  readonly original: string;
  readonly replacement: string;
}

/** The result of trying every change of one file. */
export interface Measurement {
  /** The digest of the source that was measured: see `digestOf`. */
  readonly source: string;
  readonly changes: number;
  readonly survivors: readonly Survivor[];
}

/** The last measurement of each file, by its path: the content of `measured.json`, from which docs/mutation.md is made. */
export type Measurements = Readonly<Record<string, Measurement>>;

/** Characters of a replaced text that are shown. */
const longest = 100;

const noticed = new Set(["Killed", "Timeout"]);
const unnoticed = new Set(["Survived", "NoCoverage"]);

/** Returns what a report of Stryker says about each of its files. */
export function measurementsOf(report: StrykerReport): Measurements {
  return Object.fromEntries(
    Object.entries(report.files).map(([file, { source, mutants }]) => {
      const valid = mutants.filter(({ status }) => noticed.has(status) || unnoticed.has(status));
      const survivors = valid.filter(({ status }) => unnoticed.has(status)).map((mutant) => survivorOf(source, mutant));
      return [file, { source: digestOf(source), changes: valid.length, survivors }];
    }),
  );
}

/**
 * Returns an earlier measurement after the changes that no test noticed were tried again. What was noticed then still is,
 * as long as tests were only added since. A change that was not tried again stays as it was.
 *
 * @param report a report of Stryker that has at least one of these changes
 */
export function triedAgain(file: string, earlier: Measurement, report: StrykerReport): Measurement {
  const { source = "", mutants = [] } = report.files[file] ?? {};
  const again = mutants.filter(({ status }) => noticed.has(status) || unnoticed.has(status));
  const tried = again.map((mutant) => ({ ...survivorOf(source, mutant), isNoticed: noticed.has(mutant.status) }));
  const survivors = earlier.survivors.filter((survivor) => {
    const same = tried.filter((each) => isSame(each, survivor));
    return same.length === 0 || same.some(({ isNoticed }) => !isNoticed);
  });
  return { ...earlier, survivors };
}

function isSame(one: Survivor, other: Survivor): boolean {
  return one.line === other.line && one.original === other.original && one.replacement === other.replacement;
}

/** Returns the first and the last line of every place in a source where a survivor may be, from 1: `12-14`. */
export function linesOf(source: string, survivors: readonly Survivor[]): readonly string[] {
  const lines = source.split("\n");
  const ranges = survivors.flatMap(({ line, original }) =>
    [...lines.entries()].flatMap(([index, text]) => {
      if (text.trim() !== line) return [];
      const more = lines.slice(index + 1);
      const isLast = (next: string, at: number): boolean =>
        original.endsWith("…")
          ? next !== "" && indentation(next) <= indentation(text)
          : onOneLine([text, ...more.slice(0, at + 1)].join(" ")).includes(original);
      const length = onOneLine(text).includes(original) ? 0 : more.findIndex(isLast) + 1;
      return [`${index + 1}-${index + 1 + length}`];
    }),
  );
  return [...new Set(ranges)];
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

function survivorOf(source: string, { location: { start, end }, replacement = "" }: Mutant): Survivor {
  const lines = source.split("\n");
  const [first = "", ...others] = lines.slice(start.line - 1, end.line);
  const last = others.pop();
  const replaced =
    last === undefined
      ? first.slice(start.column - 1, end.column - 1)
      : [first.slice(start.column - 1), ...others, last.slice(0, end.column - 1)].join(" ");
  const original = onOneLine(replaced);
  return {
    line: first.trim(),
    original: original.length > longest ? `${original.slice(0, longest)}…` : original,
    replacement: onOneLine(replacement),
  };
}

function onOneLine(code: string): string {
  return code.replaceAll(/\s+/g, " ");
}

/**
 * Replaces what is measured anew and leaves the rest as it was. A file that is not in the list, because it was renamed
 * or removed, disappears.
 *
 * @param files the files to measure, in the order of the result
 */
export function merged(earlier: Measurements, anew: Measurements, files: readonly string[]): Measurements {
  return Object.fromEntries(
    files.flatMap((file) => {
      const found = anew[file] ?? earlier[file];
      return found ? [[file, found]] : [];
    }),
  );
}

/** Returns the files that were never measured, or whose source has changed since. */
export function outdated(
  measured: Measurements,
  files: readonly string[],
  sourceOf: (file: string) => string,
): readonly string[] {
  return files.filter((file) => measured[file]?.source !== digestOf(sourceOf(file)));
}

function digestOf(source: string): string {
  return createHash("sha256").update(source).digest("hex").slice(0, 16);
}
