import { glob, isPattern, type Matches } from "./glob.ts";
import { count, type Quarantine, type TestCase, type TestRun } from "../results/test-run.ts";

/** One entry of the `--quarantine` file: which cases it covers, why, and until when. */
export interface QuarantineEntry extends Quarantine {
  /** A case's name, or a glob of names. */
  readonly case: string;
  /** The name of its suite, or a glob; without it, of any suite. */
  readonly suite?: string;
  /** Where it stands in the file, for people: `entry 3 (line 12)`. */
  readonly place: string;
}

/** The day by which entries expire, in UTC, so that every machine says the same: `2026-11-22`. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** A name as it is compared: one spelling of each character, and white space as reports show it. */
function comparable(name: string): string {
  return name.normalize("NFC").replaceAll(/\s+/g, " ").trim();
}

interface Rule {
  readonly entry: QuarantineEntry;
  readonly suite: Matches;
  readonly name: Matches;
}

/** The entries that cover a case, those that name it in full first. Names are looked up; only globs are tried in turn. */
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

/** Stands among the warnings of a run whose failures would have been marked. */
const forgivesNothing = "No test passed, so --quarantine forgives nothing here.";

/**
 * Marks the cases that did not pass and are covered by an entry that still holds; the gate forgives them. Where no case
 * passed, none is marked, for none is forgiven, and a warning says so. Pure. Marks from elsewhere are taken away: only
 * the entries given here count.
 *
 * @param today as `dayOf` gives it; an entry holds until the end of its day
 * @example applyQuarantine(testRun, entries, dayOf(new Date()))
 */
export function applyQuarantine(testRun: TestRun, entries: readonly QuarantineEntry[], today: string): TestRun {
  const { quarantineWarnings: _elsewhere, ...given } = testRun;
  const marked = withMarks(
    given,
    entries.filter(({ until }) => until >= today),
  );
  const { passed, quarantined } = count([marked]);
  if (quarantined === 0 || passed > 0) return marked;
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
 * What a person should know of the entries themselves: one that has expired forgives nothing, and one that covers no
 * case at all is misspelt or outlived. An entry whose case passed is told of nowhere: a test that fails now and then is
 * what quarantine is for.
 *
 * @param testRuns the results of all runs; undefined if a run has none, so that it is not known which tests it has
 */
export function quarantineWarnings(
  testRuns: readonly (TestRun | undefined)[],
  entries: readonly QuarantineEntry[],
  today: string,
): readonly string[] {
  const expired = entries.filter(({ until }) => until < today);
  const unmatched = testRuns.includes(undefined) ? new Set<QuarantineEntry>() : unmatchedEntries(testRuns, entries);
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

function described({ place, case: name }: QuarantineEntry): string {
  const shown = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  return `--quarantine, ${place}, ${JSON.stringify(shown)}`;
}
