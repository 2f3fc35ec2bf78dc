import type { Report, TestCase } from "@remotest/core";
import { nameLine, runLine } from "../placed-case.ts";
import { badge, linkTo, took } from "./case-parts.ts";
import { html, join, type Markup } from "./markup.ts";

/**
 * Rows in one table. A browser leaves a part of the page that is out of sight unrendered, but only whole blocks, never
 * rows: so a long table is several, one below the other.
 */
const rowsInAPart = 200;

const head: Markup = html`<colgroup><col><col class="o"><col class="t"><col class="l"></colgroup>
<thead><tr><th scope="col">Test</th><th scope="col">Outcome</th><th scope="col">Time</th><th scope="col">Link</th></tr></thead>`;

/** Every test case of every run, in the service's order. */
export function caseTables(report: Report): Markup {
  const suites = report.runs.flatMap((run) =>
    run.end.kind === "results"
      ? run.end.testRun.suites.map(({ name, cases }) => ({
          title: report.runs.length > 1 ? `${runLine(run)}: ${nameLine(name)}` : nameLine(name),
          cases,
        }))
      : [],
  );
  if (suites.every(({ cases }) => cases.length === 0)) return html``;
  return html`<section><h2>Every test</h2>
${join(suites.flatMap(({ title, cases }) => parts(title, cases)))}</section>
`;
}

function parts(title: string, cases: readonly TestCase[]): Markup[] {
  const parts: Markup[] = [];
  for (let from = 0; from < cases.length; from += rowsInAPart) {
    const rows = join(cases.slice(from, from + rowsInAPart).map(row));
    const to = Math.min(from + rowsInAPart, cases.length);
    const range = cases.length > rowsInAPart ? ` (${from + 1} to ${to} of ${cases.length})` : "";
    parts.push(html`<div class="part"><table><caption><bdi>${title}</bdi>${range}</caption>${head}<tbody>
${rows}</tbody></table></div>
`);
  }
  return parts;
}

function row(testCase: TestCase): Markup {
  const [link] = testCase.links;
  return html`<tr><td><bdi>${nameLine(testCase.name)}</bdi></td><td>${badge(testCase)}</td><td>${took(testCase)}</td><td>${link && linkTo(link)}</td></tr>
`;
}
