import { type ResultCode, resultCodes } from "./generated/result-codes.ts";

const appNotRead = "Check that the app file is whole and installs on a device, then run again.";
const serviceFailed =
  "This is a failure of the service: try again later, and tell apptest.ai's support if it persists.";

/** The next step for each documented code. A new code in the spec fails to compile until it has a line here. */
const nextSteps: Record<ResultCode, string> = {
  4000: "Give the parameter that the reason names.",
  4030: "Check the Info.plist inside the app file.",
  4031: "Sign the IPA with a development certificate, then run again.",
  4032: appNotRead,
  4040: "Check the AndroidManifest.xml inside the app file.",
  4041: "Give the app an activity with the category android.intent.category.LAUNCHER.",
  4050: "Give an app file that ends in .ipa, .zip, .app, .apk, .xapk or .apks.",
  4051: "Check the app file and the project id: the service uses this code for both.",
  4052: "Check the project id (pid): it must be a project of this account.",
  4053: "Check the testset id: it must be a testset of this account.",
  4055: "Choose devices in the project's settings that fit the app's system, or give the app for the other system.",
  4080: "Choose the devices to test on in the project's settings.",
  4081: "Choose other devices in the project's settings: none of the chosen ones is available.",
  5001: serviceFailed,
  5002: serviceFailed,
  5003: serviceFailed,
  6001: "The service could not store the app file: run again.",
  6002: "The testset is still running: ask again later.",
  6003: "Check the testset id: the service has no data for it.",
  8000: "The service is under maintenance: try again later.",
};

/** Returns true if the code is in the page's appendix. */
export function isResultCode(code: number): code is ResultCode {
  return Object.hasOwn(resultCodes, code);
}

/** Returns the next step for a failure code, documented or not. */
export function nextStep(code: number | undefined): string {
  if (code !== undefined && isResultCode(code)) return nextSteps[code];
  return "The code is not documented: read the reason, and tell apptest.ai's support if it says too little.";
}

/** Returns the next step for an HTTP status without an answer from the service itself. */
export function nextStepForStatus(status: number): string {
  if (status === 401 || status === 403) return "Check the user id and the access key.";
  if (status >= 300 && status < 400) return "Give the service's final address: redirects are not followed.";
  if (status === 404 || status === 405) return "Check the service's address (baseUrl).";
  if (status === 413) return "The app file is larger than the service, or a proxy before it, accepts.";
  if (status === 429) return "Too many requests: try again later.";
  if (status >= 500) return "The service, or a gateway in front of it, has a problem: try again later.";
  return "Check the service's address (baseUrl) and any proxy before it.";
}
