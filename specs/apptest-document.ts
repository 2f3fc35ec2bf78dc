// Reads specs/apptest.openapi.yaml for the tests.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";

interface Node {
  readonly [key: string]: unknown;
}
export interface Schema extends Node {
  readonly type?: string;
  readonly const?: number;
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
  readonly xml?: { readonly name?: string; readonly attribute?: boolean };
}
interface Operation extends Node {
  readonly responses: Record<string, { content?: Record<string, { examples?: { page?: { value: unknown } } }> }>;
}
export interface Spec {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

export const file: string = join(import.meta.dirname, "apptest.openapi.yaml");
export const spec: Spec = parse(await readFile(file, "utf8")) as Spec;
export const schemas: Record<string, Schema> = spec.components.schemas;

/** Returns the schema that a `$ref` refers to, or the schema itself. */
export function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  let found: unknown = spec;
  for (const key of schema.$ref.slice(2).split("/")) found = (found as Node)[key];
  return found as Schema;
}
