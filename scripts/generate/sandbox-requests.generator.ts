// Writes what the sandbox checks JSON requests with: the schemas of the request bodies in specs/<service>.openapi.yaml,
// for each service that has a folder in the sandbox.
import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { GeneratedFiles } from "./generate.ts";

const root = join(import.meta.dirname, "../..");

/** A part of an OpenAPI document. The content of a part is only known where it is used. */
type Json = { readonly [key: string]: Json };

export default async function sandboxRequests(): Promise<GeneratedFiles> {
  const files: GeneratedFiles = {};
  for (const spec of globSync("specs/*.openapi.yaml", { cwd: root }).toSorted()) {
    const name = basename(spec, ".openapi.yaml");
    if (!existsSync(join(root, "packages/sandbox/src", name))) continue;
    const schemas = requestSchemas(parse(await readFile(join(root, spec), "utf8")) as Json);
    if (Object.keys(schemas).length === 0) continue;
    files[`packages/sandbox/src/generated/${name}-requests.ts`] =
      `// Generated from ${spec} by \`pnpm generate\`. Do not edit: edit the source and generate again.

import type { RequestSchema } from "../request-schema.ts";

${Object.entries(schemas).map(constOf).join("\n")}`;
  }
  return files;
}

/** One constant for each operation, so that the command ships only those which the sandbox uses. */
function constOf([operation, schema]: readonly [string, unknown]): string {
  return `/** The JSON Schema of the body of ${operation}. */
export const ${operation}: RequestSchema = ${JSON.stringify(schema, null, 2)};
`;
}

/** Returns the schema of each operation's JSON body, without references and without words. */
function requestSchemas(document: Json): Record<string, unknown> {
  const operations = Object.values(document["paths"] ?? {}).flatMap((path) => Object.values(path));
  return Object.fromEntries(
    operations.flatMap((operation) => {
      const body = operation["requestBody"];
      const reference: unknown = body?.["$ref"];
      const described = typeof reference === "string" ? resolved(document, reference) : body;
      const schema = described?.["content"]?.["application/json"]?.["schema"];
      const id: unknown = operation["operationId"];
      return schema === undefined || typeof id !== "string" ? [] : [[id, constraints(document, schema)]];
    }),
  );
}

const words = /^(?:description|examples?|default|format|title|x-.*)$/;

function constraints(document: Json, schema: Json): unknown {
  if (Array.isArray(schema)) return schema.map((each: Json) => constraints(document, each));
  if (typeof schema !== "object" || schema === null) return schema;
  const reference: unknown = schema["$ref"];
  if (typeof reference === "string") return constraints(document, resolved(document, reference));
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => {
      if (words.test(key)) return [];
      if (key !== "properties") return [[key, constraints(document, value)]];
      // The names of properties are not keywords.
      const fields = Object.entries(value).map(([name, field]) => [name, constraints(document, field)]);
      return [[key, Object.fromEntries(fields)]];
    }),
  );
}

function resolved(document: Json, reference: string): Json {
  const found = reference
    .split("/")
    .slice(1)
    .reduce<Json | undefined>((json, key) => json?.[key], document);
  if (found === undefined) throw new Error(`Nothing is at ${reference}`);
  return found;
}
