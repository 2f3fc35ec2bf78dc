import { InputReader, type InputSources } from "./input-reader.ts";
import type { InputTable, OptionsOf, OptionValues } from "./input.ts";
import type { Problem } from "./problem.ts";
import { distinctProblems } from "./distinct-problems.ts";
import { unseen } from "./unseen.ts";

/** A table of inputs with the scope that its environment variables start with: `remotest`, or a provider's name. */
export interface InputScope {
  readonly scope: string;
  readonly table: InputTable;
}

/** Options by scope, one entry for each run that they describe, and all their problems. */
export interface Config {
  /** The options of a scope. If there are several runs, because each value of an input is one: those of the first. */
  readonly of: (scope: string) => OptionValues;
  /** The options of one table in a scope, typed by it. Required ones are certain to be there only without problems. */
  readonly read: <Table extends InputTable>(scope: string, table: Table) => OptionsOf<Table>;
  /** The options of a scope, once for each run. */
  readonly runsOf: (scope: string) => readonly OptionValues[];
  /** The user's names for these runs, in the same order; undefined for a run without a label. */
  readonly labelsOf: (scope: string) => readonly (string | undefined)[];
  readonly problems: readonly Problem[];
  /** Problems that do not stop the command, such as a secret's file that every user can read. */
  readonly warnings: readonly string[];
  /** Every secret that was read. They are removed from everything that is printed. */
  readonly secrets: readonly string[];
}

/**
 * Reads options and environment by the tables. An option takes precedence over a variable, and a variable over a plan
 * file; empty counts as not given.
 * Finds every problem, not only the first.
 *
 * @example readConfig([{ scope: "remotest", table: commonInputs }], given).of("remotest")
 */
export function readConfig(scopes: readonly InputScope[], given: InputSources): Config {
  const problems: Problem[] = [];
  const warnings: string[] = [];
  const secrets: string[] = [];
  const runs = new Map<string, readonly DescribedRun[]>();
  for (const { scope, table } of scopes) {
    let combined: readonly DescribedRun[] = runs.get(scope) ?? [{ options: {}, label: undefined }];
    for (const [name, input] of Object.entries(table)) {
      const source = new InputReader(scope, name, input);
      const values = source.values(given, { problems, warnings, secrets });
      combined = combined.flatMap((run) => withEach(run, name, values));
    }
    runs.set(scope, combined);
  }
  // The options may contain secrets, and later become part of many objects.
  for (const [scope, all] of runs) for (const { options } of all) unseen(options, `[options of ${scope}]`);
  const runsOf = (scope: string): readonly OptionValues[] => (runs.get(scope) ?? []).map(({ options }) => options);
  return {
    of: (scope) => runsOf(scope)[0] ?? {},
    read: (scope, table) => onlyOf(table, runsOf(scope)[0] ?? {}, `[options of ${scope}]`),
    runsOf,
    labelsOf: (scope) => (runs.get(scope) ?? []).map(({ label }) => label),
    problems: distinctProblems(problems),
    warnings,
    secrets: unseen(secrets, `[${secrets.length} secrets]`),
  };
}

/**
 * Returns only the options that a table describes: no part of a provider receives more than it needs, least of all
 * the secrets of another part. The assertion is sound: `readValue` makes each value by the very input
 * whose type `OptionsOf` reads.
 *
 * @param shown appears instead of the options when they are inspected or logged
 * @example onlyOf(provider.connectInputs, options, "[options]") // without the login with which the tests sign in
 */
export function onlyOf<Table extends InputTable>(table: Table, options: OptionValues, shown: string): OptionsOf<Table> {
  const entries = Object.keys(table).map((name) => [name, options[name]] as const);
  return unseen(Object.fromEntries(entries), shown) as OptionsOf<Table>;
}

/** The options of one run, and its label. */
interface DescribedRun {
  readonly options: Record<string, OptionValues[string]>;
  readonly label: string | undefined;
}

/** Returns the run once for each value. The first one is not a copy: most inputs have one value, and a plan has many runs. */
function withEach(
  { options, label }: DescribedRun,
  name: string,
  values: ReturnType<InputReader["values"]>,
): readonly DescribedRun[] {
  const before = values.length > 1 ? { ...options } : options;
  return values.map((read, index) => {
    const own = index === 0 ? options : { ...before };
    own[name] = read.value;
    return { options: own, label: read.label ?? label };
  });
}
