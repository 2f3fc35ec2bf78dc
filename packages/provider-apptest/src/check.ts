import { ApptestInputError, appFileExtensions, createApptestClient } from "@remotest/apptest-client";
import { fileProblems, type InputNames, type Problem } from "@remotest/core";
import type { ApptestConnect, ApptestStart } from "./inputs.ts";

/** The service refuses any other file (4050, 4051). */
const accepted = { extensions: appFileExtensions.map((known) => `.${known}`), by: "apptest.ai" };

/** Checks the inputs beyond what the tables say. Reads the disk, sends nothing. */
export async function check(
  connect: Partial<ApptestConnect>,
  start: Partial<ApptestStart> | undefined,
): Promise<Problem[]> {
  const problems = accountProblems(connect);
  if (start?.appFile !== undefined)
    problems.push(...(await fileProblems({ scope: "apptest", input: "appFile", path: start.appFile, accepted })));
  if (start && (start.loginId === undefined) !== (start.loginPw === undefined)) {
    const [given, missing] = start.loginId === undefined ? ["loginPw", "loginId"] : ["loginId", "loginPw"];
    problems.push({
      message: ({ secret, secretOrFile }) =>
        `${secretOrFile("apptest", missing)} is missing: ${secret("apptest", given)} is set, and the app's account needs both.`,
      about: [missing],
      missing: true,
    });
  }
  return problems;
}

/** Returns the function that gives the user's name for an option of the client. */
function nameIn({ optionOrVariable, secret }: InputNames): (name: string) => string {
  return (name) => {
    if (name === "baseUrl") return optionOrVariable("apptest", name);
    return name === "userId" || name === "accessKey" ? secret("apptest", name) : name;
  };
}

/** Checks the account with the client's own rules, and reports problems with the user's names for the inputs. */
function accountProblems({ userId, accessKey, baseUrl }: Partial<ApptestConnect>): Problem[] {
  if (!userId && !accessKey)
    return [
      {
        message: ({ secretOrFile }) =>
          `${secretOrFile("apptest", "userId", "accessKey")} are missing: they are the account for the API.`,
        suggestion: ({ secret }) =>
          `${secret("apptest", "accessKey")} alone is enough if it contains one user:key string.`,
        about: ["userId", "accessKey"],
        missing: true,
      },
    ];
  try {
    createApptestClient({ userId, accessKey, baseUrl });
    return [];
  } catch (error) {
    if (!(error instanceof ApptestInputError)) throw error;
    return error.problems.map((_, index) => ({ message: (names) => `${error.problemsIn(nameIn(names))[index]}.` }));
  }
}
