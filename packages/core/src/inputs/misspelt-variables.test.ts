import { describe, expect, test } from "vitest";
import { scopes } from "./inputs.fixture.ts";
import { misspeltVariables } from "./misspelt-variables.ts";

describe("variables that have no effect", () => {
  test.for<{ given: string; env: Record<string, string>; wanted?: string }>([
    { given: "looks like one that is missing", env: { APPTEST_ACESS_KEY: "x" }, wanted: "APPTEST_ACCESS_KEY" },
    { given: "looks like a common one", env: { REMOTEST_TIMOUT: "5m" }, wanted: "REMOTEST_TIMEOUT" },
    { given: "is the beginning of one", env: { APPTEST_PROJECT: "12" }, wanted: "APPTEST_PROJECT_ID" },
    { given: "lacks an underscore", env: { REMOTEST_MAXFAILURES: "1" }, wanted: "REMOTEST_MAX_FAILURES" },
    { given: "is in small letters", env: { remotest_timeout: "5m" }, wanted: "REMOTEST_TIMEOUT" },
    { given: "looks like a secret's file", env: { APPTEST_ACESS_KEY_FILE: "x" }, wanted: "APPTEST_ACCESS_KEY_FILE" },
    {
      given: "names the file of an input that is not a secret",
      env: { REMOTEST_TIMEOUT_FILE: "x" },
      wanted: "REMOTEST_TIMEOUT",
    },
    {
      given: "looks like one that is set as well",
      env: { APPTEST_ACESS_KEY: "x", APPTEST_ACCESS_KEY: "y" },
      wanted: "APPTEST_ACCESS_KEY",
    },
    { given: "is a second value beside the one in use", env: { APPTEST_ACCESS_KEY_OLD: "x", APPTEST_ACCESS_KEY: "y" } },
    { given: "looks like none", env: { APPTEST_SOMETHING_ELSE: "x" } },
    { given: "is known", env: { APPTEST_PROJECT_ID: "1", APPTEST_ACCESS_KEY_FILE: "f" } },
    { given: "is known in Windows' own case", env: { apptest_project_id: "1", APPTEST_PROJECT_ID: "1" } },
    { given: "is of another program", env: { ACCESS_KEY: "x", TIMOUT: "5m" } },
    { given: "is empty", env: { REMOTEST_TIMOUT: "" } },
    { given: "is set by a plugin", env: { REMOTEST_NAMES: "x" } },
  ])("one that $given: $wanted", ({ env, wanted }) => {
    const problems = misspeltVariables(scopes, env, (name) => name === "REMOTEST_NAMES");
    expect(problems.map(({ suggestion }) => suggestion)).toEqual(wanted ? [`Did you mean ${wanted}?`] : []);
  });
});
