import { expect, test } from "vitest";
import { problemIn } from "./problem.ts";
import { commandNames } from "./wording.ts";

test("a problem keeps what it is about, and its texts name the inputs", () => {
  const problem = { message: "Wrong.", about: ["name"], missing: true } as const;
  expect(problemIn(problem)).toEqual(problem);
  const names = { ...commandNames, option: (input: string) => `the field ${input}` };
  expect(
    problemIn({ message: ({ option }) => `${option("name")} is wrong.`, suggestion: "Fix --name." }, names),
  ).toEqual({
    message: "the field name is wrong.",
    suggestion: "Fix --name.",
  });
});
