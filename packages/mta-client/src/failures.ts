import { cleanCause, cleanLine, ExchangeError, type Redact } from "@remotest/http";
import { MtaHttpError, MtaTransportError, MtaUnreadableError } from "./errors.ts";

/** Turns the error of an exchange into one of this package's errors. Returns any other, such as an abort's reason, as it is. */
export function mtaFailure(error: unknown, redact: Redact): unknown {
  if (!(error instanceof ExchangeError)) return error;
  const { failure, certainlyNotSent } = error;
  const message = cleanLine(error.message, redact);
  if (failure === "too-large")
    return new MtaUnreadableError(
      message,
      "Allow larger answers (maxResponseBytes) if this one is expected.",
      undefined,
      failure,
    );
  if (failure === "redirect")
    return new MtaHttpError(message, nextStepForStatus(300), error.httpStatus ?? 300, undefined);
  const what = failure === "timeout" ? "" : `MTA ${certainlyNotSent ? "could not be reached" : "broke off"}: `;
  return new MtaTransportError(`${what}${message}`, hints[failure], {
    failure,
    certainlyNotSent,
    cause: cleanCause(error.cause, redact),
  });
}

const hints: Record<MtaTransportError["failure"], string> = {
  timeout: "Check the connection to MTA; allow more time (timeoutMs) if it is slow.",
  "proxy-refused": "Check the user and the password of the proxy, and whether it lets you through to MTA.",
  "proxy-down": "Check that the proxy is up, and its address.",
  untrusted: "Trust the authority that signed MTA's certificate, or check MTA's address (baseUrl).",
  transport: "Check MTA's address (baseUrl), the network, the proxy and the certificate authority.",
};

/** Returns the next step for an HTTP status. */
export function nextStepForStatus(status: number): string {
  if (status === 400) return "Check the keys: the test, and an application instance for every application it uses.";
  if (status === 401 || status === 403)
    return "Check the username and the password: a local user of MTA with the roles Tester and ApiUser.";
  if (status >= 300 && status < 400) return "Give MTA's final address: redirects are not followed.";
  if (status === 404 || status === 405) return "Check MTA's address (baseUrl), without /rest/mta/api, and the keys.";
  if (status === 429) return "Too many requests: try again later.";
  if (status >= 500) return "MTA, or a gateway in front of it, has a problem: try again later.";
  return "Check MTA's address (baseUrl) and any proxy before it.";
}
