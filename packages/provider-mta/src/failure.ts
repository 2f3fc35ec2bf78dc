import { callFailure, type FailureDetails, type ServiceCall, type ServiceWords, type Wording } from "@remotest/core";
import { mayTellTrouble } from "@remotest/http";
import { MtaError, MtaHttpError, MtaUnreadableError } from "@remotest/mta-client";

const words: ServiceWords = {
  title: "Menditect MTA",
  run: "test run",
  where: "in MTA, under Test configurations, Test runs,",
  account: ({ secret }) =>
    `${secret("mta", "username")} and ${secret("mta", "password")}: a local user of MTA with the roles Tester and ApiUser`,
};

/** Turns a failed call into its meaning for the flow. Returns any other error, such as an abort's reason, as it is. */
export function failureOf(error: unknown, call: ServiceCall): unknown {
  if (!(error instanceof MtaError)) return error;
  return callFailure(call, error, words, knownOf(error, call));
}

function knownOf(error: MtaError, call: ServiceCall): FailureDetails {
  if (error instanceof MtaUnreadableError) return { answer: answerOf(error) };
  if (!(error instanceof MtaHttpError)) return {};
  const { httpStatus } = error;
  const next = call === "start" ? nextOfStart(httpStatus) : nextOfPoll(httpStatus);
  return {
    ...(next === undefined ? {} : { next }),
    // Right after its start, a run may not be there yet.
    notYet: (call !== "start" && httpStatus === 404) || undefined,
  };
}

/** The predecessor's page names 400 for a missing key; no page says what a key that does not exist is answered with. */
function nextOfStart(httpStatus: number): Wording | undefined {
  if (httpStatus !== 400 && httpStatus !== 404) return undefined;
  return ({ option }) =>
    `Check ${option("configuration")}, ${option("suite")} or ${option("case")}, and ${option("applicationInstance")}: MTA shows each key in the title of its edit page. Check also that ${option("baseUrl")} is the address of MTA.`;
}

function nextOfPoll(httpStatus: number): Wording | undefined {
  if (httpStatus !== 400 && httpStatus !== 404) return undefined;
  return "Check the reference. MTA deletes a run after its retention period, 2 days unless the start says otherwise.";
}

/** Returns an unreadable answer if it begins like JSON, as the service's own do; the page of a gateway says nothing. */
function answerOf({ answer }: MtaUnreadableError): FailureDetails["answer"] {
  if (answer === undefined || !/^[\s\uFEFF]*[{[]/.test(answer)) return undefined;
  return {
    file: { name: "answer.json", title: "MTA's answer", content: answer },
    notPassed: /"Result"\s*:\s*"\s*running\s*"/i.test(answer) ? false : mayTellTrouble(answer),
  };
}
