import { type CleanText, clean } from "../words/service-text.ts";
import { displayWidth } from "./display-width.ts";
import { joinedLines, painted, type TerminalText } from "./paint.ts";

/** A line of the region: what it says, and the same in colour. */
export interface LiveLine {
  readonly text: CleanText;
  readonly painted: TerminalText;
}

/** The last lines of a terminal, drawn over and over in place. */
export class LiveRegion {
  readonly #write: (text: TerminalText) => void;
  readonly #columns: () => number;
  #widths: readonly number[] = [];

  constructor(write: (text: TerminalText) => void, columns: () => number) {
    this.#write = write;
    this.#columns = columns;
  }

  /** Draws the region anew, below lines that stay. All in one write, so that nothing flickers. */
  draw(lines: readonly LiveLine[], staying: readonly TerminalText[] = []): void {
    const region = joinedLines(lines.map(({ painted }) => painted));
    this.#write(painted`${this.#erase()}${joinedLines([...staying, region])}`);
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
  #erase(): TerminalText {
    if (this.#widths.length === 0) return clean``;
    const columns = Math.max(1, this.#columns());
    const rows = this.#widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    return painted`\r${rows > 1 ? painted`\u001b[${rows - 1}A` : clean``}\u001b[J`;
  }
}
