import {
  BrowserstackInputError,
  createBrowserstackClient,
  type Framework,
  isAddress,
} from "@remotest/browserstack-client";
import { fileProblems, type InputNames, type Problem } from "@remotest/core";
import { allowedText, filtersOf, isApple, sizes } from "./build-request.ts";
import type { BrowserstackConnect, BrowserstackStart } from "./inputs.ts";

/** The extensions of the files that a framework takes. */
const extensions: Readonly<Record<Framework, Readonly<Record<"appFile" | "testSuiteFile", readonly string[]>>>> = {
  espresso: { appFile: [".apk", ".aab"], testSuiteFile: [".apk"] },
  xcuitest: { appFile: [".ipa"], testSuiteFile: [".zip"] },
  maestro: { appFile: [".apk", ".aab", ".ipa"], testSuiteFile: [".zip"] },
};

/** Checks the inputs beyond what the tables say. Reads the disk, sends nothing. */
export async function check(
  connect: Partial<BrowserstackConnect>,
  start: Partial<BrowserstackStart> | undefined,
): Promise<Problem[]> {
  const problems = accountProblems(connect);
  if (!start) return problems;
  problems.push(...sourceProblems(start, "appFile", "app"), ...sourceProblems(start, "testSuiteFile", "testSuite"));
  problems.push(...filterProblems(start), ...platformProblems(start));
  for (const name of ["appFile", "testSuiteFile"] as const)
    if (start[name] !== undefined) problems.push(...(await uploadProblems(name, start[name], start.framework)));
  return problems;
}

/** Checks the account with the client's own rules. What is missing, the tables report. */
function accountProblems({ username, accessKey, baseUrl }: Partial<BrowserstackConnect>): Problem[] {
  if (!username || !accessKey) return [];
  try {
    createBrowserstackClient({ username, accessKey, baseUrl });
    return [];
  } catch (error) {
    if (!(error instanceof BrowserstackInputError)) throw error;
    const nameIn =
      ({ optionOrVariable, secret }: InputNames) =>
      (name: string): string =>
        name === "baseUrl" ? optionOrVariable("browserstack", name) : secret("browserstack", name);
    return error.problems.map((_, index) => ({ message: (names) => `${error.problemsIn(nameIn(names))[index]}.` }));
  }
}

/** A file or an address is needed, and not both. */
function sourceProblems(
  start: Partial<BrowserstackStart>,
  file: "appFile" | "testSuiteFile",
  address: "app" | "testSuite",
): Problem[] {
  const given = start[address];
  if (start[file] !== undefined && given !== undefined)
    return [
      {
        message: ({ optionOrVariable }) =>
          `${optionOrVariable("browserstack", file)} and ${optionOrVariable("browserstack", address)} cannot be used together.`,
        suggestion: "Leave out one of them.",
        about: [file, address],
      },
    ];
  if (start[file] === undefined && given === undefined)
    return [
      {
        message: ({ optionOrVariable }) =>
          `${optionOrVariable("browserstack", file)}, ${optionOrVariable("browserstack", address)}: one of them is missing. It is a file to upload, or the address of an earlier upload.`,
        about: [file, address],
        missing: true,
      },
    ];
  if (given === undefined || isAddress(given)) return [];
  return [
    {
      message: ({ optionOrVariable }) =>
        `${optionOrVariable("browserstack", address)}: ${JSON.stringify(given.slice(0, 60))} is not the address of an upload, such as bs://c700ce60cf13ae8ed97705a55b8e022f13c5827c.`,
      suggestion: "A custom_id is not accepted, because each new upload of any pipeline changes what it refers to.",
      about: [address],
    },
  ];
}

/** Each framework has filters of its own. */
function filterProblems(start: Partial<BrowserstackStart>): Problem[] {
  const { framework, size = [], project } = start;
  const problems: Problem[] = Object.entries(filtersOf).flatMap(([owner, filters]) =>
    filters
      .filter((name) => framework !== undefined && owner !== framework && start[name] !== undefined)
      .map(
        (name): Problem => ({
          message: ({ option }) => `${option(name)} is for ${owner}, and ${option("framework")} is ${framework}.`,
          suggestion: "Leave it out.",
          about: [name],
        }),
      ),
  );
  for (const each of size.filter((one) => !sizes.some((known) => known.toLowerCase() === one.toLowerCase())))
    problems.push({
      message: ({ optionOrVariable }) =>
        `${optionOrVariable("browserstack", "size")}: ${JSON.stringify(each.slice(0, 60))} must be one of ${sizes.join(", ")}.`,
      about: ["size"],
    });
  if (project !== undefined && allowedText(project) === "")
    problems.push({
      message: ({ optionOrVariable }) =>
        `${optionOrVariable("browserstack", "project")} has none of the characters that BrowserStack keeps: letters, digits and . : - [ ] / @ & ' _.`,
      about: ["project"],
    });
  return problems;
}

/** A build is of one app, so its devices have one system. */
function platformProblems({ framework, device = [], appFile }: Partial<BrowserstackStart>): Problem[] {
  const apple = device.filter(isApple).length;
  const about = ["device"];
  if (apple > 0 && apple < device.length)
    return [
      { message: ({ option }) => `${option("device")}: one run is for Android or for iOS, not for both.`, about },
    ];
  const isForApple = framework === "xcuitest" || (framework === "maestro" && appFile?.toLowerCase().endsWith(".ipa"));
  const isForAndroid = framework === "espresso" || (framework === "maestro" && /\.(?:apk|aab)$/i.test(appFile ?? ""));
  if ((isForApple && apple < device.length) || (isForAndroid && apple > 0))
    return [
      {
        message: ({ option }) =>
          `${option("device")}: the app and its tests are for ${isForApple ? "iOS" : "Android"}, and a device is not.`,
        about,
      },
    ];
  return [];
}

function uploadProblems(input: "appFile" | "testSuiteFile", path: string, framework = ""): Promise<Problem[]> {
  const known = Object.entries(extensions).find(([each]) => each === framework)?.[1][input];
  return fileProblems({
    scope: "browserstack",
    input,
    path,
    accepted: known && { extensions: known, by: framework },
  });
}
