import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { resultWords } from "../packages/provider-mta/src/result-words.ts";

/** A part of the document. The content of a part is only known where it is used. */
interface Node {
  readonly [key: string]: Node;
}

const file = join(import.meta.dirname, "mta.openapi.yaml");
const spec = parse(await readFile(file, "utf8")) as Node;
const operations = [...Object.entries(spec["paths"] ?? {}), ...Object.entries(spec["webhooks"] ?? {})].flatMap(
  ([path, methods]) =>
    (["get", "post"] as const).flatMap((method) => {
      const operation = methods[method];
      return operation ? [{ path, method, operation, id: operation["operationId"] as unknown as string }] : [];
    }),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(spec, "spec");

/** Returns the places at which a value violates the schema of an operation's request or answer; empty if it is valid. */
function faults(id: string, part: "request" | "response", value: unknown): string[] {
  const found = operations.find((each) => each.id === id) ?? expect.unreachable(`no operation ${id}`);
  const escape = (text: string): string => encodeURIComponent(text.replaceAll("~", "~0").replaceAll("/", "~1"));
  const group = found.operation["security"] ? "webhooks" : "paths";
  const within = part === "request" ? "requestBody" : "responses/200";
  const pointer = `${group}/${escape(found.path)}/${found.method}/${within}/content/${escape("application/json")}/schema`;
  const validate = ajv.getSchema(`spec#/${pointer}`) ?? expect.unreachable(`no schema at ${pointer}`);
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const examples = globSync("*.json", { cwd: join(import.meta.dirname, "examples/mta") })
  .toSorted()
  .map((name) => {
    const [id = "", ...rest] = basename(name, ".json").split(".");
    return { name, id, part: rest.at(-1) as "request" | "response" };
  });
const read = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(join(import.meta.dirname, "examples/mta", name), "utf8"));

describe("the page's samples", () => {
  test.each(examples)("$name is valid", async ({ name, id, part }) => {
    expect(faults(id, part, await read(name))).toEqual([]);
  });

  test("there is one for each request and each answer that has content", () => {
    const wanted = operations.flatMap(({ id, operation }) => [
      ...(operation["requestBody"] ? [`${id} request`] : []),
      ...(operation["responses"]?.["200"]?.["content"] ? [`${id} response`] : []),
    ]);
    expect(new Set(examples.map(({ id, part }) => `${id} ${part}`))).toEqual(new Set(wanted));
  });

  test("the sample of a run in the document is the page's", async () => {
    const run = operations.find(({ id }) => id === "getTestRun");
    const shown = run?.operation["responses"]?.["200"]?.["content"]?.["application/json"]?.["examples"]?.["page"];
    expect(shown?.["value"]).toEqual(await read("getTestRun.response.json"));
  });

  test.each<[string, "request" | "response", unknown, string]>([
    ["executeTestConfiguration", "request", [{ Key: "19" }], " type"],
    ["executeTestConfiguration", "request", { ApplicationInstances: [{ Key: "19" }] }, " required"],
    [
      "executeTestConfiguration",
      "request",
      { Coverage: true, ApplicationInstances: [] },
      "/ApplicationInstances minItems",
    ],
    ["executeTestSuite", "request", { Key: "8" }, " type"],
    ["executeTestSuite", "request", [{ Key: 8 }], "/0/Key type"],
    ["executeTestCase", "response", {}, " required"],
    ["getTestRun", "response", { Result: true }, "/Result type"],
    ["listCaseRuns", "response", [{ Name: "no key" }], "/0 required"],
  ])("%s: a %s of %j is not valid", (id, part, value, fault) => expect(faults(id, part, value)).toContain(fault));
});

describe("every statement says how it is known, and where it is from", () => {
  /** Every part with a description, with its path; except for the document itself, tags, and status lines. */
  const statements = (node: unknown, path: string): readonly (readonly [string, Node])[] => {
    if (typeof node !== "object" || node === null) return [];
    const inside = Object.entries(node).flatMap(([key, part]) => statements(part, `${path}/${key}`));
    return "description" in node && typeof node.description === "string" ? [[path, node as Node], ...inside] : inside;
  };
  const all = [...statements(spec["paths"], "paths"), ...statements(spec["components"], "components")].filter(
    ([path]) => !/\/responses\/\d|\/examples?\//.test(path),
  );
  test.each(all)("%s", (_, statement) => {
    expect(statement["description"]).toMatch(/^(?:Documented|Only seen|Not documented)\b/);
    if (!("$ref" in statement)) expect(statement["x-source"]).toEqual(expect.any(String));
  });
});

test("every spelling of a result in the document has the meaning that the provider gives it, and no other has one", () => {
  const documented = spec["components"]?.["schemas"]?.["RunResult"]?.["x-results"] ?? {};
  const lower = Object.entries(documented).map(([word, meaning]) => [word.toLowerCase(), meaning]);
  expect(resultWords).toEqual(Object.fromEntries(lower));
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
