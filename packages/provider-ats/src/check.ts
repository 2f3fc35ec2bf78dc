import { AtsInputError, createAtsClient } from "@remotest/ats-client";
import type { InputNames, Problem } from "@remotest/core";
import { type AtsConnect, type AtsStart, connectInputs } from "./inputs.ts";

/** Checks the inputs beyond what the tables say, with the client's own rules. Sends nothing. */
export async function check(connect: Partial<AtsConnect>, start: Partial<AtsStart> | undefined): Promise<Problem[]> {
  return [...accountProblems(connect), ...idProblems(start ?? {})];
}

/** Ids are sent as XML, which does not allow every character. */
function idProblems(start: Partial<AtsStart>): Problem[] {
  return Object.entries(start).flatMap(([name, id]) => {
    if (typeof id !== "string" || !/[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/u.test(id)) return [];
    return [
      {
        message: ({ optionOrVariable }) =>
          `${optionOrVariable("ats", name)} contains a character that is not allowed in XML.`,
      },
    ];
  });
}

function accountProblems({ apiToken, username, password, baseUrl }: Partial<AtsConnect>): Problem[] {
  // The table of inputs already reports that it is missing.
  if (!apiToken) return [];
  try {
    createAtsClient({ apiToken, username, password, baseUrl });
    return [];
  } catch (error) {
    if (!(error instanceof AtsInputError)) throw error;
    return error.problems.map((_, index) => ({ message: (names) => `${error.problemsIn(nameIn(names))[index]}.` }));
  }
}

/** Returns the function that gives the user's name for an option of the client. */
function nameIn({ optionOrVariable, secretOrFile }: InputNames): (name: string) => string {
  return (name) => {
    if (!Object.hasOwn(connectInputs, name)) return name;
    return name === "baseUrl" ? optionOrVariable("ats", name) : secretOrFile("ats", name);
  };
}
