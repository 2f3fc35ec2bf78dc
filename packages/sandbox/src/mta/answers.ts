import type { CaseRun, Run, SuiteRun } from "./run.ts";

/** Makes the answer about a run. Before it begins, it has neither a date nor a result. */
export function describeRun(run: Run, origin: string): object {
  const result = run.result();
  return {
    TestRunExecutionId: run.id,
    ...(result === undefined ? {} : { StartDate: "2026-03-01T09:30:00.000Z", Result: result }),
    TestConfigurationName: `Configuration of ${run.order.key}`,
    TestRunUrl: `${origin}/link/testrun/${run.number}`,
  };
}

export function describeSuite(run: Run, suite: SuiteRun, origin: string): object {
  const { key, sequence, name } = suite;
  const result = run.resultOfSuite(suite);
  return {
    Key: key,
    Sequence: sequence,
    Name: name,
    ...(result === undefined ? {} : { Result: result }),
    Url: `${origin}/link/testsuiterun/${key}`,
  };
}

export function describeCase(run: Run, each: CaseRun, origin: string): object {
  const result = run.resultOf(each);
  return {
    Key: each.key,
    Sequence: each.sequence,
    Name: each.name,
    ...(result === undefined ? {} : { Result: result }),
    ResultMessage: run.messageOf(each),
    Url: `${origin}/link/testcaserun/${each.key}`,
  };
}
