import { type CleanText, clean } from "../words/service-text.ts";
import { displayWidth } from "./display-width.ts";
import { joinedLines, painted, type TerminalText } from "./paint.ts";

/** A line of the region, plain and in colour. */
export interface LiveLine {
  readonly text: CleanText;
  readonly painted: TerminalText;
}

/** The last lines of a terminal, redrawn in place. */
export class LiveRegion {
  readonly #write: (text: TerminalText) => void;
  readonly #columns: () => number;
  #widths: readonly number[] = [];

  constructor(write: (text: TerminalText) => void, columns: () => number) {
    this.#write = write;
    this.#columns = columns;
  }

  /** Redraws the region below lines that stay, in one write, so that nothing flickers. */
  draw(lines: readonly LiveLine[], staying: readonly TerminalText[] = []): void {
    const region = joinedLines(lines.map(({ painted }) => painted));
    this.#write(painted`${this.#erase()}${joinedLines([...staying, region])}`);
    this.#widths = lines.map(({ text }) => displayWidth(text));
  }

  /** Removes the region. */
  clear(): void {
    this.draw([]);
  }

  /**
   * Moves to the first row of the region and clears the screen from there. If the terminal has become narrower, it has
   * broken the lines into more rows than were written.
   */
  #erase(): TerminalText {
    if (this.#widths.length === 0) return clean``;
    const columns = Math.max(1, this.#columns());
    const rows = this.#widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    return painted`\r${rows > 1 ? painted`\u001b[${rows - 1}A` : clean``}\u001b[J`;
  }
}
