import { amount, duration } from "../words/quantities.ts";
import type { ReportPoint, Trends } from "../cases/trends.ts";
import { namedCase } from "./card-link.ts";
import { badge, grouped, moment, outcomeTone, outcomeWord } from "./case-parts.ts";
import { columnChart, lineChart } from "./chart.ts";
import { html, join, type Markup } from "./markup.ts";
import type { PageCase, PageModel } from "./page-model.ts";
import { timeline } from "./timeline.ts";

/** The number of reports in a curve, and the number of tests in a list. */
const mostPoints = 60;
const mostListed = 50;

/** This report compared with earlier ones; empty if there are none. */
export function trendSection(page: PageModel): Markup {
  if (!page.trends) return html``;
  const points = page.trends.points.slice(-mostPoints);
  return html`<section id="trends" class="aside"><h2>Trends <span class="number">over ${amount(page.trends.points.length, "report")}</span></h2>
<div class="charts">${passRates(points)}${durations(points)}</div>
${numbers(points)}
<div class="lists">${lists(page, page.trends)}</div></section>
`;
}

function passRates(points: readonly ReportPoint[]): Markup {
  const rates = points.map(({ passRate }) => passRate);
  const chart = lineChart({
    values: rates.map((rate) => rate && 100 * rate),
    notes: points.map((point) => `${day(point)}: ${rateOf(point)}`),
    label: `Pass rate of ${amount(points.length, "report")}, from ${rateOf(points[0])} to ${rateOf(points.at(-1))}.`,
    unit: (value) => `${value}%`,
  });
  return html`<figure><figcaption>Pass rate <b>${rateOf(points.at(-1))}</b></figcaption>${chart}${ends(points)}</figure>`;
}

function durations(points: readonly ReportPoint[]): Markup {
  const last = points.at(-1);
  const chart = columnChart({
    values: points.map(({ durationMs }) => durationMs),
    notes: points.map((point) => `${day(point)}: ${duration(point.durationMs)}`),
    label: `Duration of ${amount(points.length, "report")}, from ${duration(points[0]?.durationMs ?? 0)} to ${duration(last?.durationMs ?? 0)}.`,
    unit: duration,
  });
  return html`<figure><figcaption>Duration <b>${duration(last?.durationMs ?? 0)}</b></figcaption>${chart}${ends(points)}</figure>`;
}

/** The span of time below a curve. */
function ends(points: readonly ReportPoint[]): Markup {
  return html`<p class="ends soft"><span>${day(points[0])}</span><span>${day(points.at(-1))}</span></p>`;
}

function day(point: ReportPoint | undefined): string {
  return point ? point.endedAt.toISOString().slice(0, 10) : "";
}

function rateOf(point: ReportPoint | undefined): string {
  if (point?.passRate === undefined) return "nothing ran";
  // 49,999 of 50,000 are not 100%.
  return `${Math.floor(1000 * point.passRate) / 10}%`;
}

function numbers(points: readonly ReportPoint[]): Markup {
  const rows = points.toReversed().map(
    (point) =>
      html`<tr><th scope="row">${moment(point.endedAt)}</th><td>${rateOf(point)}</td><td>${grouped(point.counts.passed)}</td><td>${grouped(point.counts.failed)}</td><td>${grouped(point.counts.errors)}</td><td>${duration(point.durationMs)}</td></tr>
`,
  );
  return html`<details><summary>The same in numbers</summary><div class="wide" tabindex="0" role="group" aria-label="Reports"><table class="numbers" aria-label="Reports, newest first"><thead><tr><th scope="col">Report</th><th scope="col">Pass rate</th><th scope="col">Passed</th><th scope="col">Failed</th><th scope="col">Broken</th><th scope="col">Duration</th></tr></thead><tbody>
${join(rows)}</tbody></table></div></details>`;
}

function lists(page: PageModel, { newlyFailing, newlyFixed }: Trends): Markup {
  const cases = page.suites.flatMap((suite) => suite.cases);
  return join([
    list(
      "Newly failing",
      cases.filter(({ trend }) => trend?.failing?.newly),
      newlyFailing,
      page,
    ),
    list(
      "Newly fixed",
      cases.filter(({ trend }) => trend?.fixed),
      newlyFixed,
      page,
    ),
    list(
      "Flaky lately",
      cases.filter(({ trend }) => trend?.flaky),
      undefined,
      page,
    ),
  ]);
}

function list(title: string, cases: readonly PageCase[], number: number | undefined, page: PageModel): Markup {
  const items = cases.slice(0, mostListed).map((placed) => {
    const { key, testCase } = placed;
    const outcomes = page.report.history.map(({ outcomes }) => outcomes.get(key));
    const now = outcomeTone(testCase) as "passed";
    return html`<li><span>${namedCase(placed, page)} ${badge(outcomeTone(testCase), outcomeWord(testCase))}</span> ${timeline([...outcomes, now])}</li>
`;
  });
  const more = cases.length - mostListed;
  const omitted = more > 0 ? html`<li class="soft">and ${grouped(more)} more</li>` : undefined;
  return html`<div><h3>${title} <span class="number">${grouped(number ?? cases.length)}</span></h3>${items.length > 0 ? html`<ul>${join(items)}${omitted}</ul>` : html`<p class="soft">None</p>`}</div>
`;
}
