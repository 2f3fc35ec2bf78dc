import type { Outcome } from "@remotest/core";
import type { Report } from "@remotest/core/flow";
import { type FailureGroup, failureGroups, placesWords } from "../cases/failure-groups.ts";
import { nameLine } from "../cases/placed-case.ts";
import { amount } from "../words/quantities.ts";
import { serviceLine } from "../words/service-text.ts";
import { attempts } from "./attempts.ts";
import { mostCards } from "./card-link.ts";
import { caseFiles } from "./case-files.ts";
import { badge, grouped, outcomeTone, outcomeWord, took } from "./case-parts.ts";
import { html, join, type Markup } from "./markup.ts";
import type { PageCase, PageModel } from "./page-model.ts";
import { timeline } from "./timeline.ts";

/** The tests that did not pass and stop the pipeline, or would: the first thing to read. */
export function failingSection(page: PageModel): Markup {
  return cardsSection({ id: "failing", title: "Did not pass" }, page.failing, page, groupedCards(page.failing, page));
}

/** The failures that the quarantine file forgives. */
export function quarantinedSection(page: PageModel): Markup {
  return cardsSection(
    { id: "quarantined", title: "Quarantined: failed, and forgiven for now" },
    page.quarantined,
    page,
    groupedCards(page.quarantined, page),
  );
}

/** The cases that passed only at a later attempt. */
export function flakySection(page: PageModel): Markup {
  return cardsSection({ id: "flaky", title: "Flaky: passed at a later attempt" }, page.flaky, page);
}

interface Heading {
  readonly id: string;
  readonly title: string;
}

function cardsSection(
  { id, title }: Heading,
  cases: readonly PageCase[],
  page: PageModel,
  cards: Markup = join(cases.slice(0, mostCards).map((placed) => card(placed, page))),
): Markup {
  if (cases.length === 0) return html``;
  const more = cases.length - mostCards;
  const omitted =
    more > 0 ? html`<p class="more">${grouped(more)} more are in the table of every test.</p>` : undefined;
  return html`<section id="${id}" class="cards"><h2>${title} <span class="number">${grouped(cases.length)}</span></h2>
${cards}${omitted}</section>
`;
}

/** Cards by the cause of the failures: the first group is open and the others fold, each with its first card in front. */
function groupedCards(cases: readonly PageCase[], page: PageModel): Markup {
  const withCard = new Set(cases.slice(0, mostCards));
  let isOpen = true;
  const groups = failureGroups(cases, page.trends).map((group) => {
    const cards = group.cases.filter((placed) => withCard.has(placed)).map((placed) => card(placed, page));
    if (group.cases.length === 1 || cards.length === 0) return join(cards);
    const markup = foldedGroup(group, cards, isOpen);
    isOpen = false;
    return markup;
  });
  return join(groups);
}

function foldedGroup(group: FailureGroup, [first = html``, ...others]: readonly Markup[], isOpen: boolean): Markup {
  const places = placesWords(group);
  const where = places === "" ? undefined : html` <span class="soft">(${places})</span>`;
  const more = html`<details class="others"><summary>${grouped(others.length)} more for the same cause</summary>
${join(others)}</details>`;
  return html`<details class="group"${isOpen ? html` open` : undefined}><summary><b>${grouped(group.cases.length)} ×</b> <bdi>${group.title}</bdi>${where}</summary>
${first}${others.length > 0 ? more : undefined}</details>
`;
}

function card(placed: PageCase, { severalRuns, nameOf, report }: PageModel): Markup {
  const { run, suite, testCase, id } = placed;
  const runName = severalRuns ? html` · <bdi>${nameOf(run)}</bdi>` : undefined;
  const time = testCase.durationMs === undefined ? "" : ` · ${took(testCase)}`;
  return html`<article class="card ${outcomeTone(testCase)}${testCase.quarantine ? " forgiven" : ""}" id="c-${id}"><h3><a href="#c-${id}"><bdi>${nameLine(testCase.name)}</bdi></a></h3>
<p class="soft">${badge(outcomeTone(testCase), outcomeWord(testCase))} · <bdi>${nameLine(suite)}</bdi>${runName}${time}</p>
${quarantine(placed)}${past(placed, report)}${attempts(testCase)}${caseFiles(placed)}</article>
`;
}

function quarantine({ testCase }: PageCase): Markup | undefined {
  if (!testCase.quarantine) return undefined;
  const { reason, until } = testCase.quarantine;
  return html`<p class="note">Quarantined until <b>${serviceLine(until, 40)}</b>: <bdi>${serviceLine(reason, 1000)}</bdi></p>`;
}

/** How long the case has been failing, and its outcomes in the latest reports. */
function past({ testCase, key, trend }: PageCase, report: Report): Markup | undefined {
  const outcomes = report.history.map(({ outcomes }) => outcomes.get(key));
  if (outcomes.every((outcome) => outcome === undefined)) return undefined;
  const now: Outcome | "flaky" = outcomeTone(testCase) as Outcome | "flaky";
  return html`<p class="soft past">${timeline([...outcomes, now])} <span>${sinceWhen(trend)}</span></p>`;
}

function sinceWhen(trend: PageCase["trend"]): Markup | string {
  if (trend?.failing?.newly) return html`<b>Newly failing</b>: passed the last time it ran`;
  if (trend?.failing) {
    const { since, reports, passedBefore } = trend.failing;
    const day = since.toISOString().slice(0, 10);
    return `Failing since ${day}${passedBefore ? "" : " or longer"} (${amount(reports, "report")})`;
  }
  if (trend?.flaky) return `Flaky in ${trend.flaky.reports} of its last ${amount(trend.flaky.of, "report")}`;
  return "";
}
