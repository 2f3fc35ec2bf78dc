import { describe, expect, test } from "vitest";
import {
  InterruptedError,
  inWords,
  nextOf,
  ProviderError,
  RemotestError,
  TimedOutError,
  UnknownStartError,
  UsageError,
} from "./errors.ts";
import { commandNames, worded, type Wording } from "./inputs/wording.ts";
import { exitCodeOfError } from "./gate/verdict.ts";

const made = (name: string, fields: object): Error =>
  Object.assign(new Error("The service is down"), { name, ...fields });
const said = { code: "x-down", next: "Ask its owner." };

describe("an error that a provider made without our classes", () => {
  test.for([
    { name: "ProviderError", fields: { ...said, retry: "later" }, kind: ProviderError, exitCode: 3 },
    { name: "ProviderError", fields: { ...said, retry: "never" }, kind: ProviderError, exitCode: 3 },
    { name: "UnknownStartError", fields: said, kind: UnknownStartError, exitCode: 5 },
  ])("is a $kind.name by its name and its fields", ({ name, fields, kind, exitCode }) => {
    const error = made(name, fields);
    expect(error).toBeInstanceOf(kind);
    expect(error).toBeInstanceOf(RemotestError);
    expect(error).not.toBeInstanceOf(TimedOutError);
    expect(error instanceof ProviderError).toBe(kind === ProviderError);
    expect(exitCodeOfError(error)).toBe(exitCode);
  });

  test.for([
    { why: "no word about retries", error: made("ProviderError", said) },
    { why: "no next step", error: made("UnknownStartError", { code: "x" }) },
    { why: "another name", error: made("Error", { ...said, retry: "later" }) },
    { why: "a kind that is not a provider's to make", error: made("TimedOutError", said) },
    { why: "no error at all", error: { name: "ProviderError", ...said, retry: "later" } },
  ])("is not recognised with $why", ({ error }) => {
    expect(error).not.toBeInstanceOf(RemotestError);
    expect(error).not.toBeInstanceOf(ProviderError);
    expect(error).not.toBeInstanceOf(TimedOutError);
  });
});

test("a provider's error with more details is a new object, and the same otherwise", () => {
  const cause = new Error("socket hang up");
  const fault = {
    ...said,
    message: "Down",
    serviceCode: "7",
    reason: "tired",
    retryAfterMs: 1000,
    notYet: true,
    cause,
  };
  const error = new ProviderError({ ...fault, retry: "later" });
  const evidence = [{ name: "answer.json", title: "The answer", content: "{}" }];
  const more = error.with({ evidence, notPassed: true });
  expect(more).toBeInstanceOf(ProviderError);
  expect(more).toMatchObject({ ...fault, retry: "later", evidence, notPassed: true });
  expect(error.evidence).toBeUndefined();
  expect(more.with({ retry: "never" })).toMatchObject({ evidence, retry: "never" });
});

describe("an error in the words of a surface", () => {
  const names = { ...commandNames, option: (input: string) => `the field ${input}`, whereTheyAre: "Fix the form." };
  const next: Wording = ({ option }) => `Give ${option("timeout")}.`;

  test.for<{ error: RemotestError; shown: object }>([
    { error: new UnknownStartError("--name", next, "why"), shown: { message: "--name", cause: "why" } },
    { error: new TimedOutError({ message: "Late", next, timeoutMs: 7 }), shown: { message: "Late", timeoutMs: 7 } },
    {
      error: new ProviderError({ ...said, message: "--name", next, retry: "later", reason: "--name", notYet: true }),
      shown: { message: "--name", reason: "--name", retry: "later", notYet: true, code: "x-down" },
    },
  ])("names the inputs of $error.name in its next step, and is otherwise the same", ({ error, shown }) => {
    expect(error.next).toBe("Give --timeout.");
    expect(inWords(error, names)).toMatchObject({ ...shown, name: error.name, next: "Give the field timeout." });
    expect(inWords(error)).toBe(error);
  });

  test("names them in every problem, and says where they are explained", () => {
    const error = new UsageError([{ message: ({ option }) => `${option("name")} is wrong.` }, { message: "--name" }]);
    expect(error).toMatchObject({ message: "--name is wrong.\n--name", next: commandNames.whereTheyAre });
    expect(inWords(error, names)).toMatchObject({
      message: "the field name is wrong.\n--name",
      problems: [{ message: "the field name is wrong." }, { message: "--name" }],
      next: "Fix the form.",
    });
  });

  test("is the error itself if it does not name an input", () => {
    const error = new InterruptedError("SIGTERM");
    expect(inWords(error, names)).toBe(error);
  });

  test("can come from another copy of the classes, or from none", () => {
    const foreign = made("ProviderError", { ...said, retry: "later" }) as ProviderError;
    expect(inWords(foreign, names)).toMatchObject({ message: foreign.message, ...said, retry: "later" });
    const copy = new ProviderError({ ...said, message: "Down", next, retry: "later" });
    const [key] = Object.getOwnPropertySymbols(copy);
    Object.defineProperty(foreign, key ?? "", { value: next });
    expect(worded(nextOf(foreign), names)).toBe("Give the field timeout.");
    expect(Object.keys(copy)).not.toContain(key);
  });
});
