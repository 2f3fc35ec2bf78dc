/**
 * A JSON Schema with the keywords that the specs use for requests. A spec with another keyword does not compile until
 * `firstProblem` checks it.
 */
export interface RequestSchema {
  readonly type: "object" | "array" | "string" | "integer" | "boolean";
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: RequestSchema;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly properties?: Readonly<Record<string, RequestSchema>>;
}

/** A place in a request that its schema does not allow. */
export interface RequestProblem {
  /** The keys and positions that lead to it. The last one is the key itself if it is missing or not known. */
  readonly path: readonly string[];
  readonly keyword: keyof RequestSchema;
  /** A sentence, such as `devices must have at least 1 item`. */
  readonly text: string;
}

/**
 * Returns the first problem with a request, or undefined if it is valid: what is missing, then what is not known, then
 * what has a wrong value, in the order of the schema. Lengths count characters, as JSON Schema does, not UTF-16 units.
 *
 * @example firstProblem({ type: "string", minLength: 1 }, "")?.text; // "the body must have at least 1 character"
 */
export function firstProblem(schema: RequestSchema, value: unknown): RequestProblem | undefined {
  return problemsIn(schema, value, []).next().value;
}

type Problems = Generator<RequestProblem, undefined>;

const isOfType: Readonly<Record<RequestSchema["type"], (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
};

function* problemsIn(schema: RequestSchema, value: unknown, path: readonly string[]): Problems {
  if (!isOfType[schema.type](value)) yield problem(path, "type", `must be of the type ${schema.type}`);
  else if (typeof value === "string") yield* problemsInText(schema, value, path);
  else if (typeof value === "number") yield* problemsInNumber(schema, value, path);
  else if (Array.isArray(value)) yield* problemsInList(schema, value, path);
  else if (isObject(value)) yield* problemsInObject(schema, value, path);
}

function* problemsInText(schema: RequestSchema, value: string, path: readonly string[]): Problems {
  const { minLength = 0, maxLength = Infinity, pattern = "", enum: values } = schema;
  const length = [...value].length;
  if (length > maxLength) yield problem(path, "maxLength", `must have at most ${counted(maxLength, "character")}`);
  if (length < minLength) yield problem(path, "minLength", `must have at least ${counted(minLength, "character")}`);
  if (!new RegExp(pattern, "u").test(value)) yield problem(path, "pattern", `must match ${pattern}`);
  if (values && !values.includes(value)) yield problem(path, "enum", `must be one of ${values.join(", ")}`);
}

function* problemsInNumber(schema: RequestSchema, value: number, path: readonly string[]): Problems {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (value > maximum) yield problem(path, "maximum", `must be at most ${maximum}`);
  if (value < minimum) yield problem(path, "minimum", `must be at least ${minimum}`);
}

function* problemsInList(schema: RequestSchema, value: readonly unknown[], path: readonly string[]): Problems {
  const { minItems = 0, items } = schema;
  if (value.length < minItems) yield problem(path, "minItems", `must have at least ${counted(minItems, "item")}`);
  if (items) for (const [index, item] of value.entries()) yield* problemsIn(items, item, [...path, `${index}`]);
}

function* problemsInObject(
  { required = [], additionalProperties, properties = {} }: RequestSchema,
  value: Readonly<Record<string, unknown>>,
  path: readonly string[],
): Problems {
  for (const key of required) if (!Object.hasOwn(value, key)) yield problem([...path, key], "required", "is missing");
  if (additionalProperties === false)
    for (const key of Object.keys(value))
      if (!Object.hasOwn(properties, key)) yield problem([...path, key], "additionalProperties", "is not known");
  for (const [key, schema] of Object.entries(properties))
    if (Object.hasOwn(value, key)) yield* problemsIn(schema, value[key], [...path, key]);
}

function problem(path: readonly string[], keyword: RequestProblem["keyword"], what: string): RequestProblem {
  return { path, keyword, text: `${path.join(".") || "the body"} ${what}` };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
