import type { Row } from "./ratio.ts";

/** The points of a curve: inputs of several sizes, and the figure for each. */
export interface Curve {
  readonly title: string;
  readonly points: readonly (readonly [size: number, value: number])[];
}

const [width, height, margin] = [480, 240, 48];

/** Finds the curves in the rows of one benchmark: rows that are the same except for the size in their name. */
export function curvesOf(rows: readonly Row[]): readonly Curve[] {
  const found = new Map<string, (readonly [number, number])[]>();
  for (const { what, size, value } of rows) {
    if (size === undefined || value === undefined) continue;
    const title = what.replace(/\d[\d,]*(?= (?:MiB|test cases|cases?|shards)\b)|(?<=Many runs, )[\d,]+/g, "n");
    const points = found.get(title) ?? [];
    points.push([size, value]);
    found.set(title, points);
  }
  return [...found].map(([title, points]) => ({ title, points })).filter(({ points }) => points.length >= 3);
}

/**
 * Draws curves of one benchmark as SVG, with logarithmic sizes. A level line is what grows linearly, because the figures
 * are ratios or costs of one more; only the reports show milliseconds.
 */
export function drawCurves(curves: readonly Curve[]): string {
  const parts = curves.map((curve, index) => `<g transform="translate(0 ${index * height})">${drawn(curve)}</g>`);
  const size = `width="${width}" height="${height * curves.length}"`;
  const style =
    "<style>text{font:12px sans-serif;fill:#57606a}path{fill:none;stroke:#0969da;stroke-width:2}circle{fill:#0969da}line{stroke:#d0d7de}</style>";
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n<rect ${size} fill="#fff"/>\n${style}\n${parts.join("\n")}\n</svg>\n`;
}

function drawn({ title, points }: Curve): string {
  const sizes = points.map(([size]) => Math.log(size));
  const [first, last] = [Math.min(...sizes), Math.max(...sizes)];
  const top = Math.max(...points.map(([, value]) => value)) * 1.2;
  const x = (size: number): number =>
    Math.round(margin + ((Math.log(size) - first) / (last - first)) * (width - 2 * margin));
  const y = (value: number): number => Math.round(height - margin - (value / top) * (height - 2 * margin));
  const line = points.map(([size, value], index) => `${index === 0 ? "M" : "L"}${x(size)} ${y(value)}`).join("");
  const marks = points.map(
    ([size, value]) =>
      `<circle cx="${x(size)}" cy="${y(value)}" r="3"/><text x="${x(size)}" y="${y(value) - 8}" text-anchor="middle">${short(value)}</text>` +
      `<text x="${x(size)}" y="${height - margin + 18}" text-anchor="middle">${size.toLocaleString("en")}</text>`,
  );
  const axis = `<line x1="${margin}" y1="${height - margin}" x2="${width - margin}" y2="${height - margin}"/>`;
  return `<text x="${margin}" y="24">${title.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>${axis}<path d="${line}"/>${marks.join("")}`;
}

function short(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
