import { commandNames, type InputNames } from "../inputs/wording.ts";
import { glob, isPattern, type TextMatcher } from "./glob.ts";
import { count, type Quarantine, type TestCase, type TestRun } from "../results/test-run.ts";

/** One entry of the `--quarantine` file: the cases that it covers, the reason, and the last day. */
export interface QuarantineEntry extends Quarantine {
  /** A case's name, or a glob of names. */
  readonly case: string;
  /** The name of the case's suite, or a glob; any suite if it is absent. */
  readonly suite?: string;
  /** Its place in the file, for people: `entry 3 (line 12)`. */
  readonly place: string;
}

/** Returns the day by which entries expire, such as `2026-11-22`. It is in UTC, the same on every machine. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Normalises a name for comparison: one spelling of each character, and white space as reports show it. */
function comparable(name: string): string {
  return name.normalize("NFC").replaceAll(/\s+/g, " ").trim();
}

interface Rule {
  readonly entry: QuarantineEntry;
  readonly suite: TextMatcher;
  readonly name: TextMatcher;
}

/** Finds the entries that cover a case, those with its full name first: by a map for names, in turn for globs. */
class Rules {
  readonly #named = new Map<string, Rule[]>();
  readonly #patterns: Rule[] = [];

  constructor(entries: readonly QuarantineEntry[]) {
    for (const entry of entries) {
      const name = comparable(entry.case);
      const suite = entry.suite === undefined ? () => true : glob(comparable(entry.suite));
      const rule = { entry, suite, name: glob(name) };
      if (isPattern(name)) this.#patterns.push(rule);
      else this.#named.set(name, [...(this.#named.get(name) ?? []), rule]);
    }
  }

  *covering(suiteName: string, caseName: string): Generator<QuarantineEntry> {
    const [suite, name] = [comparable(suiteName), comparable(caseName)];
    for (const rule of this.#named.get(name) ?? []) if (rule.suite(suite)) yield rule.entry;
    for (const rule of this.#patterns) if (rule.suite(suite) && rule.name(name)) yield rule.entry;
  }
}

/**
 * Returns a function that is true for a test case that an entry covers, even an expired one.
 * @example coveredBy(entries)("Shop app", "Checkout with PayPal") // true
 */
export function coveredBy(entries: readonly QuarantineEntry[]): (suite: string, name: string) => boolean {
  const rules = new Rules(entries);
  return (suite, name) => rules.covering(suite, name).next().done === false;
}

/**
 * Marks the cases that did not pass and are covered by an unexpired entry; the gate forgives them. If no case
 * passed, none is marked or forgiven, and a warning says so. Pure. Marks from elsewhere are removed: only
 * the entries given here count.
 *
 * @param today from `dayOf`; an entry applies until the end of its day
 * @param names by which the user knows the inputs, for the warning
 * @example applyQuarantine(testRun, entries, dayOf(new Date()))
 */
export function applyQuarantine(
  testRun: TestRun,
  entries: readonly QuarantineEntry[],
  today: string,
  { option }: InputNames = commandNames,
): TestRun {
  const { quarantineWarnings: _elsewhere, ...given } = testRun;
  const marked = withMarks(
    given,
    entries.filter(({ until }) => until >= today),
  );
  const { passed, quarantined } = count([marked]);
  if (quarantined === 0 || passed > 0) return marked;
  const forgivesNothing = `No test passed, so ${option("quarantine")} forgives nothing in this run.`;
  return withMarks({ ...given, quarantineWarnings: [forgivesNothing] }, []);
}

function withMarks(testRun: TestRun, entries: readonly QuarantineEntry[]): TestRun {
  const rules = new Rules(entries);
  const suites = testRun.suites.map((suite) => ({
    ...suite,
    cases: suite.cases.map((testCase) => marked(testCase, rules.covering(suite.name, testCase.name))),
  }));
  return { ...testRun, suites };
}

function marked({ quarantine: _elsewhere, ...testCase }: TestCase, entries: Iterable<QuarantineEntry>): TestCase {
  if (testCase.outcome !== "failed" && testCase.outcome !== "error") return testCase;
  for (const { reason, until } of entries) return { ...testCase, quarantine: { reason, until } };
  return testCase;
}

/**
 * Returns warnings about the entries: one that has expired forgives nothing, and one that covers no case at all is
 * misspelt or outdated. An entry whose case passed brings no warning: tests that fail now and then are what quarantine
 * is for.
 *
 * @param testRuns the results of all runs; undefined for a run without results, whose tests are not known
 * @param names by which the user knows the inputs
 */
export function quarantineWarnings(
  testRuns: readonly (TestRun | undefined)[],
  entries: readonly QuarantineEntry[],
  today: string,
  { option }: InputNames = commandNames,
): readonly string[] {
  const expired = entries.filter(({ until }) => until < today);
  const unmatched = testRuns.includes(undefined) ? new Set<QuarantineEntry>() : unmatchedEntries(testRuns, entries);
  const described = ({ place, case: name }: QuarantineEntry): string => {
    const shown = name.length > 80 ? `${name.slice(0, 80)}…` : name;
    return `${option("quarantine")}, ${place}, ${JSON.stringify(shown)}`;
  };
  return [
    ...expired.map((entry) => `${described(entry)} expired on ${entry.until}: remove it or fix the test.`),
    ...[...unmatched]
      .filter((entry) => !expired.includes(entry))
      .map((entry) => `${described(entry)} covers no test of this report: remove it or correct the name.`),
  ];
}

function unmatchedEntries(
  testRuns: readonly (TestRun | undefined)[],
  entries: readonly QuarantineEntry[],
): Set<QuarantineEntry> {
  const rules = new Rules(entries);
  const left = new Set(entries);
  for (const testRun of testRuns)
    for (const { name, cases } of testRun?.suites ?? [])
      for (const testCase of cases) {
        if (left.size === 0) return left;
        for (const entry of rules.covering(name, testCase.name)) left.delete(entry);
      }
  return left;
}
