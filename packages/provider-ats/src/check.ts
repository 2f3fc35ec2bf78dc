import { AtsInputError, createAtsClient } from "@remotest/ats-client";
import { optionName, type Problem, variableName } from "@remotest/core";
import { type AtsConnect, connectInputs } from "./inputs.ts";

/** What the tables cannot say about the inputs: the client knows what it can send. Sends nothing. */
export async function check({ apiToken, username, password, baseUrl }: Partial<AtsConnect>): Promise<Problem[]> {
  // That it is missing was said already.
  if (!apiToken) return [];
  try {
    createAtsClient({ apiToken, username, password, baseUrl });
    return [];
  } catch (error) {
    if (!(error instanceof AtsInputError)) throw error;
    return error.problems.map((problem) => ({ message: `${inTheWordsOfTheUser(problem)}.` }));
  }
}

/** The client's names of its options become those that the user knows. */
function inTheWordsOfTheUser(problem: string): string {
  return problem.replace(/^\w+/, (name) => {
    if (!Object.hasOwn(connectInputs, name)) return name;
    const variable = variableName("ats", name);
    return name === "baseUrl" ? `${optionName(name)} (or ${variable})` : `${variable} (or ${variable}_FILE)`;
  });
}
