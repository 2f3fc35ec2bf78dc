import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readReportDocument } from "../../packages/core/src/flow.ts";
import { publishedSchema } from "./published-schemas.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/data.md"), "utf8");

/** The examples below a heading of the page. */
function examples(heading: string): readonly string[] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  const [own = ""] = section.split("\n## ");
  return [...own.matchAll(/```json\n(.*?)```/gs)].map(([, example = ""]) => example);
}

describe("each example of docs/data.md is valid by the schema that the page names", () => {
  it.each([
    { heading: "--json", schema: "json-output", number: 6 },
    { heading: "results.json", schema: "results", number: 1 },
    { heading: "run.json", schema: "run", number: 1 },
  ] as const)("$heading", ({ heading, schema, number }) => {
    const found = examples(heading);
    expect(found).toHaveLength(number);
    const fault = publishedSchema(schema);
    for (const example of found) expect(fault(JSON.parse(example)), example).toBeUndefined();
  });

  it("and its results.json is one that Remotest reads", () => {
    const [example = ""] = examples("results.json");
    expect(readReportDocument(example).verdict.kind).toBe("failed");
  });
});
