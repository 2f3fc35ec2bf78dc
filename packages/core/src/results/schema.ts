import * as v from "valibot";

/** A schema for values of any origin. Each of its messages reads on from the place of what is wrong: `must be text`. */
export type Schema<T> = v.GenericSchema<unknown, T>;

export const text: Schema<string> = v.string("must be text");
export const number: Schema<number> = v.number("must be a number");
export const count: Schema<number> = v.pipe(number, v.safeInteger("must be a count"), v.minValue(0, "must be a count"));

export function matching(pattern: RegExp): Schema<string> {
  return v.pipe(text, v.regex(pattern, `must match ${String(pattern)}`));
}

export function oneOf<const Choices extends readonly string[]>(choices: Choices): v.PicklistSchema<Choices, string> {
  return v.picklist(choices, mustBeOneOf(choices));
}

function mustBeOneOf(choices: readonly string[]): string {
  return `must be one of ${choices.join(", ")}`;
}

export function list<const Item extends v.GenericSchema>(item: Item): v.ArraySchema<Item, string> {
  return v.array(item, "must be a list");
}

type IssueText = (issue: v.BaseIssue<unknown>) => string;

/** The schema that `object` makes; it keeps its entries, by which a `variant` tells its options apart. */
type ObjectOf<Entries extends v.ObjectEntries> = v.SchemaWithPipe<
  readonly [
    v.ObjectSchema<Entries, IssueText>,
    v.TransformAction<
      v.InferOutput<v.ObjectSchema<Entries, IssueText>>,
      WithoutNulls<v.InferOutput<v.ObjectSchema<Entries, IssueText>>>
    >,
  ]
>;

/** An object of which null stands for what is absent. */
export function object<const Entries extends v.ObjectEntries>(
  entries: Entries,
  missing = "is missing",
): ObjectOf<Entries> {
  const says: IssueText = ({ path }) => (path ? missing : "must be an object");
  return v.pipe(v.object(entries, says), v.transform(withoutNulls));
}

type WithoutNulls<T> = { -readonly [Key in keyof T]: Exclude<T[Key], null | undefined> };

/** In place: the object is the schema's own copy, and a report has a hundred thousand of them. */
function withoutNulls<T extends object>(copy: T): WithoutNulls<T> {
  for (const key in copy) if (copy[key] === null) delete copy[key];
  return copy as WithoutNulls<T>;
}

/** An option of a variant, by the choices that its key has. */
interface OptionOf<Key extends string> {
  readonly entries: Readonly<Record<Key, { readonly options: readonly string[] }>>;
}

export function variant<
  const Key extends string,
  const Options extends v.VariantOptions<Key> & readonly OptionOf<Key>[],
>(key: Key, options: Options): v.VariantSchema<Key, Options, IssueText> {
  const offered: readonly OptionOf<Key>[] = options;
  const choices = offered.flatMap(({ entries }) => entries[key].options);
  return v.variant(key, options, ({ path }) => (path ? mustBeOneOf(choices) : "must be an object"));
}

/**
 * The path to a part of a value, as code would write it.
 * @returns "" for the value itself
 * @example placeOf([{ key: "runs" }, { key: 0 }, { key: "name" }]) // "runs[0].name"
 */
export function placeOf(path: readonly { readonly key: unknown }[] = []): string {
  const steps = path.map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`));
  return steps.join("").replace(/^\./, "");
}
