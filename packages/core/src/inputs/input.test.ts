import { describe, expect, expectTypeOf, test } from "vitest";
import { inputName, type InputTable, type Limit, optionName, type OptionsOf, variableName } from "./input.ts";
import { readConfig } from "./read-config.ts";

test.for([
  ["name", "--name"],
  ["projectId", "--project-id"],
  ["maxResponseSize", "--max-response-size"],
  ["sha256", "--sha256"],
] as const)("the input %s is the option %s, and the other way round", ([input, wanted]) => {
  expect(optionName(input)).toBe(wanted);
  expect(inputName(wanted)).toBe(input);
});

test.for(["project-id", "--project-id", "PROJECT_ID", "Project-Id"])("%s is the input projectId", (option) =>
  expect(inputName(option)).toBe("projectId"),
);

test.for([
  ["remotest", "name", "REMOTEST_NAME"],
  ["apptest", "projectId", "APPTEST_PROJECT_ID"],
  ["my-own", "appFile", "MY_OWN_APP_FILE"],
  ["@shop/remotest", "key", "_SHOP_REMOTEST_KEY"],
  ["ats", "", "ATS_"],
] as const)("in the scope %s the input %j is the variable %s", ([scope, input, wanted]) =>
  expect(variableName(scope, input)).toBe(wanted),
);

describe("the options that a table describes", () => {
  const table = {
    suite: { type: "text", required: true, doc: "" },
    note: { type: "text", default: "none", doc: "" },
    platform: { type: "choice", choices: ["Android", "iOS"], doc: "" },
    projectId: { type: "integer", min: 1, required: true, doc: "" },
    timeout: { type: "duration", minMs: 1, default: 1, doc: "" },
    maxResponse: { type: "size", minBytes: 1, doc: "" },
    json: { type: "flag", default: false, doc: "" },
    maxFailures: { type: "limit", doc: "" },
    page: { type: "url", doc: "" },
    appFile: { type: "path", doc: "" },
    device: { type: "text", list: true, doc: "" },
  } as const satisfies InputTable;
  type Options = OptionsOf<typeof table>;

  // The types are checked by the compiler, and these values are what `readConfig` makes from texts.
  const read = (texts: Readonly<Record<string, string>>): Options => {
    const options = new Map(Object.entries(texts).map(([name, text]) => [name, [text]]));
    const given = { options, env: {}, readSecretFile: () => ({ text: "", isReadableByAll: false }) };
    return readConfig([{ scope: "shop", table }], given).read("shop", table);
  };

  test("have a value where it is required or has a default", () => {
    const { suite, note, projectId, timeout, json } = read({ suite: "nightly", "project-id": "7" });
    const always = { suite, note, projectId, timeout, json };
    expect(always).toEqual({ suite: "nightly", note: "none", projectId: 7, timeout: 1, json: false });
    expectTypeOf(always).toEqualTypeOf<{
      suite: string;
      note: string;
      projectId: number;
      timeout: number;
      json: boolean;
    }>();
  });

  test("have the type of their input, or no value where nothing is given", () => {
    const { platform, maxResponse, maxFailures, page, appFile, device } = read({
      device: "a",
      platform: "iOS",
      "max-response": "1KB",
      "max-failures": "5%",
      page: "https://shop.example",
    });
    const some = { platform, maxResponse, maxFailures, page, appFile, device };
    expect(some).toEqual({
      platform: "iOS",
      maxResponse: 1000,
      maxFailures: { percent: 5 },
      page: "https://shop.example",
      appFile: undefined,
      device: ["a"],
    });
    expectTypeOf(some).toEqualTypeOf<{
      platform: "Android" | "iOS" | undefined;
      maxResponse: number | undefined;
      maxFailures: Limit | undefined;
      page: string | undefined;
      appFile: string | undefined;
      device: readonly string[] | undefined;
    }>();
  });
});
