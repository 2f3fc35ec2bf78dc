// Writes what the sandbox needs from both services' specifications at run time: the valid elements and values, the result
// codes, and the WSDL.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { GeneratedFiles } from "./generate.ts";
import { readWsdl, withoutDocumentation, type Wsdl, type WsdlElement, type WsdlField } from "./wsdl.ts";

const root = join(import.meta.dirname, "../..");
const target = "packages/sandbox/src/generated";

export default async function generateSandbox(): Promise<GeneratedFiles> {
  const wsdl = await readFile(join(root, "specs/ats.wsdl"), "utf8");
  const openapi = await readFile(join(root, "specs/apptest.openapi.yaml"), "utf8");
  return { [`${target}/apptest.ts`]: apptestModule(parse(openapi) as Json), [`${target}/ats.ts`]: atsModule(wsdl) };
}

/** A part of the OpenAPI document. The content of a part is only known where it is used. */
type Json = { readonly [key: string]: Json };

function banner(source: string): string {
  return `// Generated from ${source} by \`pnpm generate\`. Do not edit: edit the source and generate again.\n`;
}

function apptestModule(openapi: Json): string {
  const schemas = at(openapi, "components", "schemas");
  const extensions = at(schemas, "RunTestsetBody", "properties", "app_file", "x-file-extensions");
  return [
    banner("specs/apptest.openapi.yaml"),
    'import type { RequestSchema } from "../request-schema.ts";\n',
    "/** Each failure code: its HTTP status, its message and its reason, with `{…}` to be filled in. */",
    "export const resultCodes = {",
    ...resultCodes(openapi).map(({ code, ...answer }) => `  ${code}: ${JSON.stringify(answer)},`),
    "} as const;\n",
    "/** The JSON Schema of the text part `data`. */",
    `export const dataSchema: RequestSchema = ${JSON.stringify(constraints(at(schemas, "TestsetRequest")), null, 2)};\n`,
    "/** The extensions of accepted app files, in lower case. */",
    `export const appExtensions: readonly string[] = ${JSON.stringify(extensions)};\n`,
  ].join("\n");
}

interface ResultCode {
  readonly code: number;
  readonly status: number;
  readonly message: string;
  readonly reason: string;
}

/** Returns every failure code with the one status under which the operations' responses list it. */
function resultCodes(openapi: Json): ResultCode[] {
  const statuses = new Map<Json, number>();
  for (const operation of Object.values(at(openapi, "paths")).flatMap((path) => [path["get"], path["post"]])) {
    for (const [status, response] of Object.entries(operation?.["responses"] ?? {})) {
      // A 200 may have any code; a 401 is not an envelope.
      if (status === "200" || status === "401") continue;
      for (const schema of codesIn(openapi, response)) {
        const known = statuses.get(schema) ?? Number(status);
        if (known !== Number(status)) throw new Error(`A code has the statuses ${known} and ${status}`);
        statuses.set(schema, known);
      }
    }
  }
  return codesIn(openapi, at(openapi, "components", "schemas", "FailureCode")).map((schema) => {
    const status = statuses.get(schema);
    const { const: code, title, description } = schema as unknown as Record<"const" | "title" | "description", unknown>;
    if (
      status === undefined ||
      typeof code !== "number" ||
      typeof title !== "string" ||
      typeof description !== "string"
    )
      throw new Error(`A failure code has no status, title or description: ${JSON.stringify(schema)}`);
    return { code, status, message: title, reason: description };
  });
}

/** Returns the result-code schemas that a part names, without those of the envelope that all failures share. */
function codesIn(openapi: Json, part: Json): Json[] {
  if (typeof part !== "object" || part === null) return [];
  const reference: unknown = part["$ref"];
  if (typeof reference === "string") {
    return reference.endsWith("/Failure") ? [] : codesIn(openapi, at(openapi, ...reference.split("/").slice(1)));
  }
  return "const" in part ? [part] : Object.values(part).flatMap((child) => codesIn(openapi, child));
}

function at(from: Json, ...path: readonly string[]): Json {
  const found = path.reduce<Json | undefined>((json, key) => json?.[key], from);
  if (found === undefined) throw new Error(`specs/apptest.openapi.yaml has nothing at ${path.join("/")}`);
  return found;
}

// Keywords that constrain, and keywords that describe. A new keyword is an error until it is added to one of them.
const constraining = new Set(["type", "required", "minimum", "maximum", "minLength", "maxLength", "enum"]);
const describing = /^(?:description|examples?|default|format|title|x-.*)$/;

function constraints(schema: Json): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "properties") {
      kept[keyword] = Object.fromEntries(Object.entries(value).map(([name, child]) => [name, constraints(child)]));
    } else if (constraining.has(keyword)) kept[keyword] = value;
    else if (!describing.test(keyword))
      throw new Error(`specs/apptest.openapi.yaml: ${keyword} is not a known keyword`);
  }
  return kept;
}

function atsModule(text: string): string {
  const wsdl = readWsdl(text);
  const services = Object.fromEntries(
    wsdl.operations.map((operation) => {
      const { pathname } = new URL(operation.location);
      const name = pathname.split("/").at(-1) ?? "";
      const shape = (element: WsdlElement): unknown => shapeOf(wsdl, element.name, { complex: element.type });
      const { header, input, output } = operation;
      return [name, { path: pathname, header: shape(header), input: shape(input), output: shape(output) }];
    }),
  );
  return [
    banner("specs/ats.wsdl"),
    'import type { ServiceShape } from "../ats/shape.ts";\n',
    `export const targetNamespace = ${JSON.stringify(wsdl.targetNamespace)};\n`,
    `export type ServiceName = ${Object.keys(services)
      .map((name) => JSON.stringify(name))
      .join(" | ")};\n`,
    `export const services: Readonly<Record<ServiceName, ServiceShape>> = ${JSON.stringify(services, null, 2)};\n`,
    ...wsdl.types.map((type) => interfaceOf(type.name, type.fields)),
    "/** The WSDL, without comments and documentation; its service locations are still the vendor's. */",
    `export const wsdl: string = ${JSON.stringify(withoutDocumentation(text))};\n`,
  ].join("\n");
}

function shapeOf(wsdl: Wsdl, name: string, type: WsdlField["type"], field?: WsdlField): unknown {
  return {
    name,
    optional: field?.optional ?? false,
    repeated: field?.repeated ?? false,
    ...(field?.default === undefined ? {} : { default: field.default }),
    content:
      "simple" in type
        ? type.simple
        : fieldsOf(wsdl, type.complex).map((child) => shapeOf(wsdl, child.name, child.type, child)),
  };
}

function fieldsOf(wsdl: Wsdl, typeName: string): readonly WsdlField[] {
  const type = wsdl.types.find(({ name }) => name === typeName);
  if (type === undefined) throw new Error(`specs/ats.wsdl: no complex type ${typeName}`);
  return type.fields;
}

function interfaceOf(name: string, fields: readonly WsdlField[]): string {
  const scalar = { string: "string", boolean: "boolean", int: "number" };
  // A type, not an interface: only a type has an implicit index signature, which encoding needs.
  const lines = fields.map((field) => {
    const type = "simple" in field.type ? scalar[field.type.simple] : field.type.complex;
    // A field with a default always has a value after it is read.
    const mark = field.optional && field.default === undefined && !field.repeated ? "?" : "";
    return `  readonly ${field.name}${mark}: ${field.repeated ? `readonly ${type}[]` : type};`;
  });
  return [`export type ${name} = {`, ...lines, "};\n"].join("\n");
}
