/** A value that an input can have once it is read. */
export type InputValue = string | number | boolean | Limit;

/** Options as they are read, by the camelCase names of their table. */
export type OptionValues = Readonly<Record<string, InputValue | undefined>>;

/** How many of something are allowed: a number of them, or a share of all. */
export type Limit = { readonly count: number } | { readonly percent: number };

interface Described {
  /** One sentence for people: what it does, its unit, what happens without it. */
  readonly doc: string;
  /** Without it nothing can be sent, and it has no default. */
  readonly required?: true;
}

/** Free text. `secret` text comes from the environment or a file, never from the command line. */
export interface TextInput extends Described {
  readonly type: "text";
  readonly secret?: true;
  /**
   * Of a `secret`: it names an account, as a user id does. By it `--resume` tells the runs of two accounts apart, while a
   * key or a password may be renewed between two tries. `name:key` is for inputs of which one may hold both in one text:
   * the account is the first of them that is given, up to its colon.
   */
  readonly account?: "name" | "name:key";
  readonly default?: string;
  /** Unicode characters. */
  readonly maxLength?: number;
  /** May be given several times; each value is a run of its own. */
  readonly eachIsARun?: true;
}
/** An http or https address. */
export interface UrlInput extends Described {
  readonly type: "url";
  readonly default?: string;
  readonly maxLength?: number;
  /** May carry a user and a password, which are then secrets. */
  readonly credentials?: true;
}
/** A path, relative to the working directory. */
export interface PathInput extends Described {
  readonly type: "path";
  readonly default?: string;
}
export interface ChoiceInput extends Described {
  readonly type: "choice";
  readonly choices: readonly string[];
  readonly default?: string;
}
export interface IntegerInput extends Described {
  readonly type: "integer";
  readonly min: number;
  readonly max?: number;
  readonly default?: number;
}
/** `90s`, `45m`, `2h`, `500ms`; read as milliseconds. */
export interface DurationInput extends Described {
  readonly type: "duration";
  readonly minMs: number;
  readonly default?: number;
}
/** True or false: on the command line `--x`, `--x=false` or `--no-x`. */
export interface FlagInput extends Described {
  readonly type: "flag";
  readonly default?: boolean;
}
/** A number of things, or a share of them with `%`. */
export interface LimitInput extends Described {
  readonly type: "limit";
  readonly default?: Limit;
}

/** A number of bytes: `500KB`, `64MiB`, `1GiB`, or a plain number of them. */
export interface SizeInput extends Described {
  readonly type: "size";
  readonly minBytes: number;
  readonly default?: number;
}

/** One thing a user can set, declared once; every manifest, help text and table in the docs comes from it. */
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
      ? TextInput | UrlInput | PathInput | ChoiceInput
      : [Value] extends [Limit | undefined]
        ? LimitInput
        : Input;

/** The inputs of some options, by their camelCase names. The option and the variable follow from the name. */
export type InputTable<Options extends object = OptionValues> = {
  readonly [Name in keyof Options]-?: InputFor<Options[Name]>;
};

/** Something wrong with what the user gave. */
export interface Problem {
  /** What is wrong, with the option's and the variable's name where there is one. */
  readonly message: string;
  /** What was probably meant, or what to do. */
  readonly suggestion?: string;
}

/** `projectId` → `--project-id`. */
export function optionName(input: string): string {
  return `--${input.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}

/** `("apptest", "projectId")` → `APPTEST_PROJECT_ID`; the common inputs are in scope `remotest`. */
export function variableName(scope: string, input: string): string {
  return `${scope}_${input.replaceAll(/[A-Z]/g, (capital) => `_${capital}`)}`
    .replaceAll(/[^A-Za-z0-9]/g, "_")
    .toUpperCase();
}

/** The options of every run, whatever the provider. */
export interface CommonOptions {
  readonly name?: string;
  readonly timeout: number;
  readonly pollInterval?: number;
  readonly reportDir: string;
  readonly rerunFailed: number;
  readonly failOn: "failed" | "error" | "never";
  readonly maxFailures: Limit;
  readonly quarantine?: string;
  readonly history?: string;
  readonly resume: boolean;
  readonly correlate: boolean;
  readonly callbackListen?: string;
  readonly json: boolean;
  readonly caFile?: string;
  readonly proxy?: string;
  readonly insecureHttp: boolean;
  readonly maxResponse: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly noColor: boolean;
}

/** The table of the common inputs. */
export const commonInputs: InputTable<CommonOptions> = {
  name: { type: "text", doc: "The run's name. Default: the subject of the commit, cut to what the service takes." },
  timeout: {
    type: "duration",
    minMs: 1000,
    default: 3_600_000,
    doc: "How long to wait in all, such as 90s, 45m or 2h.",
  },
  pollInterval: {
    type: "duration",
    minMs: 100,
    doc: "A fixed time between two looks, at least 100ms. Default: adapts to how long the run has taken so far.",
  },
  reportDir: {
    type: "path",
    default: "remotest-report",
    doc: "The directory for the reports; made when it is not there.",
  },
  rerunFailed: {
    type: "integer",
    min: 0,
    max: 10,
    default: 0,
    doc: "Rerun what did not pass up to this many times, where the service can.",
  },
  failOn: {
    type: "choice",
    choices: ["failed", "error", "never"],
    default: "failed",
    doc: "What stops the pipeline: a failed test or worse, only a broken test or worse, or no test at all.",
  },
  maxFailures: {
    type: "limit",
    default: { count: 0 },
    doc: "How many failed tests are forgiven: a number, or a share of all tests such as 5%.",
  },
  quarantine: {
    type: "path",
    doc: "A YAML file of test cases whose failures are shown but forgiven, each with a reason and the last day on which it holds.",
  },
  history: {
    type: "text",
    doc: "Earlier ctrf-report.json files, as a glob (in quotes for a shell) such as reports/*/ctrf-report.json: report.html and summary.md then tell since when a test fails.",
  },
  resume: {
    type: "flag",
    default: false,
    doc: "Wait for the run that an earlier process started with the same inputs and did not bring to its end, by run.json in the report directory, in place of starting another.",
  },
  correlate: {
    type: "flag",
    default: false,
    doc: "Begin the run's name at the service with a short token, by which the run is found there when its start is uncertain; run.json has it too.",
  },
  callbackListen: {
    type: "text",
    doc: "Listen at host:port for the service's call that the run is over, where the service can call, and look at once; --callback is then the public address that leads here.",
  },
  json: { type: "flag", default: false, doc: "Print the result as one JSON document on stdout." },
  caFile: { type: "path", doc: "A PEM file with certificate authorities to trust besides the usual ones." },
  proxy: {
    type: "url",
    credentials: true,
    doc: "The proxy for every request. Default: HTTPS_PROXY and HTTP_PROXY, except where NO_PROXY says otherwise.",
  },
  insecureHttp: {
    type: "flag",
    default: false,
    doc: "Allow a service's address that begins with http: and is not this machine: secrets then travel unencrypted.",
  },
  maxResponse: {
    type: "size",
    minBytes: 1024,
    default: 64 * 1024 * 1024,
    doc: "The largest answer of a service that is read, such as 64MiB; a larger one cannot be trusted.",
  },
  verbose: { type: "flag", default: false, doc: "Say every look at the run, and what was retried." },
  quiet: { type: "flag", default: false, doc: "Say only the verdict and what went wrong." },
  noColor: { type: "flag", default: false, doc: "No colour and no live view; NO_COLOR does the same." },
};
