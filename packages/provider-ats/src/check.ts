import { AtsInputError, createAtsClient } from "@remotest/ats-client";
import { optionName, type Problem, variableName } from "@remotest/core";
import { type AtsConnect, type AtsStart, connectInputs } from "./inputs.ts";

/** What the tables cannot say about the inputs: the client knows what it can send. Sends nothing. */
export async function check(connect: Partial<AtsConnect>, start: Partial<AtsStart> | undefined): Promise<Problem[]> {
  return [...accountProblems(connect), ...idProblems(start ?? {})];
}

/** Ids are sent as XML, which cannot hold every character. */
function idProblems(start: Partial<AtsStart>): Problem[] {
  return Object.entries(start).flatMap(([name, id]) => {
    if (typeof id !== "string" || !/[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/u.test(id)) return [];
    return [
      { message: `${optionName(name)} (or ${variableName("ats", name)}): holds a character that XML cannot hold.` },
    ];
  });
}

function accountProblems({ apiToken, username, password, baseUrl }: Partial<AtsConnect>): Problem[] {
  // That it is missing was said already.
  if (!apiToken) return [];
  try {
    createAtsClient({ apiToken, username, password, baseUrl });
    return [];
  } catch (error) {
    if (!(error instanceof AtsInputError)) throw error;
    return error.problemsIn(nameForTheUser).map((problem) => ({ message: `${problem}.` }));
  }
}

/** What the user calls an option of the client. */
function nameForTheUser(name: string): string {
  if (!Object.hasOwn(connectInputs, name)) return name;
  const variable = variableName("ats", name);
  return name === "baseUrl" ? `${optionName(name)} (or ${variable})` : `${variable} (or ${variable}_FILE)`;
}
