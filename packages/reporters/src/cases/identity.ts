import type { TestCase, TestSuite } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { type CleanText, clean, type OwnText } from "../words/service-text.ts";
import { nameLine, placesOf } from "./placed-case.ts";
import { type RunError, runError } from "./run-error.ts";
import { uniqueNames } from "./unique-names.ts";

/**
 * The names by which other programs follow a test from one build to the next. They depend only on what was asked for
 * and on the test itself: not on references, on the run's name (often the subject of a commit), on the order of the
 * runs, or on which runs brought results. See docs/decisions/0040-identity-that-lasts.md.
 */
export interface IdentifiedRun {
  readonly run: RunReport | undefined;
  /** Distinguishes the run: its distinction, numbered if several runs have the same; "" if it has none. */
  readonly place: CleanText;
  /** The name of the suite and of the class for an error of the run as a whole. */
  readonly title: CleanText;
  /** The suites that have test cases. */
  readonly suites: readonly IdentifiedSuite[];
  /** Why the run as a whole does not pass, with a name that no other error of the same title has. */
  readonly error: RunError | undefined;
}

/** A suite with the names of its test cases. */
export interface IdentifiedSuite {
  /** The service's name as it came, which is not clean. */
  readonly given: string;
  /** The same as one line. */
  readonly name: CleanText;
  /** The place of the run and the name of the suite: `checkout: Orders`. */
  readonly title: CleanText;
  /** True if each case is a device. */
  readonly ofDevices: boolean;
  readonly cases: readonly IdentifiedCase[];
}

/** A test case with its name, which no other test case of the same suite has. */
export interface IdentifiedCase {
  readonly name: CleanText;
  readonly testCase: TestCase;
}

/** Takes the place of a suite's name if there is no suite. It is not part of a reference: see decision 0040. */
export const wholeRun: OwnText = clean`(run)`;

const known = new WeakMap<Report, readonly IdentifiedRun[]>();

/**
 * Returns the runs of a report with the names of their suites and test cases; one without a run if there are none. Pure: a
 * second call returns the same object.
 */
export function identifiedRuns(report: Report): readonly IdentifiedRun[] {
  const found = known.get(report) ?? identify(report);
  known.set(report, found);
  return found;
}

function identify(report: Report): readonly IdentifiedRun[] {
  const places = placesOf(report.runs);
  const runs = report.runs.length > 0 ? report.runs : [undefined];
  const titled = runs.map((run, index) => {
    const place = places[index] ?? clean``;
    const suites = suitesOf(run).map((suite) => ({ title: titleIn(place, nameLine(suite.name)), suite }));
    return { run, place, title: titleIn(place, wholeRun), suites, error: runError(report, run) };
  });
  const names = namesByTitle(titled);
  return titled.map(({ suites, error, ...run }) => ({
    ...run,
    suites: suites.map((suite) => identified(suite, names)),
    error: error && { ...error, name: names.get(run.title)?.next().value ?? error.name },
  }));
}

interface TitledSuite {
  readonly title: CleanText;
  readonly suite: TestSuite;
}

interface TitledRun extends Pick<IdentifiedRun, "title" | "error"> {
  readonly suites: readonly TitledSuite[];
}

type Names = ReadonlyMap<string, IterableIterator<CleanText>>;

function suitesOf(run: RunReport | undefined): readonly TestSuite[] {
  return run?.end.kind === "results" ? run.end.testRun.suites.filter(({ cases }) => cases.length > 0) : [];
}

function titleIn(place: CleanText, name: CleanText): CleanText {
  return place === "" ? name : clean`${place}: ${name}`;
}

/** The names under each title, in order: GitLab drops a test whose class and name are those of another one. */
function namesByTitle(runs: readonly TitledRun[]): Names {
  const lines = new Map<string, CleanText[]>();
  const under = (title: string): CleanText[] => {
    const known = lines.get(title) ?? [];
    lines.set(title, known);
    return known;
  };
  for (const { title, suites, error } of runs) {
    for (const { title, suite } of suites) {
      const known = under(title);
      for (const { name } of suite.cases) known.push(nameLine(name));
    }
    if (error) under(title).push(error.name);
  }
  return new Map([...lines].map(([title, names]) => [title, uniqueNames(names).values()]));
}

function identified({ title, suite }: TitledSuite, names: Names): IdentifiedSuite {
  const next = names.get(title);
  const cases = suite.cases.map((testCase) => ({ name: next?.next().value ?? nameLine(testCase.name), testCase }));
  return { given: suite.name, name: nameLine(suite.name), title, ofDevices: suite.ofDevices === true, cases };
}
