import { variableIn } from "./variable-in.ts";

/** The values that the expressions of a plan file can name. */
export interface Names {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The keys of the run's matrix; undefined where a matrix cannot be used. */
  readonly matrix: ReadonlyMap<string, string> | undefined;
  /** True for a variable that contains a secret. */
  readonly isSecret: (variable: string) => boolean;
}

/** An expression that is not valid. */
export interface BadExpression {
  /** Where it stands in the text, in UTF-16 code units. */
  readonly index: number;
  /** As it is written: `${matrix.tmplate}`. */
  readonly expression: string;
  /** Completes a sentence that begins with the expression. */
  readonly problem: string;
  readonly suggestion?: string;
}

/** The text with all its expressions replaced; only complete without bad expressions. */
export interface Interpolation {
  readonly text: string;
  readonly bad: readonly BadExpression[];
}

/** `$${`, an expression, or the beginning of one that does not end. */
const token = /\$\$\{|\$\{([^}]*)\}|\$\{/g;
const variable = /^env\.([A-Za-z_]\w*)(?::-(.*))?$/s;
const matrixKey = /^matrix\.([A-Za-z_][\w-]*)$/;

/**
 * Replaces `${env.NAME}`, `${env.NAME:-default}` and `${matrix.key}`; `$${` becomes the characters `${`. What is undefined
 * is never an empty text: an empty variable counts as not set. Pure.
 *
 * @example interpolate("shop ${matrix.template}", names) // { text: "shop pay", bad: [] }
 */
export function interpolate(text: string, names: Names): Interpolation {
  const bad: BadExpression[] = [];
  const replaced = text.replaceAll(token, (expression: string, inside: string | undefined, index: number) => {
    if (expression === "$${") return "${";
    const found = inside === undefined ? unclosed : valueOf(inside, names);
    if (typeof found === "string") return found;
    bad.push({ index, expression, ...found });
    return "";
  });
  return { text: replaced, bad };
}

type Fault = Pick<BadExpression, "problem" | "suggestion">;

const literally = "Write $${ for the characters ${ themselves.";
const unclosed: Fault = { problem: "has no closing brace", suggestion: literally };

function valueOf(inside: string, { env, matrix, isSecret }: Names): string | Fault {
  const [, key] = matrixKey.exec(inside) ?? [];
  if (key !== undefined) return matrix?.get(key) ?? unknownKey(matrix);
  const [, name, preset] = variable.exec(inside) ?? [];
  if (name === undefined)
    return {
      problem: "is not an expression: use ${env.NAME}, ${env.NAME:-default} or ${matrix.key}",
      suggestion: literally,
    };
  if (isSecret(name))
    return {
      problem: "is a secret, which must not become part of a plan",
      suggestion: "Remove it: providers read their secrets from the environment.",
    };
  const value = variableIn(env, name) || preset;
  return (
    value ?? { problem: `has no value: ${name} is not set`, suggestion: `Set it, or write \${env.${name}:-default}.` }
  );
}

function unknownKey(matrix: Names["matrix"]): Fault {
  if (matrix === undefined) return { problem: "cannot be used here: only a run has a matrix" };
  const keys = [...matrix.keys()];
  return {
    problem: "has no value: the matrix of the run has no such key",
    suggestion: keys.length === 0 ? "The run has no matrix." : `It has ${keys.join(", ")}.`,
  };
}
