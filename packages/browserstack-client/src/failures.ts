import { cleanCause, cleanLine, ExchangeError, FileChangedError, type Redact } from "@remotest/http";
import { BrowserstackHttpError, BrowserstackTransportError, BrowserstackUnreadableError } from "./errors.ts";

/** Turns the error of an exchange into one of this package's errors. Returns any other, such as an abort's reason, as it is. */
export function browserstackFailure(error: unknown, redact: Redact): unknown {
  if (error instanceof FileChangedError)
    return new BrowserstackTransportError(
      "The file changed while it was being sent; the upload was stopped",
      "Make sure that the build has finished writing the file, then run again.",
      { code: "browserstack-file-changed", failure: "transport", certainlyNotSent: false },
    );
  if (!(error instanceof ExchangeError)) return error;
  const { failure, certainlyNotSent } = error;
  const message = cleanLine(error.message, redact);
  if (failure === "too-large")
    return new BrowserstackUnreadableError(
      message,
      "Allow larger answers (maxResponseBytes) if this one is expected.",
      undefined,
      failure,
    );
  if (failure === "redirect") {
    const said = { retryAfterS: undefined, serviceCode: undefined, reason: undefined };
    return new BrowserstackHttpError(message, nextStepForStatus(300), { httpStatus: error.httpStatus ?? 300, ...said });
  }
  const what = certainlyNotSent ? "BrowserStack could not be reached: " : "The exchange broke off: ";
  return new BrowserstackTransportError(`${failure === "timeout" ? "" : what}${message}`, hints[failure], {
    failure,
    certainlyNotSent,
    cause: cleanCause(error.cause, redact),
  });
}

const hints: Record<BrowserstackTransportError["failure"], string> = {
  timeout: "Check the connection to BrowserStack; allow more time (timeoutMs) if it is slow.",
  "proxy-refused": "Check the user and the password of the proxy, and whether it lets you through to BrowserStack.",
  "proxy-down": "Check that the proxy is up, and its address.",
  untrusted: "Trust the authority that signed BrowserStack's certificate, or check its address (baseUrl).",
  transport: "Check BrowserStack's address (baseUrl), the network, the proxy and the certificate authority.",
};

/** Returns the next step for an HTTP status. */
export function nextStepForStatus(status: number): string {
  if (status === 401 || status === 403) return "Check the username and the access key, and what the plan includes.";
  if (status >= 300 && status < 400) return "Give BrowserStack's final address: redirects are not followed.";
  if (status === 404 || status === 405) return "Check BrowserStack's address (baseUrl), and the id.";
  if (status === 429) return "Too many requests: try again in a minute.";
  if (status >= 500) return "BrowserStack, or a gateway in front of it, has a problem: try again later.";
  return "Fix what the message says.";
}
