import { displayWidth } from "./display-width.ts";

/** A line of the region: what it says, and the same in colour. */
export interface LiveLine {
  readonly text: string;
  readonly painted: string;
}

/** The last lines of a terminal, drawn over and over in place. */
export class LiveRegion {
  readonly #write: (text: string) => void;
  readonly #columns: () => number;
  #widths: readonly number[] = [];

  constructor(write: (text: string) => void, columns: () => number) {
    this.#write = write;
    this.#columns = columns;
  }

  /** Draws the region anew, below lines that stay. All in one write, so that nothing flickers. */
  draw(lines: readonly LiveLine[], staying: readonly string[] = []): void {
    const stay = staying.map((line) => `${line}\n`).join("");
    this.#write(this.#erase() + stay + lines.map(({ painted }) => painted).join("\n"));
    this.#widths = lines.map(({ text }) => displayWidth(text));
  }

  /** Takes the region away. */
  clear(): void {
    this.draw([]);
  }

  /**
   * To the first row of the region and empty from there. A terminal that became narrower since has broken the lines
   * into more rows than were written.
   */
  #erase(): string {
    if (this.#widths.length === 0) return "";
    const columns = Math.max(1, this.#columns());
    const rows = this.#widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    return `\r${rows > 1 ? `\u001b[${rows - 1}A` : ""}\u001b[J`;
  }
}
