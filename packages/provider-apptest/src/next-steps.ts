import { type ResultCode, resultCodes } from "@remotest/apptest-client";
import type { Wording } from "@remotest/core";

const theProject = "the project's settings at apptest.ai";

const fixTheApp =
  (how: string): Wording =>
  ({ option }) =>
    `Fix ${option("appFile")}: ${how}`;

/** The input to fix for each code of the page's appendix. A new code in the client fails to compile here. */
const inputFor: Record<ResultCode, Wording> = {
  4000: ({ option }) =>
    `Give the parameter that the reason names: pid is ${option("projectId")}, testset_name is ${option("name")}, app_file is ${option("appFile")}.`,
  4030: fixTheApp("the Info.plist inside it cannot be read."),
  4031: fixTheApp("sign the IPA with a development certificate."),
  4032: fixTheApp("check that the file is complete and installs on a device."),
  4040: fixTheApp("the AndroidManifest.xml inside it cannot be read."),
  4041: fixTheApp("give the app an activity with the category android.intent.category.LAUNCHER."),
  4050: fixTheApp("give a file that ends in .ipa, .zip, .app, .apk, .xapk or .apks."),
  4051: ({ option }) => `Check ${option("appFile")} and ${option("projectId")}: the service uses this code for both.`,
  4052: ({ option }) => `Fix ${option("projectId")}: it must be a project of this account.`,
  4053: "Fix the reference: it must be a testset of this account.",
  4055: ({ option }) =>
    `Fix ${option("appFile")} or ${option("osType")}, or choose devices in ${theProject} that fit the app's operating system.`,
  4080: `Choose the devices to test on in ${theProject}.`,
  4081: `Choose other devices in ${theProject}: none of the chosen ones is available.`,
  5001: "The service failed: try again later, and tell apptest.ai's support if it persists.",
  5002: "The service failed: attach again later, and tell apptest.ai's support if it persists.",
  5003: "The service failed: attach again later, and tell apptest.ai's support if it persists.",
  6001: ({ option }) => `The service could not store ${option("appFile")}: run again.`,
  6002: "The results are not available yet: attach again later.",
  6003: "The service has no data for this testset: check the reference.",
  8000: "The service is under maintenance: try again later.",
};

/** Returns the next step for a code; for an undocumented code, the client's advice. */
export function nextStep(code: number | undefined, advice: string): Wording {
  return code !== undefined && isDocumented(code) ? inputFor[code] : advice;
}

function isDocumented(code: number): code is ResultCode {
  return Object.hasOwn(resultCodes, code);
}
