import type { InputNames, Problem } from "@remotest/core";
import { createMtaClient, isKey, MtaInputError } from "@remotest/mta-client";
import { connectInputs, type MtaConnect, type MtaStart } from "./inputs.ts";

/** Checks the inputs beyond what the tables say. Sends nothing. */
export async function check(connect: Partial<MtaConnect>, start: Partial<MtaStart> | undefined): Promise<Problem[]> {
  return [...accountProblems(connect), ...(start ? startProblems(start) : [])];
}

const tests = ["configuration", "suite", "case"] as const;

function startProblems(start: Partial<MtaStart>): Problem[] {
  const given = tests.filter((name) => start[name] !== undefined);
  const problems: Problem[] = [];
  if (given.length === 0)
    problems.push({
      message: (names) => `${labels(names, tests)}: one of them is missing. It says what MTA executes.`,
      about: [...tests],
      missing: true,
    });
  if (given.length > 1)
    problems.push({
      message: (names) => `${labels(names, given)}: only one of them can be given for one run.`,
      about: given,
    });
  for (const name of given) if (!isKey(start[name] ?? "")) problems.push(notAKey(name, start[name] ?? ""));
  const { applicationInstance: instances = [] } = start;
  for (const key of instances) if (!isKey(key)) problems.push(notAKey("applicationInstance", key));
  if (start.configuration === undefined && given.length > 0)
    for (const name of ["scope", "coverage"] as const)
      if (start[name] !== undefined && start[name] !== false)
        problems.push({
          message: (names) =>
            `${labels(names, [name])} can only be given with ${names.option("configuration")}: MTA has it for test configurations only.`,
          about: [name],
        });
  return problems;
}

function notAKey(name: string, text: string): Problem {
  return {
    message: (names) =>
      `${labels(names, [name])} must be a key of MTA, such as 28; got ${JSON.stringify(text.slice(0, 60))}.`,
    suggestion: "MTA shows the key in the title of the edit page.",
    about: [name],
  };
}

function labels({ optionOrVariable }: InputNames, names: readonly string[]): string {
  return names.map((name) => optionOrVariable("mta", name)).join(", ");
}

function accountProblems({ username, password, baseUrl }: Partial<MtaConnect>): Problem[] {
  // The table of inputs already reports what is missing.
  if (!username || !password || !baseUrl) return [];
  try {
    createMtaClient({ username, password, baseUrl });
    return [];
  } catch (error) {
    if (!(error instanceof MtaInputError)) throw error;
    return error.problems.map((_, index) => ({ message: (names) => `${error.problemsIn(nameIn(names))[index]}.` }));
  }
}

/** Returns the function that gives the user's name for an option of the client. */
function nameIn({ optionOrVariable, secretOrFile }: InputNames): (name: string) => string {
  return (name) => {
    if (!Object.hasOwn(connectInputs, name)) return name;
    return name === "baseUrl" ? optionOrVariable("mta", name) : secretOrFile("mta", name);
  };
}
