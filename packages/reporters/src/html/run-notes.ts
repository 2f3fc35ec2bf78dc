import { allWarnings, type RunReport } from "@remotest/core/flow";
import { attachCommandOf } from "../words/attach-command.ts";
import { runLine } from "../cases/placed-case.ts";
import { verdictTitle } from "../words/verdict-title.ts";
import { badge } from "./case-parts.ts";
import { html, join, type Markup } from "./markup.ts";
import type { PageModel } from "./page-model.ts";

/** The runs without results: their errors and next steps. */
export function withoutResultsSection(page: PageModel): Markup {
  const cards = page.report.runs.flatMap((run) =>
    run.end.kind === "no-results" ? [withoutResults(run, run.end.error, page)] : [],
  );
  return cards.length === 0
    ? html``
    : html`<section id="without-results"><h2>Without results <span class="number">${cards.length}</span></h2>
${join(cards)}</section>
`;
}

function withoutResults(
  run: RunReport,
  error: { readonly code: string; readonly next: string },
  { report, severalRuns, nameOf }: PageModel,
): Markup {
  const command = attachCommandOf(run, report);
  return html`<article class="card error"><h3><bdi>${severalRuns ? nameOf(run) : runLine(run)}</bdi></h3>
<p class="soft">${badge("error", verdictTitle(run.verdict))} · <code>${error.code}</code></p>
<p><bdi>${run.verdict.reason}</bdi></p><p>Next step: <bdi>${error.next}</bdi></p>
${command ? html`<p>Wait for it: <code class="command">${command}</code></p>` : undefined}</article>
`;
}

/** The warnings about the plan and its runs. */
export function warningsSection({ report, severalRuns, nameOf }: PageModel): Markup {
  const ofRuns = report.runs.flatMap((run) =>
    run.end.kind === "results" ? allWarnings(run.end.testRun).map((warning) => ({ run, warning })) : [],
  );
  const items = [
    ...allWarnings(report).map((warning) => html`<li><bdi>${warning}</bdi></li>`),
    ...ofRuns.map(
      ({ run, warning }) =>
        html`<li><bdi>${warning}</bdi>${severalRuns ? html` <span class="soft"><bdi>${nameOf(run)}</bdi></span>` : undefined}</li>`,
    ),
  ];
  if (items.length === 0) return html``;
  return html`<section id="warnings" class="aside"><h2>Warnings <span class="number">${items.length}</span></h2><ul class="notes">${join(items)}</ul></section>
`;
}
