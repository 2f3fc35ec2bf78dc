/**
 * Fills a tagged template with its values, as an untagged one is. The tags that give text a type build on it.
 * @example filled(["a ", " b"], [1]) // "a 1 b"
 */
export function filled(template: readonly string[], values: readonly (string | number)[]): string {
  let text = template[0] ?? "";
  for (let index = 0; index < values.length; index++) {
    text += values[index] ?? "";
    text += template[index + 1] ?? "";
  }
  return text;
}
