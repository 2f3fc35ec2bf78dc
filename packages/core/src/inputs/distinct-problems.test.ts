import { expect, test } from "vitest";
import { distinctProblems } from "./distinct-problems.ts";

const missing = { message: "--app-file is missing.", about: ["appFile"], missing: true } as const;
const misspelt = { message: "--app-fil is not an option here.", about: ["appFile"] };

test.for([
  { title: "what is missing is told", given: [missing], left: [missing] },
  { title: "not if another problem is about it, in any order", given: [missing, misspelt], left: [misspelt] },
  {
    title: "not if another problem is about one of several",
    given: [{ ...missing, about: ["a", "appFile"] }, misspelt],
    left: [misspelt],
  },
  {
    title: "a problem of another input explains nothing",
    given: [missing, { ...misspelt, about: ["name"] }],
    left: [missing, { ...misspelt, about: ["name"] }],
  },
  {
    title: "several problems of one input are all told",
    given: [misspelt, { ...misspelt, message: "m" }],
    left: [misspelt, { ...misspelt, message: "m" }],
  },
  { title: "the same words are told once", given: [misspelt, misspelt], left: [misspelt] },
])("$title", ({ given, left }) => expect(distinctProblems(given)).toEqual(left));
