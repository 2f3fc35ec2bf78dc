import { html, join, type Markup } from "./markup.ts";

/** A series of numbers and the texts about it. */
export interface Series {
  /** Undefined if a report has no value. */
  readonly values: readonly (number | undefined)[];
  /** The tooltip of each value. */
  readonly notes: readonly string[];
  /** The whole drawing in one sentence. */
  readonly label: string;
  readonly unit: (value: number) => string;
}

const size = { width: 480, height: 150, left: 80, top: 12, bottom: 8 } as const;
const across = size.width - size.left - 8;
const down = size.height - size.top - size.bottom;

/** A curve whose axis begins near the lowest value, so that changes of a few per cent can be seen. */
export function lineChart(series: Series): Markup {
  const known = series.values.filter((value) => value !== undefined);
  const bottom = floor(known.reduce((lowest, value) => Math.min(lowest, value), 100));
  const y = (value: number): number => round(size.top + (down * (100 - value)) / (100 - bottom));
  const x = places(series.values.length);
  const points = series.values.flatMap((value, index) => (value === undefined ? [] : [[x(index), y(value)] as const]));
  const path = points.map(([x, y]) => `${x} ${y}`).join("L");
  const first = points[0]?.[0] ?? 0;
  const last = points.at(-1)?.[0] ?? 0;
  const ground = size.top + down;
  const dots = series.values.map((value, index) =>
    value === undefined
      ? html``
      : html`<circle cx="${x(index)}" cy="${y(value)}" r="3.5"><title>${series.notes[index]}</title></circle>`,
  );
  return drawing(
    series,
    [bottom, (bottom + 100) / 2, 100].map((value) => [y(value), series.unit(round(value))]),
    points.length === 0
      ? html``
      : html`<path class="area" d="M${path}L${last} ${ground}L${first} ${ground}z"/><path class="line" d="M${path}"/>${join(dots)}`,
  );
}

/** Columns from zero, for sums such as durations. */
export function columnChart(series: Series): Markup {
  const highest = series.values.reduce<number>((most, value) => Math.max(most, value ?? 0), 1);
  const y = (value: number): number => round(size.top + down * (1 - value / highest));
  const step = across / series.values.length;
  const width = round(Math.min(26, step * 0.72));
  const columns = series.values.map((value = 0, index) => {
    const x = round(size.left + index * step + (step - width) / 2);
    const height = round(Math.max(1, size.top + down - y(value)));
    const last = index === series.values.length - 1 ? html` class="now"` : undefined;
    return html`<rect${last} x="${x}" y="${round(size.top + down - height)}" width="${width}" height="${height}" rx="1.5"><title>${series.notes[index]}</title></rect>`;
  });
  return drawing(
    series,
    [
      [y(0), "0"],
      [y(highest), series.unit(highest)],
    ],
    join(columns),
  );
}

function drawing({ label }: Series, lines: readonly (readonly [number, string])[], content: Markup): Markup {
  const grid = lines.map(
    ([y, text]) =>
      html`<path class="grid" d="M${size.left} ${y}H${size.width}"/><text x="${size.left - 8}" y="${y + 4}">${text}</text>`,
  );
  return html`<svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${size.width} ${size.height}">${join(grid)}${content}</svg>`;
}

function places(number: number): (index: number) => number {
  const step = number > 1 ? (across - 16) / (number - 1) : 0;
  return (index) => round(size.left + 8 + index * step);
}

/** Rounds down to a figure that is easy to read on an axis. */
function floor(lowest: number): number {
  return [99, 98, 95, 90, 80, 60, 50].find((figure) => figure < lowest) ?? 0;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
