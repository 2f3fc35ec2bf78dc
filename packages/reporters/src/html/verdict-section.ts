import type { Verdict } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { runLine } from "../cases/placed-case.ts";
import { duration } from "../words/quantities.ts";
import { serviceLine } from "../words/service-text.ts";
import { verdictTitle } from "../words/verdict-title.ts";
import { badge, linkTo, moment } from "./case-parts.ts";
import { html, join, type Markup } from "./markup.ts";
import type { PageModel } from "./page-model.ts";

const mostRunsUnfolded = 8;

/** The verdict and its reason, the runs, and links to the sections. */
export function verdictSection(page: PageModel, navigation: Markup): Markup {
  const { verdict } = page.report;
  return html`<header class="verdict ${tone(verdict)}">
${sign(verdict)}<div><h1>${verdictTitle(verdict)}</h1>
<p class="reason"><bdi>${verdict.reason}</bdi></p>
${runList(page)}${originLine(page.report)}</div>
${navigation}${proportions(page)}</header>
`;
}

/** The class that gives a verdict its colour. */
function tone({ kind }: Verdict): string {
  if (kind === "passed" || kind === "failed") return kind;
  return "error";
}

const strokes = {
  passed: "M12 21.5l6.5 6.5L29 15",
  failed: "M14 14l13 13M27 14L14 27",
  error: "M20.5 11v12M20.5 28.5v.5",
} as const;

/** A tick, a cross or an exclamation mark, hidden from screen readers because the title says the same. */
function sign(verdict: Verdict): Markup {
  const stroke = strokes[tone(verdict) as keyof typeof strokes];
  return html`<svg class="sign" viewBox="0 0 41 41" width="41" height="41" aria-hidden="true"><circle cx="20.5" cy="20.5" r="20.5"/><path d="${stroke}"/></svg>`;
}

/** The runs, folded if there are many: a plan can have hundreds. */
function originLine({ commit, origin }: Report): Markup {
  const { branch, build, buildUrl, startedBy, system = "" } = origin ?? {};
  const label = `${serviceLine(system, 30)} build ${serviceLine(build ?? "", 60)}`.trim();
  const parts = [
    branch !== undefined && html`Branch <bdi>${serviceLine(branch, 100)}</bdi>`,
    commit !== undefined && html`commit <code title="${commit}">${commit.slice(0, 10)}</code>`,
    buildUrl === undefined ? build !== undefined && html`${label}` : linkTo({ label, href: buildUrl }),
    startedBy !== undefined && html`started by <bdi>${serviceLine(startedBy, 100)}</bdi>`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return html``;
  return html`<p class="soft origin">${join(parts.map((part, index) => (index === 0 ? part : html` · ${part}`)))}</p>
`;
}

/** The runs, folded if there are many: a plan can have hundreds. */
function runList(page: PageModel): Markup {
  const { runs } = page.report;
  const lines = join(runs.map((run) => runLineOf(run, page)));
  return runs.length > mostRunsUnfolded
    ? html`<details><summary>${runs.length} runs</summary>${lines}</details>`
    : lines;
}

function runLineOf(run: RunReport, { severalRuns, nameOf }: PageModel): Markup {
  const took = duration(run.endedAt.getTime() - run.startedAt.getTime());
  const page = run.handle?.url;
  const verdict = severalRuns ? html`${badge(tone(run.verdict), verdictTitle(run.verdict))} · ` : undefined;
  const ref = run.handle ? html` · <bdi>${serviceLine(run.handle.ref, 200)}</bdi>` : undefined;
  const name = severalRuns ? html`<b><bdi>${nameOf(run)}</bdi></b>${ref}` : html`<bdi>${runLine(run)}</bdi>`;
  return html`<p class="soft">${verdict}${name} · ${moment(run.startedAt)} · ${took}${page ? html` · ${linkTo({ label: "Open at the service", href: page })}` : undefined}</p>
`;
}

/** The outcomes as one bar. The counts below it say the same in numbers. */
function proportions({ counts }: PageModel): Markup | undefined {
  if (counts.total === 0) return undefined;
  const parts = [
    ["failed", counts.failed],
    ["error", counts.errors],
    ["flaky", counts.flaky],
    ["passed", counts.passed - counts.flaky],
    ["skipped", counts.skipped],
  ] as const;
  // Two failures among 50,000 must still be seen.
  const widths = parts.map(([, number]) => (number === 0 ? 0 : Math.max(0.6, (100 * number) / counts.total)));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let from = 0;
  const rects = parts.map(([tone], index) => {
    const width = (widths[index] ?? 0) * scale;
    const rect = html`<rect class="${tone}" x="${percent(from)}" width="${percent(width)}" height="8"/>`;
    from += width;
    return width > 0 ? rect : html``;
  });
  return html`<svg class="proportions" width="100%" height="8" aria-hidden="true">${join(rects)}</svg>
`;
}

/** A length in per cent of the drawing's width. */
function percent(share: number): string {
  return `${Number(share.toFixed(2))}%`;
}
