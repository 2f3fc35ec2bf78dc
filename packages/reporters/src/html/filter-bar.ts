import { grouped } from "./case-parts.ts";
import { html, join, type Markup } from "./markup.ts";
import type { PageModel } from "./page-model.ts";

/**
 * The counts and the filters. Without the script the counts are only numbers, and the filters stay hidden.
 */
export function filterBar({ counts, report, suites }: PageModel): Markup {
  if (counts.total === 0) return html``;
  const columns = [
    ["failed", "Failed", counts.failed],
    ["error", "Broken", counts.errors],
    ["quarantined", "Quarantined", counts.quarantined],
    ["flaky", "Flaky", counts.flaky],
    ["skipped", "Skipped", counts.skipped],
    ["passed", "Passed", counts.passed],
  ] as const;
  const items = columns.map(([outcome, word, number]) =>
    number === 0 && (outcome === "quarantined" || outcome === "flaky")
      ? html``
      : html`<li class="${number > 0 ? outcome : "none"}" data-outcome="${outcome}"><b>${grouped(number)}</b> ${word}</li>`,
  );
  return html`<div class="bar" role="search" aria-label="Tests"><ul class="counts">
<li class="all" data-outcome=""><b>${grouped(counts.total)}</b> ${counts.total === 1 ? "Test" : "Tests"}</li>${join(items)}</ul>
<form hidden><input type="search" id="text" aria-label="Search tests" placeholder="Search names and messages" aria-keyshortcuts="/" autocomplete="off" spellcheck="false">${choice("suite", "Suite", suites.length)}${choice("run", "Run", report.runs.length)}${arrangement(report.runs.length)}<output for="text"></output><button type="reset" hidden>Clear</button></form></div>
`;
}

/** A select element, filled by the script; undefined if there is nothing to choose. */
function choice(id: string, label: string, number: number): Markup | undefined {
  return number > 1
    ? html`<select id="${id}" aria-label="${label}"><option value="">All ${label.toLowerCase()}s</option></select>`
    : undefined;
}

/** How the table of every test is grouped and sorted; the script does it. */
function arrangement(runs: number): Markup {
  const groups = [
    ["", "Group by suite"],
    ...(runs > 1 ? [["run", "Group by run"]] : []),
    ["name", "Group by name"],
    ["all", "No groups"],
  ];
  const orders = [
    ["", "Service's order"],
    ["name", "Sort by name"],
    ["outcome", "Sort by outcome"],
    ["time", "Slowest first"],
  ];
  const select = (id: string, label: string, options: readonly (readonly string[])[]): Markup =>
    html`<select id="${id}" aria-label="${label}">${join(options.map(([value, text]) => html`<option value="${value}">${text}</option>`))}</select>`;
  return html`${select("group", "Groups", groups)}${select("sort", "Order", orders)}`;
}
