import { ExchangeError, type Redact } from "@remotest/http";
import { ApptestHttpError, ApptestTimeoutError, ApptestTransportError, ApptestUnreadableError } from "./errors.ts";
import { FileChangedError } from "./upload/file-body.ts";
import { nextStepForStatus } from "./next-steps.ts";
import { serviceText } from "./service-text.ts";

/** What went wrong below as one of this package's errors; anything else, an abort's reason above all, as it is. */
export function apptestFailure(error: unknown, redact: Redact): unknown {
  if (error instanceof FileChangedError) {
    return new ApptestTransportError(
      "The app file changed while it was sent; the upload was cut off",
      "Make sure that the build has finished writing the app file, then run again.",
      { code: "apptest-file-changed", certainlyNotSent: false },
    );
  }
  if (!(error instanceof ExchangeError)) return error;
  const message = serviceText(error.message, redact);
  switch (error.failure) {
    case "timeout":
      return new ApptestTimeoutError(
        message,
        "Check the connection to the service; give more time (timeoutMs) if it is slow.",
        error.certainlyNotSent,
      );
    case "too-large":
      return new ApptestUnreadableError(message, "Allow larger answers (maxResponseBytes) if this one is expected.");
    case "redirect":
      return new ApptestHttpError(message, nextStepForStatus(300), error.httpStatus ?? 300, undefined);
    case "transport":
      return new ApptestTransportError(
        `${error.certainlyNotSent ? "The service could not be reached" : "The exchange broke off"}: ${message}`,
        "Check the service's address (baseUrl), the network, the proxy and the certificate authority.",
        { certainlyNotSent: error.certainlyNotSent, ...causeOf(error, redact) },
      );
  }
}

/** The system's error by name, message and code only: an injected fetch may hang headers on what it throws. */
function causeOf(error: ExchangeError, redact: Redact): { cause?: Error } {
  const { cause } = error;
  if (!(cause instanceof Error)) return {};
  const plain = new Error(serviceText(cause.message, redact));
  plain.name = serviceText(cause.name, redact, 100);
  delete plain.stack;
  const code = codeOf(cause);
  return { cause: code === undefined ? plain : Object.assign(plain, { code: serviceText(code, redact, 100) }) };
}

/** fetch hides the system's code one cause further down. */
function codeOf(error: Error): string | undefined {
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : undefined;
}
