import { describe, expect, test } from "vitest";
import { scopes } from "./inputs.fixture.ts";
import { problemIn } from "./problem.ts";
import { unknownOptions } from "./unknown-options.ts";
import { commandNames } from "./wording.ts";

describe("options that are in no table", () => {
  const unknown = (name: string) =>
    unknownOptions(new Map([[name, ["v"]]]), scopes, new Map([["app-id", "an option of ats"]]));
  const asTyped = (name: string) => unknown(name).map((problem) => problemIn(problem));
  test.for([
    [
      "tmeout",
      { message: "--tmeout is not an option here.", suggestion: "Did you mean --timeout?", about: ["timeout"] },
    ],
    [
      "access-key",
      {
        message: "--access-key is a secret, and a command line can be read by others.",
        suggestion: "Set APPTEST_ACCESS_KEY, or APPTEST_ACCESS_KEY_FILE to the path of a file that contains it.",
        about: ["accessKey"],
      },
    ],
    ["app-id", { message: "--app-id is an option of ats." }],
    ["zzz", { message: "--zzz is not an option here." }],
  ] as const)("--%s", ([name, wanted]) => expect(asTyped(name)).toEqual([wanted]));

  test("an option of another provider has the name by which a plugin's user knows it", () => {
    const names = { ...commandNames, option: (input: string) => `the input ${input}` };
    expect(unknown("app-id").map((problem) => problemIn(problem, names).message)).toEqual([
      "the input appId is an option of ats.",
    ]);
  });
});
