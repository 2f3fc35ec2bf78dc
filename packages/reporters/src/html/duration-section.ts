import { amount, duration } from "../words/quantities.ts";
import { namedCase } from "./card-link.ts";
import { grouped } from "./case-parts.ts";
import { html, join, type Markup } from "./markup.ts";
import type { PageCase, PageModel } from "./page-model.ts";

const mostSlow = 20;
const slowUnfolded = 10;
/** The number of tests below which a distribution says nothing. */
const fewestForShares = 10;

/** The upper bounds of the columns in milliseconds: each is about three times the one before. */
const bounds = [100, 300, 1000, 3000, 10_000, 30_000, 60_000, 180_000, 600_000, 1_800_000, Number.POSITIVE_INFINITY];

/** The slowest tests, and the distribution of the durations. */
export function durationSection(page: PageModel): Markup {
  const timed = page.suites
    .flatMap(({ cases }) => cases)
    .filter(({ testCase }) => testCase.durationMs !== undefined)
    .toSorted((a, b) => msOf(b) - msOf(a));
  if (timed.length < 2) return html``;
  const shares = timed.length < fewestForShares ? undefined : distribution(timed);
  return html`<section id="durations" class="aside"><h2>Durations</h2>
<div class="durations">${shares}${slowest(timed.slice(0, mostSlow), page)}</div></section>
`;
}

function msOf(placed: PageCase | undefined): number {
  return placed?.testCase.durationMs ?? 0;
}

function slowest(timed: readonly PageCase[], page: PageModel): Markup {
  const more = timed.length - slowUnfolded;
  const rows = timed.map((each) => slowRow(each, Math.max(1, msOf(timed[0])), page));
  return html`<div class="slowest"><h3>Slowest</h3>${slowTable(rows.slice(0, slowUnfolded), "Slowest tests")}${more > 0 ? html`<details><summary>${more} more</summary>${slowTable(rows.slice(slowUnfolded), "The next slowest tests")}</details>` : undefined}</div>`;
}

function slowTable(rows: readonly Markup[], label: string): Markup {
  return html`<table aria-label="${label}"><colgroup><col><col class="t"><col class="b"></colgroup><thead class="again"><tr><th scope="col">Test</th><th scope="col">Time</th><th scope="col">Share of the slowest</th></tr></thead><tbody>
${join(rows)}</tbody></table>`;
}

function slowRow(placed: PageCase, longest: number, page: PageModel): Markup {
  const ms = msOf(placed);
  const share = Number(((100 * ms) / longest).toFixed(1));
  return html`<tr><th scope="row">${namedCase(placed, page)}</th><td>${duration(ms)}</td><td><svg width="100%" height="10" aria-hidden="true"><rect width="${share}%" height="10" rx="2"/></svg></td></tr>
`;
}

function distribution(timed: readonly PageCase[]): Markup {
  const numbers = bounds.map(() => 0);
  for (const placed of timed) {
    const ms = msOf(placed);
    const column = bounds.findIndex((bound) => ms < bound);
    numbers[column] = (numbers[column] ?? 0) + 1;
  }
  const first = numbers.findIndex((number) => number > 0);
  const last = numbers.findLastIndex((number) => number > 0);
  const columns = numbers.slice(first, last + 1).map((number, index) => ({ number, label: labelOf(first + index) }));
  const told = columns.map(({ number, label }) => `${label}: ${amount(number, "test")}`).join("; ");
  const at = (share: number): string => duration(msOf(timed[Math.floor(timed.length * share)]));
  return html`<div class="shares"><h3>How long tests take</h3><p class="soft">Half take less than ${at(0.5)}, one in twenty more than ${at(0.05)}.</p>
<svg role="img" aria-label="Tests by duration. ${told}" width="100%" height="${columns.length * 26}">${join(bars(columns))}</svg></div>
`;
}

function bars(columns: readonly { readonly number: number; readonly label: string }[]): readonly Markup[] {
  const most = columns.reduce((most, { number }) => Math.max(most, number), 1);
  return columns.map(({ number, label }, index) => {
    const width = number === 0 ? 0 : Math.max(0.5, (56 * number) / most);
    const y = index * 26;
    return html`<text x="28%" y="${y + 16}" class="end">${label}</text><rect x="30%" y="${y + 4}" width="${Number(width.toFixed(1))}%" height="16" rx="2"/><text x="${Number((31.5 + width).toFixed(1))}%" y="${y + 16}">${grouped(number)}</text>`;
  });
}

/** `3 – 10 s`, with the unit once if both ends have the same. */
function labelOf(column: number): string {
  const [low, high] = [bounds[column - 1], bounds[column]].map((bound) => (bound === undefined ? bound : brief(bound)));
  if (low === undefined) return `under ${high}`;
  if (high === undefined || bounds[column] === Number.POSITIVE_INFINITY) return `over ${low}`;
  const [number, unit] = low.split(" ");
  return high.endsWith(` ${unit}`) ? `${number} – ${high}` : `${low} – ${high}`;
}

function brief(ms: number): string {
  return ms < 60_000 ? duration(ms) : `${ms / 60_000} min`;
}
