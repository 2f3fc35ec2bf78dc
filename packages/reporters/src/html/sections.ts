import type { Counts, Report, RunReport, Verdict } from "@remotest/core";
import { attachCommandOf } from "../attach-command.ts";
import { nameLine, type PlacedCase, runLine } from "../placed-case.ts";
import { duration } from "../quantities.ts";
import { verdictTitle } from "../verdict-title.ts";
import { badge, earlierAttempts, links, linkTo, message, took } from "./case-parts.ts";
import { html, join, type Markup } from "./markup.ts";

const mostRunsUnfolded = 8;

/** What the pipeline does and why, the counts, and each run. */
export function verdictSection(report: Report, counts: Counts): Markup {
  const { verdict, runs } = report;
  return html`<header class="verdict ${tone(verdict)}">
<h1>${verdictTitle(verdict)}</h1>
<p><bdi>${verdict.reason}</bdi></p>
${runList(runs)}
${countList(counts)}
</header>
`;
}

function tone({ kind }: Verdict): string {
  if (kind === "passed" || kind === "failed") return kind;
  return "error";
}

/** A plan can have hundreds of runs: then they fold. */
function runList(runs: readonly RunReport[]): Markup {
  const lines = join(runs.map((run) => runLineOf(run, runs.length > 1)));
  return runs.length > mostRunsUnfolded
    ? html`<details><summary>${runs.length} runs</summary>${lines}</details>`
    : lines;
}

function runLineOf(run: RunReport, severalRuns: boolean): Markup {
  const took = duration(run.endedAt.getTime() - run.startedAt.getTime());
  const page = run.handle?.url;
  return html`<p class="soft">${severalRuns ? html`<span class="badge ${tone(run.verdict)}">${verdictTitle(run.verdict)}</span> · ` : undefined}<bdi>${runLine(run)}</bdi> · ${moment(run.startedAt)} · ${took}${page ? html` · ${linkTo({ label: "Open at the service", href: page })}` : undefined}</p>
`;
}

function moment(date: Date): Markup {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}

function countList(counts: Counts): Markup {
  const columns = [
    ["Total", counts.total, ""],
    ["Passed", counts.passed, "passed"],
    ["Failed", counts.failed, "failed"],
    ["Broken", counts.errors, "error"],
    ["Skipped", counts.skipped, "skipped"],
    ["Flaky", counts.flaky, "flaky"],
  ] as const;
  const items = columns.map(
    ([name, number, tone]) => html`<div class="${number > 0 ? tone : "none"}"><dt>${name}</dt><dd>${number}</dd></div>`,
  );
  return html`<dl class="counts">${join(items)}</dl>`;
}

/** Runs that brought no results: what went wrong and what to do. */
export function withoutResultsSection(runs: readonly RunReport[]): Markup {
  const cards = runs.flatMap((run) => (run.end.kind === "no-results" ? [withoutResults(run, run.end.error)] : []));
  return cards.length === 0
    ? html``
    : html`<section><h2>Without results (${cards.length})</h2>${join(cards)}</section>
`;
}

function withoutResults(run: RunReport, error: { readonly code: string; readonly next: string }): Markup {
  const command = attachCommandOf(run);
  return html`<article class="card error"><h3><bdi>${runLine(run)}</bdi></h3>
<p><span class="badge">${verdictTitle(run.verdict)}</span> <code>${error.code}</code></p>
<p><bdi>${run.verdict.reason}</bdi></p><p>Next step: <bdi>${error.next}</bdi></p>
${command ? html`<p>Wait for it: <code>${command}</code></p>` : undefined}</article>
`;
}

/** What the services said besides the results. */
export function warningsSection(runs: readonly RunReport[]): Markup {
  const warnings = runs.flatMap(({ end }) => (end.kind === "results" ? end.testRun.warnings : []));
  if (warnings.length === 0) return html``;
  return html`<section><h2>Warnings</h2><ul>${join(warnings.map((warning) => html`<li><bdi>${warning}</bdi></li>`))}</ul></section>
`;
}

/** How many tests get a card of their own; the table has every one. */
const mostCards = 1000;

/** Test cases with all that is known of them, a card each. */
export function cardsSection(title: string, cases: readonly PlacedCase[], severalRuns: boolean): Markup {
  if (cases.length === 0) return html``;
  const more = cases.length - mostCards;
  const omitted = more > 0 ? html`<p>${more} more are in the table of every test.</p>` : undefined;
  const cards = cases.slice(0, mostCards).map((placed) => card(placed, severalRuns));
  return html`<section><h2>${title} (${cases.length})</h2>
${join(cards)}${omitted}</section>
`;
}

function card({ run, suite, testCase }: PlacedCase, severalRuns: boolean): Markup {
  const tone = testCase.outcome === "passed" ? "flaky" : testCase.outcome;
  const runName = severalRuns ? html` · <bdi>${runLine(run)}</bdi>` : undefined;
  const time = testCase.durationMs === undefined ? "" : ` · ${took(testCase)}`;
  return html`<article class="card ${tone}"><h3><bdi>${nameLine(testCase.name)}</bdi></h3>
<p class="soft">${badge(testCase)} · <bdi>${nameLine(suite)}</bdi>${runName}${time}</p>
${message(testCase)}${links(testCase.links)}${earlierAttempts(testCase.earlierAttempts)}</article>
`;
}
