import { type GenericSchema, safeParse } from "valibot";
import { placeOf } from "../results/schema.ts";

/** The first problem of a document, with its place: `runs[0].name must be text.` */
export class MalformedDocumentError extends Error {
  override readonly name = "MalformedDocumentError";
}

/**
 * Reads a JSON document that anyone may have written, by its schema. Keys that are not in the schema are left out.
 *
 * @param schema each of its messages completes a sentence that begins with the place: `must be text`
 * @throws {MalformedDocumentError} with the first problem and its place
 * @example parseDocument(resultsSchema, await readFile("results.json", "utf8")).runs
 */
export function parseDocument<T>(schema: GenericSchema<unknown, T>, json: string): T {
  const { issues, output } = safeParse(schema, valueOf(json), { abortEarly: true });
  if (issues) throw new MalformedDocumentError(`${placeOf(issues[0].path) || "It"} ${issues[0].message}.`);
  return output;
}

function valueOf(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ""));
  } catch {
    throw new MalformedDocumentError("It must be JSON.");
  }
}
