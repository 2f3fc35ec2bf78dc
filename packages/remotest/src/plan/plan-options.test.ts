import { type Problem, worded } from "@remotest/core";
import { describe, expect, test } from "vitest";
import { planFilePath } from "../command-line/plan-file-path.ts";
import { inputNames } from "../command-line/plugin-names.ts";
import { type CommandLine, readCommandLine } from "../command-line/read-command-line.ts";
import { runCommand } from "../commands/run.ts";
import { emptyPlanOptions, planOptionProblems } from "./plan-options.ts";

const line = (...args: readonly string[]): CommandLine => readCommandLine(["run", ...args], [runCommand.options]);
const texts = (problems: readonly Problem[], env: Readonly<Record<string, string>> = {}): readonly string[] =>
  problems.map(({ message }) => worded(message, inputNames(env)));

describe("an option of a plan that is given without a value", () => {
  test.for([
    { args: ["--run", ""], says: ["--run is given, but empty."] },
    { args: ["--run="], says: ["--run is given, but empty."] },
    { args: ["--run", " "], says: ["--run is given, but empty."] },
    { args: ["--shard="], says: ["--shard is given, but empty."] },
    { args: ["--config=", "--shard="], says: ["--config is given, but empty.", "--shard is given, but empty."] },
    { args: ["--run=a", "--run="], says: ["--run is given, but empty."] },
    { args: ["--run", "a", "--name", ""], says: [] },
    { args: [], says: [] },
  ])("$args", ({ args, says }) => {
    expect(texts(emptyPlanOptions(line(...args)))).toEqual(says);
  });
});

describe("an option of a plan beside a provider", () => {
  const env = { REMOTEST_CONFIG: "remotest.yaml", REMOTEST_SHARD: "2/4" };

  test("is refused; a variable may be set for other commands", () => {
    expect(texts(planOptionProblems(line("ats", "--run", "a"), env))).toEqual([
      "--run is for the runs of a plan file, so it cannot be used with a provider.",
    ]);
  });

  test.for(["github", "azure", "gitlab", "jenkins"])("is an input in a plugin, and has its name: %s", (plugin) => {
    const inPlugin = { ...env, REMOTEST_RUN: "", REMOTEST_PLUGIN: plugin };
    expect(texts(planOptionProblems(line("ats"), inPlugin, "attach"), inPlugin)).toEqual([
      "config is for the runs of a plan file, so it cannot be used with attach.",
      "shard is for the runs of a plan file, so it cannot be used with attach.",
    ]);
  });
});

test.for([
  { args: [], wanted: undefined },
  { args: ["--app-id", "SHOP"], wanted: undefined },
  { args: ["--run", "shop *"], wanted: "remotest.yaml" },
  { args: ["--shard", "2/4"], wanted: "remotest.yaml" },
  { args: ["ats", "--shard", "2/4"], wanted: undefined },
])("where there is no remotest.yaml, run $args means the plan file $wanted", ({ args, wanted }) => {
  const instead = { ...runCommand, takesPlan: "instead-of-a-provider" } as const;
  expect(planFilePath(instead, ["run", ...args], {})).toBe(wanted);
});

test("a plugin takes no plan file that is not named: its provider may be an empty variable", () => {
  const always = { ...runCommand, takesPlan: "always" } as const;
  expect(planFilePath(always, ["run"], {})).toBe("remotest.yaml");
  expect(planFilePath(always, ["run"], { REMOTEST_PLUGIN: "github" })).toBeUndefined();
  expect(planFilePath(always, ["run"], { REMOTEST_PLUGIN: "github", REMOTEST_CONFIG: "a.yaml" })).toBe("a.yaml");
});
