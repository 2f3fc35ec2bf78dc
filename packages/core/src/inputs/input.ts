/** A value that an input can have once it is read. */
export type InputValue = string | number | boolean | Limit | readonly string[];

/** Options as they are read, by the camelCase names of their table. */
export type OptionValues = Readonly<Record<string, InputValue | undefined>>;

/** The number of things that are allowed, or their percentage of all. */
export type Limit = { readonly count: number } | { readonly percent: number };

interface InputBase {
  /** One sentence for people: what the input does, its unit, what happens without it. */
  readonly doc: string;
  /**
   * Its label in a form, if the name does not read well there. Default: the name in words.
   * @example "Use AT&T Video Optimizer" // for `useVo`
   */
  readonly label?: string;
  /** The heading under which the help lists it. */
  readonly group?: string;
  /** A value for the examples in the help, which show the input. Default, if it is required: what the type takes, such as `<path>`. */
  readonly example?: string;
  /** True if nothing can be sent without the input, and there is no default. */
  readonly required?: true;
}

/** Free text. `secret` text comes from the environment or a file, never from the command line. */
export interface TextInput extends InputBase {
  readonly type: "text";
  /** The word that the help shows for the value, such as `glob`. Default: `text`. */
  readonly placeholder?: string;
  readonly secret?: true;
  /**
   * Set for a `secret` that names an account, such as a user ID. `--resume` tells the runs of two accounts apart by it,
   * while a key or a password may be renewed between two tries. `name:key` is for inputs that may contain both in one
   * text: the account is the first such input that is given, up to its colon.
   */
  readonly account?: "name" | "name:key";
  readonly default?: string;
  /** In Unicode characters. */
  readonly maxLength?: number;
  /** May be given several times; each value is a separate run. */
  readonly eachIsARun?: true;
  /**
   * May be given several times; all values belong to one run, and the option is a list. In a variable, the values stand on
   * one line each, or have commas between them.
   */
  readonly list?: true;
}
/** An http or https address. */
export interface UrlInput extends InputBase {
  readonly type: "url";
  readonly default?: string;
  readonly maxLength?: number;
  /** The address may contain a user and a password, which are then secrets. */
  readonly credentials?: true;
}
/** A path, relative to the working directory. */
export interface PathInput extends InputBase {
  readonly type: "path";
  readonly default?: string;
}
/** One of a few words. */
export interface ChoiceInput extends InputBase {
  readonly type: "choice";
  readonly choices: readonly string[];
  readonly default?: string;
}
/** A whole number. */
export interface IntegerInput extends InputBase {
  readonly type: "integer";
  readonly min: number;
  readonly max?: number;
  readonly default?: number;
}
/** `90s`, `45m`, `2h`, `500ms`; read as milliseconds. */
export interface DurationInput extends InputBase {
  readonly type: "duration";
  readonly minMs: number;
  readonly default?: number;
}
/** True or false, also as 1/0, yes/no or on/off: on the command line `--x`, `--x=false` or `--no-x`. */
export interface FlagInput extends InputBase {
  readonly type: "flag";
  readonly default?: boolean;
}
/** A number of things, or a percentage of them. */
export interface LimitInput extends InputBase {
  readonly type: "limit";
  readonly default?: Limit;
}

/** A number of bytes: `500KB`, `64MiB`, `1GiB`, or a plain number. */
export interface SizeInput extends InputBase {
  readonly type: "size";
  readonly minBytes: number;
  readonly default?: number;
}

/** One thing that a user can set, declared once; manifests, help texts and tables in the docs come from it. */
export type Input =
  | TextInput
  | UrlInput
  | PathInput
  | ChoiceInput
  | IntegerInput
  | DurationInput
  | FlagInput
  | LimitInput
  | SizeInput;

type InputFor<Value> = [Value] extends [boolean | undefined]
  ? FlagInput
  : [Value] extends [number | undefined]
    ? IntegerInput | DurationInput | SizeInput
    : [Value] extends [string | undefined]
      ? (TextInput & { readonly list?: never }) | UrlInput | PathInput | ChoiceInput
      : [Value] extends [Limit | undefined]
        ? LimitInput
        : [Value] extends [readonly string[] | undefined]
          ? TextInput & { readonly list: true }
          : Input;

/** The inputs of some options, by their camelCase names. The option and the variable follow from the name. */
export type InputTable<Options extends object = OptionValues> = {
  readonly [Name in keyof Options]-?: InputFor<Options[Name]>;
};

type ValueOf<Of> = Of extends { type: "text"; list: true }
  ? readonly string[]
  : Of extends { type: "flag" }
    ? boolean
    : Of extends { type: "choice"; choices: readonly (infer Choice)[] }
      ? Choice
      : Of extends { type: "integer" | "duration" | "size" }
        ? number
        : Of extends { type: "limit" }
          ? Limit
          : string;

/** The names of the inputs that always have a value, because they are required or have a default. */
type AlwaysSet<Table> = {
  [Name in keyof Table]: Table[Name] extends { required: true } | { default: unknown } ? Name : never;
}[keyof Table];

/**
 * The type of the options that a table of inputs describes.
 * @example type Start = OptionsOf<typeof startInputs>; // { readonly suite: string; readonly tag?: string | undefined }
 */
export type OptionsOf<Table> = { readonly [Name in AlwaysSet<Table>]: ValueOf<Table[Name]> } & {
  readonly [Name in Exclude<keyof Table, AlwaysSet<Table>>]?: ValueOf<Table[Name]> | undefined;
};

/** `projectId` → `--project-id`. */
export function optionName(input: string): string {
  return `--${input.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}

/** The opposite of `optionName`: `--project-id`, `project-id` or `PROJECT_ID` → `projectId`. */
export function inputName(option: string): string {
  return option
    .toLowerCase()
    .replace(/^[-_]+/, "")
    .replaceAll(/[-_]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `("apptest", "projectId")` → `APPTEST_PROJECT_ID`; the common inputs are in scope `remotest`. */
export function variableName(scope: string, input: string): string {
  return `${scope}_${input.replaceAll(/[A-Z]/g, (capital) => `_${capital}`)}`
    .replaceAll(/[^A-Za-z0-9]/g, "_")
    .toUpperCase();
}

/** True if the input may be given several times. */
export function isRepeatable(input: Input): boolean {
  return input.type === "text" && (input.eachIsARun === true || input.list === true);
}

/** True if the input may come only from the environment or a file. */
export function isSecret(input: Input): boolean {
  return input.type === "text" && input.secret === true;
}
