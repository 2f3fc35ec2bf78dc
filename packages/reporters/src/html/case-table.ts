import type { TestCase } from "@remotest/core";
import { messageText, nameLine } from "../cases/placed-case.ts";
import { safeHref } from "../words/safe-href.ts";
import { serviceLine } from "../words/service-text.ts";
import { hasCard, mostCards } from "./card-link.ts";
import { grouped, outcomeTone, outcomeWord, took } from "./case-parts.ts";
import { html, join, type Markup } from "./markup.ts";
import type { PageCase, PageModel, PageSuite } from "./page-model.ts";

/**
 * The rows in one table. A browser can skip the rendering of blocks that are out of sight, but not of rows. So a long
 * suite has several tables, one below the other. A suite that fits into one table is such a block itself.
 */
const rowsInAPart = 200;

/** The columns of all tables of a page. */
interface Columns {
  /** Cases whose message is nowhere else on the page. */
  readonly withoutCard: ReadonlySet<PageCase>;
  readonly links: boolean;
  readonly page: PageModel;
}

/** Every test case of every run, in the service's order; nothing if there are none. */
export function* caseTables(page: PageModel): Generator<Markup> {
  const suites = page.suites.filter(({ cases }) => cases.length > 0);
  if (suites.length === 0) return;
  const columns: Columns = {
    withoutCard: new Set([...page.failing.slice(mostCards), ...page.quarantined.slice(mostCards)]),
    links: suites.some(({ cases }) => cases.some(({ testCase }) => testCase.links.length > 0)),
    page,
  };
  yield html`<section id="tests"><h2>Every test</h2><p class="nothing">No test has all of that.</p>
`;
  for (const suite of suites) yield* suiteSection(suite, page, columns);
  yield html`</section>
`;
}

function* suiteSection(
  suite: PageSuite,
  { report, severalRuns, nameOf }: PageModel,
  columns: Columns,
): Generator<Markup> {
  const { name, cases, run } = suite;
  const runName = severalRuns ? html`<span class="run soft"><bdi>${nameOf(run)}</bdi></span> ` : undefined;
  const lazy = cases.length <= rowsInAPart ? html` lazy${sizeClass(cases.length)}` : undefined;
  yield html`<div class="suite${lazy}" data-run="${report.runs.indexOf(run)}"><h3>${runName}<bdi>${nameLine(name)}</bdi> <span class="number">${grouped(cases.length)}</span></h3>
`;
  for (let from = 0; from < cases.length; from += rowsInAPart) yield part(suite, from, columns);
  yield html`</div>
`;
}

function part({ name, cases }: PageSuite, from: number, columns: Columns): Markup {
  const rows = join(cases.slice(from, from + rowsInAPart).map((placed) => row(placed, columns)));
  const to = Math.min(from + rowsInAPart, cases.length);
  const range = cases.length > rowsInAPart ? `, ${from + 1} to ${to} of ${cases.length}` : "";
  const link = columns.links ? { col: html`<col class="l">`, head: html`<th scope="col">Link</th>` } : undefined;
  const lazy = range === "" ? undefined : html` lazy${sizeClass(to - from)}`;
  return html`<div class="part${lazy}"><table aria-label="${nameLine(name, 100)}${range}"><colgroup><col><col class="o"><col class="t">${link?.col}</colgroup>
<thead class="again"><tr><th scope="col">Test</th><th scope="col">Outcome</th><th scope="col">Time</th>${link?.head}</tr></thead><tbody>
${rows}</tbody></table></div>
`;
}

/** Returns the class that gives the browser the height of a part that it has not rendered yet. */
function sizeClass(rows: number): string {
  const bound = [10, 40, 100].find((bound) => rows <= bound);
  return bound ? ` upto${bound}` : "";
}

// With 50,000 rows each byte and each element counts: optional end tags and scopes are omitted, and the style replaces
// elements that would only wrap a text.
function row(placed: PageCase, columns: Columns): Markup {
  const { testCase, id } = placed;
  const forgiven = testCase.quarantine ? { tone: " quarantined", word: ", quarantined" } : undefined;
  const said = columns.withoutCard.has(placed) ? firstWords(testCase) : undefined;
  return html`<tr id="t-${id}"><th><a href="#${hasCard(placed, columns.page) ? "c" : "t"}-${id}">${nameLine(testCase.name)}</a>${said}<td class="${outcomeTone(testCase)}${forgiven?.tone}">${outcomeWord(testCase)}${forgiven?.word}<td>${took(testCase)}${columns.links ? html`<td>${firstLink(testCase)}` : undefined}
`;
}

function firstWords(testCase: TestCase): Markup {
  return html`<div class="soft">${serviceLine(messageText(testCase, 300), 200)}</div>`;
}

function firstLink({ links: [link] }: TestCase): Markup | undefined {
  if (!link) return undefined;
  const safe = safeHref(link.href);
  const name = serviceLine(link.label, 100) || "Link";
  return safe === undefined
    ? html`<span>${name}: ${serviceLine(link.href, 300)}</span>`
    : html`<a href="${safe}">${name}</a>`;
}
