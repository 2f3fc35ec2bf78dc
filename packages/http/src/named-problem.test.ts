import { expect, test } from "vitest";
import { type NamedProblem, sentences } from "./named-problem.ts";

const problems: readonly (string | NamedProblem)[] = [
  (nameOf) => `${nameOf("apiToken")} is missing`,
  (nameOf) => `${nameOf("a")} and ${nameOf("b")} belong together`,
  "fetch must be a function",
];

test("problems use the client's names", () => {
  expect(sentences(problems)).toEqual(["apiToken is missing", "a and b belong together", "fetch must be a function"]);
});

test("problems use the user's names", () => {
  expect(sentences(problems, (name) => `--${name}`)).toEqual([
    "--apiToken is missing",
    "--a and --b belong together",
    "fetch must be a function",
  ]);
});
