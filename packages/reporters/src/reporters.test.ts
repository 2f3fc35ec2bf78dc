import { wholeText } from "@remotest/core/flow";
import { expect, it } from "vitest";
import { reports } from "./fixtures/reports.ts";
import { reportFileNames } from "./index.ts";
import { reporters } from "./reporters.ts";

it("makes the files of the report directory, in the contract's order, of the same report each time", () => {
  const [report] = Object.values(reports);
  if (!report) throw new Error("There is a report");
  const made = () => reporters("1.2.3").map((reporter) => [reporter.file, wholeText(reporter.render(report))]);
  const files = made();
  expect(files.map(([file]) => file)).toEqual(["junit.xml", "ctrf-report.json", "report.html", "summary.md"]);
  expect(files.map(([file]) => file)).toEqual(reportFileNames);
  expect(files).toEqual(made());
});
