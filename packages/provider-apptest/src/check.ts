import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { extname } from "node:path";
import { ApptestInputError, appFileExtensions, createApptestClient } from "@remotest/apptest-client";
import type { Problem } from "@remotest/core";
import type { ApptestConnect, ApptestStart } from "./inputs.ts";

/** Checks the inputs beyond what the tables say. Reads the disk, sends nothing. */
export async function check(
  connect: Partial<ApptestConnect>,
  start: Partial<ApptestStart> | undefined,
): Promise<Problem[]> {
  const problems = accountProblems(connect);
  if (start?.appFile !== undefined) problems.push(...(await appFileProblems(start.appFile)));
  if (start && (start.loginId === undefined) !== (start.loginPw === undefined)) {
    const [given, missing] =
      start.loginId === undefined ? ["APPTEST_LOGIN_PW", "APPTEST_LOGIN_ID"] : ["APPTEST_LOGIN_ID", "APPTEST_LOGIN_PW"];
    problems.push({
      message: `${missing} (or ${missing}_FILE) is missing: ${given} is set, and the app's account needs both.`,
      about: [start.loginId === undefined ? "loginId" : "loginPw"],
      missing: true,
    });
  }
  return problems;
}

const variables: ReadonlyMap<string, string> = new Map([
  ["userId", "APPTEST_USER_ID"],
  ["accessKey", "APPTEST_ACCESS_KEY"],
  ["baseUrl", "--base-url (or APPTEST_BASE_URL)"],
]);

/** Checks the account with the client's own rules, and reports problems with the user's names for the inputs. */
function accountProblems({ userId, accessKey, baseUrl }: Partial<ApptestConnect>): Problem[] {
  if (!userId && !accessKey)
    return [
      {
        message:
          "APPTEST_USER_ID and APPTEST_ACCESS_KEY (or each as …_FILE) are missing: they are the account for the API.",
        suggestion: "APPTEST_ACCESS_KEY alone is enough if it contains one user:key string.",
        about: ["userId", "accessKey"],
        missing: true,
      },
    ];
  try {
    createApptestClient({ userId, accessKey, baseUrl });
    return [];
  } catch (error) {
    if (!(error instanceof ApptestInputError)) throw error;
    return error.problemsIn((name) => variables.get(name) ?? name).map((problem) => ({ message: `${problem}.` }));
  }
}

/** Checks the app file, so that you do not wait for an upload that the service would refuse (4050, 4051). */
async function appFileProblems(path: string): Promise<Problem[]> {
  const label = `--app-file (or APPTEST_APP_FILE): ${JSON.stringify(path)}`;
  const problems: Problem[] = [];
  const extension = extname(path).slice(1).toLowerCase();
  if (!appFileExtensions.some((known) => known === extension))
    problems.push({
      message: `${label} does not end in ${appFileExtensions.map((known) => `.${known}`).join(", ")}: apptest.ai accepts no other file.`,
    });
  try {
    const file = await stat(path);
    if (!file.isFile()) problems.push({ message: `${label} is not a file.` });
    else if (file.size === 0) problems.push({ message: `${label} is empty.` });
    await access(path, constants.R_OK);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    problems.push({
      message: missing ? `${label} does not exist.` : `${label} cannot be read: ${String(error)}.`,
      ...(missing ? { suggestion: "Check the path: it is relative to the working directory." } : {}),
    });
  }
  return problems;
}
