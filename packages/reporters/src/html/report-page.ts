import type { Report, TextReporter } from "@remotest/core/flow";
import { serviceLine } from "../words/service-text.ts";
import { verdictTitle } from "../words/verdict-title.ts";
import { failingSection, flakySection, quarantinedSection } from "./case-cards.ts";
import { caseTables } from "./case-table.ts";
import { durationSection } from "./duration-section.ts";
import { shownKinds } from "./case-files.ts";
import { fileSection } from "./file-section.ts";
import { filterBar } from "./filter-bar.ts";
import { html, join, type Markup, pageScript, pageStyle } from "./markup.ts";
import { navigation, type Section } from "./navigation.ts";
import { scriptHash, styleHash } from "./page.gen.ts";
import { type PageModel, pageModel } from "./page-model.ts";
import { warningsSection, withoutResultsSection } from "./run-notes.ts";
import { trendSection } from "./trend-section.ts";
import { reportForFile } from "../cases/report-for-file.ts";
import { verdictSection } from "./verdict-section.ts";

/** In UTF-16 code units. Escaped and with its markup, a page takes several times as much. */
const mostMessages = 4 * 2 ** 20;

/** `report.html`: one page that needs no other file. */
export const htmlReporter: TextReporter = {
  file: "report.html",
  render: (report) => [...htmlParts(report)].join(""),
};

/** The content security policy: nothing is loaded, and only our own script runs, whatever a service puts into a name. */
function policy(page: PageModel): Markup {
  const kinds = shownKinds(page);
  const frames = kinds.has("page") || kinds.has("text") ? html`frame-src 'self'; ` : undefined;
  const images = kinds.has("image") ? html`img-src 'self'; ` : undefined;
  const videos = kinds.has("video") ? html`media-src 'self'; ` : undefined;
  const load = html`default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; ${frames}${images}${videos}`;
  return html`${load}base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
}

/** The text of the file in parts: the tables, which are most of it, are made while they are written. */
export function* htmlParts(report: Report): Generator<string> {
  const page = pageModel(reportForFile(report, mostMessages));
  yield beforeTables(page).markup;
  for (const { markup } of caseTables(page)) yield markup;
  yield html`</main>
</body>
</html>
`.markup;
}

function beforeTables(page: PageModel): Markup {
  const { report, counts } = page;
  const parts = sections(page);
  const links = counts.total > 0 ? [...parts, { id: "tests", title: "Every test" }] : parts;
  const names = report.runs.map(({ name }) => serviceLine(name, 100)).join(", ");
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(page)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${verdictTitle(report.verdict)}${names ? `: ${names}` : ""}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${verdictSection(page, navigation(links))}${filterBar(page)}<script>${pageScript}</script>
${join(parts.map(({ content }) => content))}`;
}

interface ShortSection extends Section {
  readonly content: Markup;
}

/** The sections above the tables that have something to say, in the order in which a reader needs them. */
function sections(page: PageModel): readonly ShortSection[] {
  const all = [
    { id: "without-results", title: "Without results", content: withoutResultsSection(page) },
    { id: "failing", title: "Did not pass", content: failingSection(page) },
    { id: "quarantined", title: "Quarantined", content: quarantinedSection(page) },
    { id: "warnings", title: "Warnings", content: warningsSection(page) },
    { id: "flaky", title: "Flaky", content: flakySection(page) },
    { id: "trends", title: "Trends", content: trendSection(page) },
    { id: "durations", title: "Durations", content: durationSection(page) },
    { id: "files", title: "From the service", content: fileSection(page) },
  ];
  return all.filter(({ content }) => content.markup !== "");
}
