import { expect, it } from "vitest";
import { reports } from "./fixtures/reports.ts";
import { reporters } from "./index.ts";

it("makes the files of the report directory, in the contract's order, of the same report each time", () => {
  const [report] = Object.values(reports);
  if (!report) throw new Error("There is a report");
  const made = () =>
    reporters("1.2.3").map(({ file, render }) => {
      const content = render(report);
      return [file, typeof content === "string" ? content : [...content].join("")];
    });
  const files = made();
  expect(files.map(([file]) => file)).toEqual(["junit.xml", "ctrf-report.json", "report.html", "summary.md"]);
  expect(files).toEqual(made());
});
