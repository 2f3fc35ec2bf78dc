import { readFileSync } from "node:fs";
import { join } from "node:path";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";

const folder = join(import.meta.dirname, "../../docs/schemas");
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

/**
 * Makes a function that checks documents against a published schema, with an independent validator.
 * @returns the first place at which a document violates it; undefined for a valid one
 * @example publishedSchema("results")(JSON.parse(text)) // "/runs/0/name type"
 */
export function publishedSchema(
  name: "results" | "run" | "quarantine" | "json-output",
): (document: unknown) => string | undefined {
  const schema = JSON.parse(readFileSync(join(folder, `${name}.schema.json`), "utf8")) as { readonly $id: string };
  // Several test files may ask for the same one.
  const validate = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
  return (document) => {
    if (validate(document)) return undefined;
    const [error] = validate.errors ?? [];
    return `${error?.instancePath} ${error?.keyword}`;
  };
}
