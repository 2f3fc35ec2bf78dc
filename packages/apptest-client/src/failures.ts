import { cleanCause, cleanLine, ExchangeError, FileChangedError, type Redact } from "@remotest/http";
import { ApptestHttpError, ApptestTimeoutError, ApptestTransportError, ApptestUnreadableError } from "./errors.ts";
import { nextStepForStatus } from "./next-steps.ts";

/** Turns the error of an exchange into one of this package's errors. Returns any other, such as an abort's reason, as it is. */
export function apptestFailure(error: unknown, redact: Redact): unknown {
  if (error instanceof FileChangedError) {
    return new ApptestTransportError(
      "The app file changed while it was being sent; the upload was stopped",
      "Make sure that the build has finished writing the app file, then run again.",
      { code: "apptest-file-changed", certainlyNotSent: false },
    );
  }
  if (!(error instanceof ExchangeError)) return error;
  const { failure, certainlyNotSent } = error;
  const message = cleanLine(error.message, redact);
  switch (failure) {
    case "timeout":
      return new ApptestTimeoutError(
        message,
        "Check the connection to the service; allow more time (timeoutMs) if it is slow.",
        certainlyNotSent,
      );
    case "too-large":
      return new ApptestUnreadableError(
        message,
        "Allow larger answers (maxResponseBytes) if this one is expected.",
        undefined,
        failure,
      );
    case "redirect":
      return new ApptestHttpError(message, nextStepForStatus(300), error.httpStatus ?? 300, undefined);
    case "proxy-refused":
    case "proxy-down":
    case "untrusted":
    case "transport":
      return new ApptestTransportError(
        `${certainlyNotSent ? "The service could not be reached" : "The exchange broke off"}: ${message}`,
        hints[failure],
        { failure, certainlyNotSent, cause: cleanCause(error.cause, redact) },
      );
  }
}

const hints: Record<ApptestTransportError["failure"], string> = {
  "proxy-refused": "Check the user and the password of the proxy, and whether it lets you through to the service.",
  "proxy-down": "Check that the proxy is up, and its address.",
  untrusted: "Trust the authority that signed the service's certificate, or check the service's address (baseUrl).",
  transport: "Check the service's address (baseUrl), the network, the proxy and the certificate authority.",
};
