import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { file, schemas, spec } from "./apptest-document.ts";
import { fromXml } from "./xml-value.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(spec, "spec");

/** Returns the places at which a value violates a schema; empty if it is valid. */
function faults(schema: string, value: unknown): string[] {
  const validate = ajv.getSchema(`spec#/components/schemas/${schema}`);
  if (!validate) throw new Error(`No schema ${schema}`);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

async function example(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, "examples/apptest", name), "utf8");
}

describe("the page's samples", () => {
  test.each([
    ["run-testset.request.json", "TestsetRequest"],
    ["run-testset.response.json", "RunTestsetSuccess"],
    ["get-testset.response.json", "GetTestsetSuccess"],
    ["get-testset-result.response.json", "GetTestsetResultSuccess"],
  ])("%s is a valid %s", async (name, schema) => {
    expect(faults(schema, JSON.parse(await example(name)))).toEqual([]);
  });

  test.each([
    ["run-testset.response.json", "/openapi/v2/testset", "post"],
    ["get-testset.response.json", "/openapi/v2/testset/{testset_id}", "get"],
    ["get-testset-result.response.json", "/openapi/v2/testset/{testset_id}/result", "get"],
  ])("%s is the example of %s", async (name, path, method) => {
    const shown = spec.paths[path]?.[method]?.responses["200"]?.content?.["application/json"]?.examples?.page?.value;
    expect(shown).toEqual(JSON.parse(await example(name)));
  });

  test("the JUnit sample, with its placeholders, has the shape of JUnitResult", async () => {
    const result = fromXml(await example("result.junit.xml"), "JUnitResult");
    expect(faults("JUnitResult", result)).toEqual([]);
    expect(result).toEqual({
      name: "TestBot Test",
      testsuite: [
        {
          name: "{PROJECT NAME}.TestBot",
          testcase: [
            { name: "{DEVICE NAME}", time: "{TEST TIME SECONDS}", "system-out": "{RESULT PAGE LINK URL}" },
            { name: "{DEVICE NAME}", time: "{TEST TIME SECONDS}", error: { message: "{RESULT PAGE LINK URL}" } },
          ],
        },
      ],
    });
  });

  test("a JUnit case with neither link is refused", async () => {
    const broken = (await example("result.junit.xml")).replace(/<system-out>.*<\/system-out>/, "");
    expect(faults("JUnitResult", fromXml(broken, "JUnitResult"))).toContain("/testsuite/0/testcase/0 required");
  });
});

describe("a request keeps every bound", () => {
  const least = { pid: 1, testset_name: "n" };
  const credentials = { login_id: "i", login_pw: "p" };

  test.each([
    ["the required fields only", {}],
    ["100 characters of name", { testset_name: "n".repeat(100) }],
    ["100 characters beyond the basic plane", { testset_name: "🚀".repeat(100) }],
    ["5 minutes", { time_limit: 5 }],
    ["30 minutes", { time_limit: 30 }],
    ["a callback of 250 characters", { callback: "c".repeat(250) }],
    ["credentials of 150 characters", { credentials: { login_id: "i".repeat(150), login_pw: "p".repeat(150) } }],
    ["the later page's fields", { os_type: "iOS", scenario_id: 0, source_type: "file" }],
  ])("taken: %s", (_, fields) => expect(faults("TestsetRequest", { ...least, ...fields })).toEqual([]));

  test.each([
    ["no pid", { pid: undefined }, " required"],
    ["pid 0", { pid: 0 }, "/pid minimum"],
    ["pid as text", { pid: "509" }, "/pid type"],
    ["half a pid", { pid: 1.5 }, "/pid type"],
    ["no name", { testset_name: undefined }, " required"],
    ["an empty name", { testset_name: "" }, "/testset_name minLength"],
    ["101 characters of name", { testset_name: "n".repeat(101) }, "/testset_name maxLength"],
    ["4 minutes", { time_limit: 4 }, "/time_limit minimum"],
    ["31 minutes", { time_limit: 31 }, "/time_limit maximum"],
    ["use_vo as text", { use_vo: "true" }, "/use_vo type"],
    ["a callback of 251 characters", { callback: "c".repeat(251) }, "/callback maxLength"],
    ["no login_id", { credentials: { login_pw: "p" } }, "/credentials required"],
    ["no login_pw", { credentials: { login_id: "i" } }, "/credentials required"],
    [
      "151 of login_id",
      { credentials: { ...credentials, login_id: "i".repeat(151) } },
      "/credentials/login_id maxLength",
    ],
    [
      "151 of login_pw",
      { credentials: { ...credentials, login_pw: "p".repeat(151) } },
      "/credentials/login_pw maxLength",
    ],
    ["another system", { os_type: "android" }, "/os_type enum"],
    ["scenario -1", { scenario_id: -1 }, "/scenario_id minimum"],
    ["another source", { source_type: "url" }, "/source_type enum"],
  ])("refused: %s", (_, fields, fault) => {
    const value: unknown = JSON.parse(JSON.stringify({ ...least, ...fields }));
    expect(faults("TestsetRequest", value)).toEqual([fault]);
  });
});

describe("an answer keeps every bound", () => {
  const answers = {
    RunTestsetSuccess: "run-testset.response.json",
    GetTestsetSuccess: "get-testset.response.json",
    GetTestsetResultSuccess: "get-testset-result.response.json",
  };
  test.each([
    ["RunTestsetSuccess", ["data", "testset_id"], 0, "/data/testset_id minimum"],
    ["RunTestsetSuccess", ["data", "testset_id"], undefined, "/data required"],
    ["RunTestsetSuccess", ["data", "test_count"], 0, "/data/test_count minimum"],
    ["RunTestsetSuccess", ["result_code"], 4000, "/result_code const"],
    ["GetTestsetSuccess", ["data", "testset_status"], "complete", "/data/testset_status enum"],
    [
      "GetTestsetSuccess",
      ["data", "testset_status_detail", "fail_cnt"],
      -1,
      "/data/testset_status_detail/fail_cnt minimum",
    ],
    [
      "GetTestsetSuccess",
      ["data", "testset_status_detail", "stop_cnt"],
      undefined,
      "/data/testset_status_detail required",
    ],
    ["GetTestsetResultSuccess", ["data", "complete"], "true", "/data/complete type"],
    ["GetTestsetResultSuccess", ["data", "result_xml"], true, "/data/result_xml type"],
    ["GetTestsetResultSuccess", ["reason"], 0, "/reason type"],
  ] as const)("%s with %j = %j", async (schema, path, value, fault) => {
    const answer = JSON.parse(await example(answers[schema])) as Record<string, unknown>;
    let holder = answer;
    for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
    const last = path[path.length - 1] ?? "";
    if (value === undefined) delete holder[last];
    else holder[last] = value;
    expect(faults(schema, answer)).toEqual([fault]);
  });

  test("an envelope of success is not valid as a failure, or the other way round", () => {
    const failure = { result_code: 4052, result_msg: "Invalid Request Parameter", reason: "…" };
    expect(faults("RunTestsetFailure", failure)).toEqual([]);
    expect(faults("RunTestsetSuccess", failure)).not.toEqual([]);
    expect(faults("RunTestsetFailure", { ...failure, result_code: 0 })).not.toEqual([]);
    expect(faults("GetTestsetFailure", failure), "4052 is not one of this operation's codes").not.toEqual([]);
  });
});

describe("every statement names its place on the page", () => {
  const fields = ["TestsetRequest", "StartedTestset", "TestsetStatusDetail", "TestsetResult"].flatMap((name) =>
    Object.entries(schemas[name]?.properties ?? {}).map(([key, schema]) => [`${name}.${key}`, schema] as const),
  );
  const codes = Object.entries(schemas).filter(([name]) => name.startsWith("ResultCode"));
  const operations = Object.values(spec.paths).flatMap((path) =>
    [path["get"], path["post"]].flatMap((operation) =>
      operation ? [[operation["operationId"], operation] as const] : [],
    ),
  );
  test.each([...fields, ...codes, ...operations])("%s", (_, statement) => {
    expect(statement["x-source"]).toMatch(/REST API v2 page/);
    expect(statement["description"]).toEqual(expect.any(String));
  });
});

describe("redocly lint", () => {
  const cli = join(dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json")), "bin/cli.js");
  const lint = (path: string): Promise<unknown> =>
    promisify(execFile)(
      process.execPath,
      [cli, "lint", "--config", join(import.meta.dirname, "../redocly.yaml"), path],
      {
        env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
      },
    );

  test("finds nothing", { timeout: 60_000 }, async () => {
    await expect(lint(file)).resolves.toBeDefined();
  });

  test("finds an example that its schema does not allow", { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "apptest-spec-"));
    try {
      const broken = join(folder, "broken.yaml");
      await writeFile(broken, stringify(spec).replace("test_count: 1", "test_count: none"));
      await expect(lint(broken)).rejects.toMatchObject({ code: 1 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
