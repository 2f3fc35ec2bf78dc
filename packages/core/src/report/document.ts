import { type GenericSchema, safeParse } from "valibot";
import { placeOf } from "../results/schema.ts";

/** What is wrong with a document, and where: `runs[0].name must be text.` */
export class MalformedDocumentError extends Error {
  override readonly name = "MalformedDocumentError";
}

/**
 * Reads a JSON document that anyone may have written, by its schema. Keys that the schema does not name are left out.
 *
 * @param schema each of its messages completes a sentence that begins with the place: `must be text`
 * @throws {MalformedDocumentError} that says the first thing that is wrong, and where.
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
