import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";

const run = promisify(execFile);

/** The output of a program in peers/ after it called the three services. */
export interface DriveResult {
  readonly started: unknown;
  readonly first: unknown;
  readonly again: unknown;
  readonly second: unknown;
  readonly fault: unknown;
}

/** Runs one of the programs in peers/ against a sandbox. */
export async function drive(program: string, script: string, url: string): Promise<DriveResult> {
  const { stdout } = await run(program, [join(import.meta.dirname, "peers", script), url], { timeout: 60_000 });
  return JSON.parse(stdout) as DriveResult;
}

/** Checks that a program understood everything except the job IDs. `empty` is its form of an empty text. */
export function expectWholeStory(result: DriveResult, empty: "" | null): void {
  const started = { Started: true, ErrorMessage: empty, JobID: expect.stringMatching(/^[\da-f-]{36}$/) as string };
  expect(result.started).toEqual(started);
  expect(result.again).toEqual(started);
  expect(result.first).toMatchObject({
    ExecutionStatus: "Done",
    ExecutionResult: "Failed",
    ExecutionFlags: { Flags: { Canceled: false, Warning: true } },
    ExecutionResultBreakdown: { ResultBreakdown: { CountPassed: 3, CountNotExecuted: 1, CountFailed: 1 } },
    ExecutionDetailsPerTestCase: {
      ExecutionDetailsTestCase: [
        { Name: "Log in", Result: "Passed", Duration: "00:00:03" },
        {
          Name: "주문하기 <장바구니 & 결제>",
          Result: "Failed",
          ErrorMessage: 'Expected <Total & Tax> to be "12.50", but ]]> was found 못 찾음',
        },
        { Name: 'Search ]]> with "quotes"', Result: "Passed" },
        { Name: "Édit the profile", Result: "Not_Executed" },
        { Name: "Log out", Result: "Passed" },
      ],
    },
  });
  expect(result.second).toMatchObject({
    ExecutionStatus: "Done",
    ExecutionResult: "Passed",
    ExecutionResultBreakdown: { ResultBreakdown: { CountPassed: 2, CountNotExecuted: 0, CountFailed: 0 } },
    ExecutionDetailsPerTestCase: {
      ExecutionDetailsTestCase: [{ Name: "주문하기 <장바구니 & 결제>" }, { Name: "Édit the profile" }],
    },
  });
  expect(result.fault).toEqual({ code: "soap:Client", message: "The AppAPIToken is not valid" });
}
