import { describe, expect, test } from "vitest";
import { scopes } from "./inputs.fixture.ts";
import { misspeltVariables, unknownOptions } from "./unknown-options.ts";

describe("options that are in no table", () => {
  const unknown = (name: string) =>
    unknownOptions(new Map([[name, ["v"]]]), scopes, new Map([["app-id", "an option of ats"]]));
  test.for([
    ["tmeout", { message: "--tmeout is not an option here.", suggestion: "Did you mean --timeout?" }],
    [
      "access-key",
      {
        message: "--access-key is a secret, and a command line can be read by others.",
        suggestion: "Set APPTEST_ACCESS_KEY, or APPTEST_ACCESS_KEY_FILE to the path of a file that contains it.",
      },
    ],
    ["app-id", { message: "--app-id is an option of ats." }],
    ["zzz", { message: "--zzz is not an option here." }],
  ] as const)("--%s", ([name, wanted]) => expect(unknown(name)).toEqual([wanted]));
});

describe("variables that are not known", () => {
  test.for([
    { given: "one that resembles a missing one", env: { APPTEST_ACESS_KEY: "x" }, wanted: "APPTEST_ACCESS_KEY" },
    { given: "one of the common ones", env: { REMOTEST_TIMOUT: "5m" }, wanted: "REMOTEST_TIMEOUT" },
    { given: "one that resembles none", env: { APPTEST_SOMETHING_ELSE: "x" }, wanted: undefined },
    {
      given: "one that resembles a variable that is set",
      env: { APPTEST_ACESS_KEY: "x", APPTEST_ACCESS_KEY: "y" },
      wanted: undefined,
    },
    { given: "one that is known", env: { APPTEST_PROJECT_ID: "1" }, wanted: undefined },
    { given: "one of another program", env: { ACCESS_KEY: "x" }, wanted: undefined },
  ])("$given: $wanted", ({ env, wanted }) => {
    const problems = misspeltVariables(scopes, env);
    expect(problems.map(({ suggestion }) => suggestion)).toEqual(wanted ? [`Did you mean ${wanted}?`] : []);
  });
});
