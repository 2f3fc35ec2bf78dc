import { describe, expect, test } from "vitest";
import { scopes } from "./inputs.fixture.ts";
import { unknownOptions } from "./unknown-options.ts";

describe("options that are in no table", () => {
  const unknown = (name: string) =>
    unknownOptions(new Map([[name, ["v"]]]), scopes, new Map([["app-id", "an option of ats"]]));
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
  ] as const)("--%s", ([name, wanted]) => expect(unknown(name)).toEqual([wanted]));
});
