const cell = { width: 8.4, height: 20 };
const escape = "\u001B[";
const margin = { side: 20, top: 46, bottom: 18 };

const classes: Readonly<Record<string, string>> = {
  1: "bold",
  2: "dim",
  31: "bad",
  32: "good",
  33: "caution",
  36: "link",
};
const ends: Readonly<Record<string, readonly string[]>> = {
  0: Object.values(classes),
  22: ["bold", "dim"],
  39: ["bad", "good", "caution", "link"],
};

const style = `
    text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; white-space: pre; }
    .window { fill: #ffffff; stroke: #d0d7de; } .dot { fill: #d0d7de; }
    .bold { font-weight: 700; } .dim { fill: #59636e; } .bad { fill: #c3261f; } .good { fill: #1a7f37; } .caution { fill: #9a6700; } .link { fill: #0969da; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; } .window { fill: #0d1117; stroke: #3d444d; } .dot { fill: #3d444d; }
      .dim { fill: #9198a1; } .bad { fill: #ff7b72; } .good { fill: #3fb950; } .caution { fill: #d29922; } .link { fill: #58a6ff; }
    }
  `;

/** Draws the lines as a terminal shows them, with colour codes, as an SVG that follows the reader's light or dark scheme. */
export function terminalPicture(lines: readonly string[]): string {
  const drawn = lines.map((line, row) => drawLine(line, margin.top + cell.height * (row + 0.7)));
  const columns = Math.max(...drawn.map(({ end }) => end));
  const width = Math.ceil(columns * cell.width + 2 * margin.side);
  const height = margin.top + cell.height * lines.length + margin.bottom;
  const dots = [0, 1, 2].map((dot) => `  <circle class="dot" cx="${24 + dot * 20}" cy="22" r="6"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A run in a terminal that ends with a failed test">
  <style>${style}</style>
  <rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>
${dots.join("\n")}
${drawn.map(({ text }) => text).join("\n")}
</svg>
`;
}

/** One line; every piece of text has its own place and length, so that columns stand in whatever font there is. */
function drawLine(line: string, y: number): { readonly text: string; readonly end: number } {
  const active = new Set<string>();
  const pieces: string[] = [];
  let column = 0;
  for (const [number, part] of line.split(escape).entries()) {
    // After the first, each part begins with the code that the escape introduces.
    const code = number > 0 ? part.slice(0, part.indexOf("m")) : "";
    for (const end of ends[code] ?? []) active.delete(end);
    const begun = classes[code];
    if (begun) active.add(begun);
    const printed = number > 0 ? part.slice(code.length + 1) : part;
    for (const [, text = "", space = ""] of printed.matchAll(/(\S+(?: \S+)*)?(\s*)/gu)) {
      if (text) pieces.push(piece(text, column, y, active));
      column += cells(text) + cells(space);
    }
  }
  return { text: pieces.join("\n"), end: column };
}

function piece(text: string, column: number, y: number, active: ReadonlySet<string>): string {
  const x = (margin.side + column * cell.width).toFixed(1);
  const style = active.size > 0 ? ` class="${[...active].join(" ")}"` : "";
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const length = (cells(text) * cell.width).toFixed(1);
  return `  <text x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${style}>${escaped}</text>`;
}

/** Columns that a text takes: Hangul takes two each. */
function cells(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[\u1100-\u115F\uAC00-\uD7A3]/u.test(letter) ? 2 : 1), 0);
}
