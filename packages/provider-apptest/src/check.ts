import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { extname } from "node:path";
import { ApptestInputError, appFileExtensions, createApptestClient } from "@remotest/apptest-client";
import { type InputNames, type Problem, quotedPath } from "@remotest/core";
import type { ApptestConnect, ApptestStart } from "./inputs.ts";

/** Checks the inputs beyond what the tables say. Reads the disk, sends nothing. */
export async function check(
  connect: Partial<ApptestConnect>,
  start: Partial<ApptestStart> | undefined,
): Promise<Problem[]> {
  const problems = accountProblems(connect);
  if (start?.appFile !== undefined) problems.push(...(await appFileProblems(start.appFile)));
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

/** Checks the app file, so that you do not wait for an upload that the service would refuse (4050, 4051). */
async function appFileProblems(path: string): Promise<Problem[]> {
  const label = ({ optionOrVariable }: InputNames): string =>
    `${optionOrVariable("apptest", "appFile")}: ${quotedPath(path)}`;
  const problems: Problem[] = [];
  const extension = extname(path).slice(1).toLowerCase();
  if (!appFileExtensions.some((known) => known === extension))
    problems.push({
      message: (names) =>
        `${label(names)} does not end in ${appFileExtensions.map((known) => `.${known}`).join(", ")}: apptest.ai accepts no other file.`,
    });
  try {
    const file = await stat(path);
    if (!file.isFile()) problems.push({ message: (names) => `${label(names)} is not a file.` });
    else if (file.size === 0) problems.push({ message: (names) => `${label(names)} is empty.` });
    await access(path, constants.R_OK);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    problems.push({
      message: (names) => `${label(names)} ${missing ? "does not exist" : `cannot be read: ${String(error)}`}.`,
      ...(missing ? { suggestion: "Check the path: it is relative to the working directory." } : {}),
    });
  }
  return problems;
}
