import { expect, test } from "vitest";
import { variableName } from "@remotest/core";
import { commands } from "../commands/index.ts";
import { outputNames } from "../command-line/output-names.ts";
import { misspelt } from "./misspelt.ts";

test("no variable of any command, of an output or of the GitLab component is misspelt", () => {
  const names = [
    ...commands.flatMap(({ options }) => Object.keys(options).map((name) => variableName("remotest", name))),
    ...outputNames.map((name) => `REMOTEST_${name.replaceAll("-", "_").toUpperCase()}`),
    "REMOTEST_COMPONENT_PROVIDER",
    "REMOTEST_COMPONENT_REPORT_DIR",
  ];
  expect(misspelt([], [], { env: Object.fromEntries(names.map((name) => [name, "1"])) })).toEqual([]);
});

test.for([
  { given: "REMOTEST_TIMOUT", meant: "REMOTEST_TIMEOUT" },
  { given: "REMOTEST_FAILON", meant: "REMOTEST_FAIL_ON" },
  { given: "REMOTEST_RESUM", meant: "REMOTEST_RESUME" },
  { given: "REMOTEST_RERUNFAILED", meant: "REMOTEST_RERUN_FAILED" },
])("$given", ({ given, meant }) => {
  expect(misspelt([], [], { env: { [given]: "1" } })).toMatchObject([{ suggestion: `Did you mean ${meant}?` }]);
});
