import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readBuildIds, readList, readStarted, readUploaded } from "../packages/browserstack-client/src/answers.ts";
import { readBuild, readSession } from "../packages/browserstack-client/src/builds.ts";
import { reasonsIn } from "../packages/provider-browserstack/src/report-reasons.ts";

/** A part of the document. The content of a part is only known where it is used. */
interface Node {
  readonly [key: string]: Node;
}

const file = join(import.meta.dirname, "browserstack.openapi.yaml");
const spec = parse(await readFile(file, "utf8")) as Node;
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(spec, "spec");

/** Returns the places at which a value violates a schema of the document; empty if it is valid. */
function faults(schema: string, value: unknown): string[] {
  const group = schema in (spec["x-documented"] ?? {}) ? "x-documented" : "components/schemas";
  const validate = ajv.getSchema(`spec#/${group}/${schema}`) ?? expect.unreachable(`no schema ${schema}`);
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const folder = join(import.meta.dirname, "examples/browserstack");
const examples = globSync("*.json", { cwd: folder })
  .toSorted()
  .map((name) => ({ name, schema: basename(name).split(".")[0] ?? "" }));
const textOf = (name: string): Promise<string> => readFile(join(folder, name), "utf8");
const read = async (name: string): Promise<{ readonly id?: string }> => JSON.parse(await textOf(name)) as object;

describe("the samples of the pages, of the draft and of public code", () => {
  test.each(examples)("$name is valid", async ({ name, schema }) => {
    expect(faults(schema, await read(name))).toEqual([]);
  });

  test("there is one for each request and each answer", () => {
    const parts = new Set(["Status", "StatusCounts", "Names", "Switch", "ListedBuild", "Device", "Case"]);
    const schemas = { ...spec["components"]?.["schemas"], ...spec["x-documented"] };
    const wanted = Object.keys(schemas).filter((name) => !parts.has(name));
    expect(new Set(examples.map(({ schema }) => schema))).toEqual(new Set(wanted));
  });

  test("each start that only others send has fields that this repository does not send", async () => {
    for (const { name } of examples.filter(({ schema }) => schema === "DocumentedBuildRequest"))
      expect(faults("BuildRequest", await read(name)), name).not.toEqual([]);
  });

  const readers: Readonly<Record<string, (answer: Parameters<typeof readList>[0], id: string) => unknown>> = {
    AppList: (answer) => readList(answer, plain),
    Build: (answer, id) => readBuild(answer, id, plain),
    BuildList: (answer) => expect(readBuildIds(answer, plain)).toHaveLength(1),
    Session: (answer, id) => expect(readSession(answer, id, plain).text).not.toContain("t0k3n8f4"),
    StartedBuild: (answer) => readStarted(answer, plain),
    UploadedApp: (answer) => readUploaded(answer, plain),
    UploadedTestSuite: (answer) => readUploaded(answer, plain),
  };
  test.each(examples.filter(({ schema }) => schema in readers))("$name can be read", async ({ name, schema }) => {
    const { id = "" } = await read(name);
    readers[schema]?.({ status: 200, text: await textOf(name), retryAfterS: undefined }, id);
  });

  test.each(examples.filter(({ schema }) => schema === "Refusal"))("$name says why", async ({ name }) => {
    const said = /"(?:\[|[A-Z])[^"]{5,}"/.exec(await textOf(name))?.[0].slice(1, -1);
    const refused = { status: 422, text: await textOf(name), retryAfterS: undefined };
    expect(() => readStarted(refused, plain)).toThrow(expect.objectContaining({ failure: "refused", reason: said }));
  });

  test("the report says why a case failed", async () => {
    const reasons = await reasonsIn(await textOf("report.junit.xml"), new AbortController().signal);
    expect([...reasons.values()]).toEqual(["java.lang.AssertionError: expected 12.50"]);
  });
});

function plain(text: string): string {
  return text;
}

test.each<[string, unknown, string]>([
  ["UploadedApp", { app_id: "a" }, " required"],
  ["StartedBuild", { message: "Success" }, " required"],
  ["Build", { id: "a", status: "done" }, "/status enum"],
  ["Session", { id: "a", status: "passed", testcases: { count: -1 } }, "/testcases/count minimum"],
  ["BuildRequest", { app: "bs://a", testSuite: "bs://b", devices: [] }, "/devices minItems"],
  [
    "DocumentedBuildRequest",
    { app: "bs://a", testSuite: "bs://b", devices: ["a"], idleTimeout: 9 },
    "/idleTimeout minimum",
  ],
  ["Refusal", {}, " required"],
  ["Deleted", { success: {} }, "/success required"],
  ["Plan", {}, " required"],
])("%s: %j is not valid", (schema, value, fault) => expect(faults(schema, value)).toContain(fault));

describe("every statement says how it is known", () => {
  const statements = (node: unknown, path: string): readonly (readonly [string, string])[] => {
    if (typeof node !== "object" || node === null) return [];
    const inside = Object.entries(node).flatMap(([key, part]) => statements(part, `${path}/${key}`));
    return "description" in node && typeof node.description === "string"
      ? [[path, node.description], ...inside]
      : inside;
  };
  const all = [
    ...statements(spec["paths"], "paths"),
    ...statements(spec["components"], "components"),
    ...statements(spec["x-documented"], "x"),
  ].filter(([path]) => !/\/responses\/\w+$/.test(path));
  test.each(all)("%s", (_, description) => {
    expect(description).toMatch(/^(?:Documented|Draft|Only seen|Not documented)\b/);
  });
});

test("redocly lint finds nothing", { timeout: 60_000 }, async () => {
  const cli = join(dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json")), "bin/cli.js");
  const lint = promisify(execFile)(
    process.execPath,
    [cli, "lint", "--config", join(import.meta.dirname, "../redocly.yaml"), file],
    { env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" } },
  );
  await expect(lint).resolves.toBeDefined();
});
