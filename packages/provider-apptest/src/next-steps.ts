import { type ResultCode, resultCodes } from "@remotest/apptest-client";

const theApp = "--app-file";
const theProject = "the project's settings at apptest.ai";

/** The input to fix for each code of the page's appendix. A new code in the client fails to compile here. */
const inputFor: Record<ResultCode, string> = {
  4000: "Give the parameter that the reason names: pid is --project-id, testset_name is --name, app_file is --app-file.",
  4030: `Fix ${theApp}: the Info.plist inside it cannot be read.`,
  4031: `Fix ${theApp}: sign the IPA with a development certificate.`,
  4032: `Fix ${theApp}: check that the file is complete and installs on a device.`,
  4040: `Fix ${theApp}: the AndroidManifest.xml inside it cannot be read.`,
  4041: `Fix ${theApp}: give the app an activity with the category android.intent.category.LAUNCHER.`,
  4050: `Fix ${theApp}: give a file that ends in .ipa, .zip, .app, .apk, .xapk or .apks.`,
  4051: `Check ${theApp} and --project-id: the service uses this code for both.`,
  4052: "Fix --project-id: it must be a project of this account.",
  4053: "Fix the reference: it must be a testset of this account.",
  4055: `Fix ${theApp} or --os-type, or choose devices in ${theProject} that fit the app's operating system.`,
  4080: `Choose the devices to test on in ${theProject}.`,
  4081: `Choose other devices in ${theProject}: none of the chosen ones is available.`,
  5001: "The service failed: try again later, and tell apptest.ai's support if it persists.",
  5002: "The service failed: attach again later, and tell apptest.ai's support if it persists.",
  5003: "The service failed: attach again later, and tell apptest.ai's support if it persists.",
  6001: `The service could not store ${theApp}: run again.`,
  6002: "The results are not available yet: attach again later.",
  6003: "The service has no data for this testset: check the reference.",
  8000: "The service is under maintenance: try again later.",
};

/** Returns the next step for a code; for an undocumented code, the client's advice. */
export function nextStep(code: number | undefined, advice: string): string {
  return code !== undefined && isDocumented(code) ? inputFor[code] : advice;
}

function isDocumented(code: number): code is ResultCode {
  return Object.hasOwn(resultCodes, code);
}
