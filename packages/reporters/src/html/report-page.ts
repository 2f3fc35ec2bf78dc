import type { Report, Reporter } from "@remotest/core";
import { countsOf, sortedCases } from "../placed-case.ts";
import { serviceLine } from "../service-text.ts";
import { verdictTitle } from "../verdict-title.ts";
import { caseTables } from "./case-table.ts";
import { html, join, type Markup } from "./markup.ts";
import { cardsSection, verdictSection, warningsSection, withoutResultsSection } from "./sections.ts";
import { style } from "./style.ts";

/** Nothing is loaded and nothing runs, whatever a service puts into a name. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** `report.html`: one page that needs nothing but itself. */
export const htmlReporter: Reporter = { file: "report.html", render: (report) => page(report).markup };

function page(report: Report): Markup {
  const { notPassed, flaky } = sortedCases(report);
  const severalRuns = report.runs.length > 1;
  const names = report.runs.map(({ name }) => serviceLine(name, 100)).join(", ");
  const sections = join([
    verdictSection(report, countsOf(report)),
    cardsSection("Did not pass", notPassed, severalRuns),
    withoutResultsSection(report.runs),
    warningsSection(report.runs),
    cardsSection("Flaky: passed at a later attempt", flaky, severalRuns),
    caseTables(report),
  ]);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${verdictTitle(report.verdict)}${names ? `: ${names}` : ""}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<main>
${sections}</main>
</body>
</html>
`;
}
