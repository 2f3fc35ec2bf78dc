import { repeatedKey } from "./repeated-key.ts";

/** A JSON object whose members are not checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Returns the value of a JSON text, which may begin with blanks or a byte order mark. Undefined if it is not valid JSON, or
 * if a key occurs twice in an object, such as a code or a status: it is then not known which value is meant.
 *
 * @example parseJson('{"status":"failed","status":"passed"}') // undefined
 */
export function parseJson(text: string): unknown {
  try {
    const json = text.replace(/^[\s\uFEFF]+/, "");
    const value: unknown = JSON.parse(json);
    return repeatedKey(json) === undefined ? value : undefined;
  } catch {
    // The message of JSON.parse quotes the text, which may contain a secret.
    return undefined;
  }
}

/** Returns true for an object that is not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
