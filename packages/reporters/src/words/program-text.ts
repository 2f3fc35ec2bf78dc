declare const isProgramText: unique symbol;

/**
 * Text for a program, such as a JSON document or a script of a shell: text from elsewhere is data in its format. Only the
 * functions that write a format make it.
 */
export type ProgramText = string & { readonly [isProgramText]: true };

/**
 * Text for a program from one of our templates.
 * @example programText`matrix=${inertJson({ include }, 0)}\n`
 */
export function programText(
  template: TemplateStringsArray,
  ...values: readonly (ProgramText | number | boolean)[]
): ProgramText {
  return String.raw({ raw: template }, ...values) as ProgramText;
}
