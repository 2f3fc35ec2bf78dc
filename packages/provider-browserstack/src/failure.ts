import { BrowserstackError, BrowserstackHttpError, BrowserstackUnreadableError } from "@remotest/browserstack-client";
import { callFailure, type FailureDetails, type ServiceCall, type ServiceWords } from "@remotest/core";
import { mayTellTrouble } from "@remotest/http";

const words: ServiceWords = {
  title: "BrowserStack",
  run: "build",
  where: "in the App Automate dashboard",
  account: ({ secret }) => `${secret("browserstack", "username")} and ${secret("browserstack", "accessKey")}`,
};

/** Every parallel test and every place in the queue is taken, so nothing was started. */
const noRoom = "BROWSERSTACK_ALL_PARALLELS_IN_USE";

/** Turns a failed call into its meaning for the flow. Returns any other error, such as an abort's reason, as it is. */
export function failureOf(error: unknown, call: ServiceCall): unknown {
  if (!(error instanceof BrowserstackError)) return error;
  return callFailure(call, error, words, knownOf(error, call));
}

function knownOf(error: BrowserstackError, call: ServiceCall): FailureDetails {
  if (error instanceof BrowserstackUnreadableError) return { answer: answerOf(error) };
  if (!(error instanceof BrowserstackHttpError)) return {};
  const { httpStatus, serviceCode, reason } = error;
  const said = { serviceCode, reason };
  if (call === "start" && error.failure === "refused" && httpStatus === 422 && serviceCode === noRoom)
    return {
      ...said,
      code: "browserstack-no-room",
      message: "All parallel tests of your BrowserStack plan are in use, and its queue is full",
      next: "Wait for other builds to finish, start fewer devices and shards, or extend the plan.",
      outcome: "later",
      busy: true,
    };
  return {
    ...said,
    ...(serviceCode !== undefined && {
      code: `browserstack-${serviceCode
        .replace(/^BROWSERSTACK_/, "")
        .toLowerCase()
        .replaceAll("_", "-")}`,
    }),
    // Right after its start, a build may not be there yet.
    notYet: (call !== "start" && httpStatus === 404) || undefined,
  };
}

/** The failure of an upload, after which certainly nothing was started. */
export function uploadFailure(error: unknown): unknown {
  if (!(error instanceof BrowserstackError)) return error;
  const isLimit = error instanceof BrowserstackHttpError && error.httpStatus === 429;
  const failed = callFailure("poll", error, words, knownOf(error, "results"));
  // docs, limits: 5 uploads a minute. The answer does not say when the next one is allowed.
  if (isLimit && "retry" in failed && failed.retryAfterMs === undefined) return failed.with({ retryAfterMs: 30_000 });
  return failed;
}

/** Returns an unreadable answer if it begins like JSON, as the service's own do; the page of a gateway says nothing. */
function answerOf({ answer }: BrowserstackUnreadableError): FailureDetails["answer"] {
  if (answer === undefined || !/^[\s\uFEFF]*[{[]/.test(answer)) return undefined;
  return {
    file: { name: "answer.json", title: "BrowserStack's answer", content: answer },
    notPassed: /"status"\s*:\s*"\s*(?:queued|running)\s*"/i.test(answer) ? false : mayTellTrouble(answer),
  };
}
