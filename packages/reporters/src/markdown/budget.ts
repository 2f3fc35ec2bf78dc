import { joinedMarkdown, type Markdown, markdown } from "./text.ts";

/** The bytes reserved for the end of a section: the number of omitted rows, and the end of a folded part. */
const reserve = 1024;

/** Lines of text up to a size in UTF-8 bytes. */
export class Budget {
  readonly #maxBytes: number;
  readonly #lines: Markdown[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Adds lines that must be there; they must be few and short. */
  always(...lines: readonly Markdown[]): void {
    this.#lines.push(...lines);
    this.#bytes += size(lines);
  }

  /**
   * Adds all of these lines, or none if they do not fit.
   * @param keep the share of the whole size that must be left after them, from 0 to 1
   */
  when(keep: number, ...lines: readonly Markdown[]): boolean {
    if (!this.#fits(lines, keep)) return false;
    this.always(...lines);
    return true;
  }

  /** Adds as many rows as fit, then the number of those that were omitted. */
  rows(rows: readonly (() => Markdown)[], keep: number): void {
    this.omitted(rows.length - this.fitting(rows, keep));
  }

  /** As many rows as fit. Returns their number. */
  fitting(rows: readonly (() => Markdown)[], keep: number): number {
    let shown = 0;
    for (const row of rows) {
      if (!this.when(keep, row())) break;
      shown++;
    }
    return shown;
  }

  /** Says how many tests were left out, if there are any. */
  omitted(number: number): void {
    if (number > 0) this.always(markdown``, markdown`${number} omitted; report.html has them all.`);
  }

  /** The share of the whole size that is taken, from 0 to 1. */
  get taken(): number {
    return this.#bytes / this.#maxBytes;
  }

  text(): Markdown {
    return markdown`${joinedMarkdown(this.#lines, "\n")}\n`;
  }

  #fits(lines: readonly Markdown[], keep: number): boolean {
    return this.#bytes + size(lines) + reserve <= this.#maxBytes * (1 - keep);
  }
}

function size(lines: readonly Markdown[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
