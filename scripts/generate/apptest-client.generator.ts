// Writes the result codes and the bounds of @remotest/apptest-client from specs/apptest.openapi.yaml.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";

/** The part of the spec's schemas that becomes constants. */
interface Schema {
  readonly const?: number;
  readonly title?: string;
  readonly description?: string;
  readonly oneOf?: readonly { readonly $ref: string }[];
  readonly properties?: Record<string, Schema>;
  readonly [keyword: string]: unknown;
}

const spec = join(import.meta.dirname, "../../specs/apptest.openapi.yaml");
const target = "packages/apptest-client/src/generated";
const banner = "// Generated from specs/apptest.openapi.yaml by `pnpm generate`. Do not edit.\n";

/** Operation by the schema that lists its failure codes. */
const codesOf = {
  RunTestsetCode: "runTestset",
  GetTestsetCode: "getTestset",
  GetTestsetResultCode: "getTestsetResult",
};

export default async function generate(): Promise<Record<string, string>> {
  const source = await readFile(spec, "utf8");
  const document = parse(source) as { components: { schemas: Record<string, Schema> } };
  const { schemas } = document.components;
  return {
    [`${target}/result-codes.ts`]: `${banner}\n${resultCodes(schemas)}`,
    [`${target}/limits.ts`]: `${banner}\n${limits(schemas)}`,
  };
}

function resultCodes(schemas: Record<string, Schema>): string {
  const rows = refsOf(schemas, "FailureCode").map((name) => {
    const { const: code, title, description } = schemas[name] ?? {};
    const operations = Object.entries(codesOf)
      .filter(([union]) => refsOf(schemas, union).includes(name))
      .map(([, operation]) => operation);
    return `  ${code}: ${literal({ code, message: title, reason: description, operations })},`;
  });
  return `/**
 * Every failure code of the service: its \`result_msg\`, its \`reason\` (the service fills in {BRACES}) and the
 * operations that can return it. specs/apptest.openapi.yaml, the result codes.
 */
export const resultCodes = {
${rows.join("\n")}
} as const;

/** A documented failure code. */
export type ResultCode = keyof typeof resultCodes;
`;
}

function limits(schemas: Record<string, Schema>): string {
  const file = schemas["RunTestsetBody"]?.properties?.["app_file"]?.["x-file-extensions"];
  return `/** The bounds of a request's fields, by wire name. specs/apptest.openapi.yaml, runTestset. */
export const limits = {
${Object.entries(boundsOf(schemas["TestsetRequest"]))
  .map(([field, bounds]) => `  ${field}: ${literal(bounds)},`)
  .join("\n")}
} as const;

/** The extensions of app files that the service accepts. specs/apptest.openapi.yaml, result code 4050. */
export const appFileExtensions = ${literal(file)} as const;
`;
}

function boundsOf(schema: Schema | undefined): Record<string, unknown> {
  const keywords = ["minimum", "maximum", "minLength", "maxLength", "default", "enum"];
  return Object.fromEntries(
    Object.entries(schema?.properties ?? {}).map(([name, field]) => [
      name,
      field.properties
        ? boundsOf(field)
        : Object.fromEntries(
            keywords.filter((keyword) => keyword in field).map((keyword) => [keyword, field[keyword]]),
          ),
    ]),
  );
}

function refsOf(schemas: Record<string, Schema>, union: string): string[] {
  return (schemas[union]?.oneOf ?? []).map(({ $ref }) => $ref.slice("#/components/schemas/".length));
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${key}: ${literal(member)}`)
    .join(", ")} }`;
}
