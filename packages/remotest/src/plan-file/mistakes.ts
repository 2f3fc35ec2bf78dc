import type { Problem } from "@remotest/core";

/** Finds the line and the column of a place in a text, both from 1. */
export interface Lines {
  linePos(at: number): { readonly line: number; readonly col: number };
}

/** Shows invisible characters by their codes: a key that has one would look like the right key. */
function visible(message: string): string {
  return message.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (it) => `\\u${it.codePointAt(0)?.toString(16).padStart(4, "0")}`);
}

/** Collects what is wrong in a plan file, each with its file, line and column. */
export class Mistakes {
  readonly #path: string;
  readonly #lines: Lines;
  /** By their words: the same mistake is found again in each run of a matrix. */
  readonly #found = new Map<string, { readonly at: number; readonly problem: Problem<string> }>();

  constructor(path: string, lines: Lines) {
    this.#path = path;
    this.#lines = lines;
  }

  /**
   * Returns a place for people, in the form that editors and terminals link.
   * @example placeOf(120) // "remotest.yaml:7:30"
   */
  placeOf(at: number): string {
    const { line, col } = this.#lines.linePos(at);
    return `${this.#path}:${line}:${col}`;
  }

  add(at: number, message: string, suggestion?: string): void {
    const said = `${this.placeOf(at)}: ${visible(message)}`;
    if (this.#found.has(said)) return;
    this.#found.set(said, { at, problem: { message: said, ...(suggestion === undefined ? {} : { suggestion }) } });
  }

  /** All mistakes, in the order of the file. */
  get problems(): readonly Problem<string>[] {
    return [...this.#found.values()].toSorted((a, b) => a.at - b.at).map(({ problem }) => problem);
  }
}

/** The advice below the problems of a plan. They may be in the file, on the command line or in the environment. */
export function fixPlan({ path }: { readonly path: string }): string {
  return `Fix the problems above; docs/plan-file.md explains ${path}.`;
}
