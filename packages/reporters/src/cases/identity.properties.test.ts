import { TimedOutError, type TestRun } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import type { CTRFReport } from "ctrf";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ctrfReporter } from "../ctrf/ctrf.ts";
import {
  azureKey,
  gitlabKey,
  jenkinsKey,
  junitCases,
  type JunitCase,
  lineInDetails,
} from "../fixtures/consumer-keys.ts";
import { notPassed, passed, report, withoutResults, withResults } from "../fixtures/reports.ts";
import { junitReporter } from "../junit/junit.ts";

/** A template and the names of its tests: the same in every build. */
interface Template {
  readonly distinction: string | undefined;
  readonly suites: readonly { readonly name: string; readonly tests: readonly string[] }[];
}

/** Everything that differs from build to build. */
interface Build {
  readonly template: Template;
  readonly brings: boolean;
  readonly id: number;
  readonly name: string;
  readonly startedAt: Date;
  readonly outcomes: readonly boolean[];
  readonly backwards: boolean;
}

const names = fc.constantFrom("Order is placed", "Order is paid", "Order is paid (2)", "Pixel 9", "Z.a", " ", "ats");

const templates: fc.Arbitrary<readonly Template[]> = fc.uniqueArray(
  fc.record({
    distinction: fc.constantFrom(undefined, "checkout", "checkout (2)", "T-1", "6ba7b810", "a.b/c#d", "ats"),
    suites: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom("Mendix ATS", "Phones", "Tablets"),
        tests: fc.array(names, { minLength: 1, maxLength: 5 }),
      }),
      { selector: ({ name }) => name, maxLength: 2 },
    ),
  }),
  { selector: ({ distinction }) => distinction, minLength: 1, maxLength: 4 },
);

/** Some of these templates in any order, some of them without results. */
function buildOf(all: readonly Template[]): fc.Arbitrary<readonly Build[]> {
  return fc.shuffledSubarray([...all], { minLength: 1 }).chain((some) =>
    fc.tuple(
      ...some.map((template) =>
        fc.record({
          template: fc.constant(template),
          brings: fc.boolean(),
          id: fc.nat(),
          name: fc.constantFrom("Fix the basket", "Revert", "apptest:7", ""),
          startedAt: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") }),
          outcomes: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
          backwards: fc.boolean(),
        }),
      ),
    ),
  );
}

const twoBuilds = templates.chain((all) => fc.tuple(buildOf(all), buildOf(all)));

function resultsOf({ template, outcomes, backwards }: Build): TestRun {
  const suites = template.suites.map(({ name, tests }) => ({
    name,
    cases: (backwards ? tests.toReversed() : tests).map((test, index) =>
      outcomes[index % outcomes.length] ? passed(test) : notPassed("failed", test, "Crash"),
    ),
  }));
  return { suites, conclusion: { kind: "unstated" }, warnings: [] };
}

function runOf(build: Build): RunReport {
  const { template, name, startedAt, brings, id } = build;
  const more = { distinction: template.distinction, name, startedAt, handle: { ref: `ats:app/job-${id}` } };
  return brings ? withResults(resultsOf(build), more) : withoutResults(new TimedOutError(1000), more);
}

function reportOf(builds: readonly Build[]): Report {
  return report(...builds.map(runOf));
}

/** The keys that a program makes of the file, by the template that they belong to. */
type Keys = (builds: readonly Build[]) => ReadonlyMap<string, readonly string[]>;

function grouped(pairs: readonly (readonly [owner: string, key: string])[]): ReadonlyMap<string, readonly string[]> {
  const owners = [...new Set(pairs.map(([owner]) => owner))];
  const keysOf = (owner: string): string[] => pairs.flatMap(([other, key]) => (other === owner ? [key] : []));
  return new Map(owners.map((owner) => [owner, keysOf(owner).toSorted()]));
}

/** Each run has a reference of its own, by which its suites are found. */
function byReference(keyOf: (found: JunitCase) => string): Keys {
  return (given) => {
    const builds = given.map((build, index) => ({ ...build, id: index }));
    const owners = new Map(builds.map(({ id, template }) => [`ats:app/job-${id}`, template.distinction ?? ""]));
    const found = junitCases(junitReporter.render(reportOf(builds)));
    return grouped(found.map((each) => [owners.get(each.properties.get("reference") ?? "") ?? "?", keyOf(each)]));
  };
}

function byTest(keyOf: (test: CTRFReport["results"]["tests"][number]) => string): Keys {
  return (builds) => {
    const { results } = JSON.parse(ctrfReporter("1.2.3").render(reportOf(builds))) as CTRFReport;
    return grouped(
      results.tests.map((test) => [test.suite?.length === 2 ? (test.suite[0] ?? "") : "", keyOf(test)] as const),
    );
  };
}

const consumers: Readonly<Record<string, Keys>> = {
  "Jenkins follows by suite, class and name": byReference(jenkinsKey),
  "GitLab follows by a hash": byReference(gitlabKey),
  "Azure DevOps follows by class and name": byReference(azureKey),
  "CTRF's tools follow by testId": byTest(({ testId = "" }) => testId),
  "CTRF's tools follow by suite and name": byTest(({ suite, name }) => JSON.stringify([suite, name])),
};

describe.each(Object.entries(consumers))("a test that %s", (_, keysOf) => {
  it("has the same key in every build, whatever the IDs, the names, the order and the other runs' results", () => {
    fc.assert(
      fc.property(twoBuilds, ([before, after]) => {
        const [old, now] = [keysOf(before), keysOf(after)];
        for (const { template, brings } of after) {
          const then = before.find((build) => build.template === template);
          if (then?.brings !== brings) continue;
          const owner = template.distinction ?? "";
          expect(now.get(owner)).toEqual(old.get(owner));
        }
      }),
    );
  });

  it("shares its key with no other test", () => {
    fc.assert(
      fc.property(twoBuilds, ([builds]) => {
        const keys = [...keysOf(builds).values()].flat();
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

it("has a name of its own in CTRF if another run has a test of the same name: CTRF's insights read only names", () => {
  const namesOf = byTest(({ name }) => name);
  fc.assert(
    fc.property(twoBuilds, ([builds]) => {
      const owners = [...namesOf(builds).values()].map((all) => new Set(all));
      const all = owners.flatMap((own) => [...own]);
      expect(new Set(all).size).toBe(all.length);
    }),
  );
});

it("has no line of a file in the details of a run without results, where references are printed", () => {
  fc.assert(
    fc.property(twoBuilds, ([builds]) => {
      const found = junitCases(junitReporter.render(reportOf(builds)));
      for (const each of found) expect(lineInDetails(each), each.details).toBeUndefined();
    }),
  );
  const [error] = junitCases(junitReporter.render(report(withoutResults(new TimedOutError(1000)))));
  expect(error?.details).toContain(" apptest:251929");
  expect(error && lineInDetails({ ...error, classname: "apptest" })).toBe(" apptest:251929");
});
