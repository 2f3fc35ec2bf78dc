import { ApptestError, ApptestRefusedError } from "@remotest/apptest-client";
import { callFailure, type FailureDetails, refusesRequest, type ServiceCall, type ServiceWords } from "@remotest/core";
import { nextStep } from "./next-steps.ts";
import { unusableAnswer } from "./unusable-results.ts";

const words: ServiceWords = {
  title: "apptest.ai",
  run: "testset",
  where: "in the project at apptest.ai",
  account: ({ secret }) => `${secret("apptest", "userId")} and ${secret("apptest", "accessKey")}`,
};

/** Temporary refusals: of a status check, and (8000 only) of a start, which then certainly did not happen. */
const passing = { start: [8000], poll: [8000, 5002, 5003, 6002] } as const;

/** Codes that say that the testset or its data does not exist; right after the start or the end, it may not exist yet. */
const notThere: ReadonlySet<number | undefined> = new Set([4053, 6003]);

/**
 * The codes by which the service says that it started nothing: specs/apptest.openapi.yaml, runTestset. Any
 * other code, documented or not, says nothing about a start.
 */
const startRefusals: ReadonlySet<number | undefined> = new Set([
  4000, 4030, 4031, 4032, 4040, 4041, 4050, 4051, 4052, 4053, 4055, 4080, 4081, 5001, 6001, 8000,
]);

/** Turns a failed call into its meaning for the flow. Returns any other error, such as an abort's reason, as it is. */
export function failureOf(error: unknown, call: ServiceCall): unknown {
  if (!(error instanceof ApptestError)) return error;
  const known = error instanceof ApptestRefusedError ? refusal(error, call) : { answer: unusableAnswer(error) };
  return callFailure(call, error, words, known);
}

function refusal(error: ApptestRefusedError, call: ServiceCall): FailureDetails {
  if (call === "start" && mayHaveStarted(error)) return { outcome: "unknown" };
  const { resultCode, resultMessage, reason } = error;
  const said = [resultMessage, reason].filter(Boolean).join(": ");
  const passes = passing[call === "start" ? "start" : "poll"].some((known) => known === resultCode);
  return {
    code: resultCode === undefined ? undefined : `apptest-${resultCode}`,
    message: `apptest.ai refused${resultCode === undefined ? "" : ` with code ${resultCode}`}${said ? `, ${said}` : ""}`,
    next: nextStep(resultCode, error.hint),
    serviceCode: resultCode === undefined ? undefined : String(resultCode),
    reason,
    outcome: passes || error.httpStatus === 429 ? "later" : "never",
    notYet: (call !== "start" && notThere.has(resultCode)) || undefined,
  };
}

/**
 * Returns true if a failure code may come after the start. A gateway that gave up, or a service that broke down, may send
 * any code; to a 503 belongs only the code for maintenance. A 4xx status refuses the request, whatever its code, unless it
 * reports an interrupted wait, or a conflict, which a first copy of the request may have caused.
 */
function mayHaveStarted({ resultCode, httpStatus }: ApptestRefusedError): boolean {
  if (refusesRequest(httpStatus)) return false;
  const itsOwn = (httpStatus >= 200 && httpStatus < 300) || (httpStatus === 503 && resultCode === 8000);
  return !itsOwn || !startRefusals.has(resultCode);
}
