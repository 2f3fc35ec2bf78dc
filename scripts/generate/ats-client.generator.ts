// Writes, from specs/ats.wsdl, the ats-client's types with their documentation, the tables for encoding and decoding, and
// the text of the WSDL, so that the client reads no file at run time.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  readWsdl,
  withoutDocumentation,
  type Wsdl,
  type WsdlElement,
  type WsdlField,
  type WsdlOperation,
  type WsdlType,
} from "./wsdl.ts";

const source = "specs/ats.wsdl";
const target = "packages/ats-client/src/generated";
const banner = `// Generated from ${source} by \`pnpm generate\`. Do not edit: edit the WSDL and generate again.\n`;

export default async (): Promise<Record<string, string>> => {
  const text = await readFile(join(import.meta.dirname, "../..", source), "utf8");
  const wsdl = readWsdl(text);
  return {
    [`${target}/types.ts`]: banner + typesModule(wsdl),
    [`${target}/tables.ts`]: banner + tablesModule(wsdl),
    [`${target}/wsdl.ts`]: `${banner}/** ${source}, without comments and documentation. */\nexport const wsdl: string = ${JSON.stringify(withoutDocumentation(text))};\n`,
  };
};

/**
 * A type whose only child has a complex type is a wrapper; the model contains only its content. Wrappers are `TestRun`
 * around a request, `Flags` inside `ExecutionFlags`, and the list inside `ExecutionDetailsPerTestCase`.
 */
function wrappedElement(type: WsdlType): { element: WsdlField; type: string } | undefined {
  const [element, ...others] = type.fields;
  return element && others.length === 0 && "complex" in element.type
    ? { element, type: element.type.complex }
    : undefined;
}

function typeNamed(wsdl: Wsdl, name: string): WsdlType {
  const type = wsdl.types.find((candidate) => candidate.name === name);
  if (!type) throw new Error(`${source} has no complexType ${name}`);
  return type;
}

const ownTypes = (wsdl: Wsdl): WsdlType[] => wsdl.types.filter((type) => !wrappedElement(type));

// Types ------------------------------------------------------------------------------------------------------------

function typesModule(wsdl: Wsdl): string {
  return ownTypes(wsdl)
    .map((type) => {
      const members = type.fields.map((field) => member(wsdl, field)).join("\n");
      return `\n${comment(type.doc, "")}export interface ${type.name} {\n${members}\n}\n`;
    })
    .join("");
}

function member(wsdl: Wsdl, field: WsdlField): string {
  const { type, repeated } = resolve(wsdl, field);
  const item = type === "int" ? "number" : type;
  const fallback = field.default === undefined ? "" : `\n\n@default ${field.default}`;
  const doc = comment(field.doc === undefined ? undefined : field.doc + fallback, "  ");
  return `${doc}  readonly ${field.name}${field.optional ? "?" : ""}: ${repeated ? `readonly ${item}[]` : item};`;
}

/** Returns a field's type in the model, without wrappers. */
function resolve(wsdl: Wsdl, field: WsdlField): { type: string; wrapper?: string; repeated: boolean } {
  if ("simple" in field.type) return { type: field.type.simple, repeated: field.repeated };
  const inner = wrappedElement(typeNamed(wsdl, field.type.complex));
  if (!inner) return { type: field.type.complex, repeated: field.repeated };
  if (field.repeated) throw new Error(`${source}: the repeated wrapper ${field.name} is not supported`);
  return { type: inner.type, wrapper: inner.element.name, repeated: inner.element.repeated };
}

function comment(doc: string | undefined, indent: string): string {
  if (doc === undefined) return "";
  const lines = doc
    .replaceAll("*/", "*\\/")
    .split("\n")
    .flatMap((line) => wrap(line, 116 - indent.length));
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

// Tables -----------------------------------------------------------------------------------------------------------

/** The types of the tables below. */
const tableTypes = `
/** One element of a complex type. */
export interface Field {
  readonly name: string;
  readonly type: "string" | "boolean" | "int" | TypeName;
  readonly optional: boolean;
  /** There may be several in a row: the model has a list. */
  readonly repeated: boolean;
  /** The element between this one and its content, which the model leaves out. */
  readonly wrapper?: string;
}

/** A global element and its content. */
export interface Message {
  readonly element: string;
  /** The element between this one and its content, which the model leaves out. */
  readonly wrapper?: string;
  readonly type: TypeName;
}

/** One operation of one service. */
export interface Operation {
  readonly service: string;
  readonly port: string;
  readonly operation: string;
  /** The path of the service, below the base URL. */
  readonly path: string;
  readonly header: Message;
  readonly input: Message;
  readonly output: Message;
}`;

function tablesModule(wsdl: Wsdl): string {
  const names = ownTypes(wsdl).map((type) => type.name);
  return `${tableTypes}

export type TypeName = ${names.map((name) => JSON.stringify(name)).join(" | ")};

/** The namespace of every global element. Their children have none. */
export const namespace: string = ${JSON.stringify(wsdl.targetNamespace)};

/** The elements of each complex type, in the order in which they must be sent. */
export const tables: Readonly<Record<TypeName, readonly Field[]>> = {
${ownTypes(wsdl)
  .map((type) => `  ${type.name}: [\n${type.fields.map((field) => `    ${fieldRow(wsdl, field)},\n`).join("")}  ],\n`)
  .join("")}};

/** The operations, by their name in the client. */
export const operations: Readonly<Record<${wsdl.operations.map((o) => JSON.stringify(methodName(o))).join(" | ")}, Operation>> = {
${wsdl.operations.map((operation) => `  ${methodName(operation)}: ${operationRow(wsdl, operation)},\n`).join("")}};
`;
}

function fieldRow(wsdl: Wsdl, field: WsdlField): string {
  const { type, wrapper, repeated } = resolve(wsdl, field);
  return literal({ name: field.name, type, optional: field.optional, repeated, wrapper });
}

function operationRow(wsdl: Wsdl, operation: WsdlOperation): string {
  const { service, port, name, location, header, input, output } = operation;
  const message = (element: WsdlElement): string => {
    const inner = wrappedElement(typeNamed(wsdl, element.type));
    return literal({ element: element.name, wrapper: inner?.element.name, type: inner?.type ?? element.type });
  };
  const address = literal({ service, port, operation: name, path: new URL(location).pathname }).slice(2, -2);
  return `{\n    ${address},\n    header: ${message(header)},\n    input: ${message(input)},\n    output: ${message(output)},\n  }`;
}

/** RunJobService is `runJob` in the client. */
function methodName(operation: WsdlOperation): string {
  const name = operation.service.replace(/Service$/, "");
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function literal(values: Record<string, unknown>): string {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined);
  return `{ ${pairs.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ")} }`;
}
