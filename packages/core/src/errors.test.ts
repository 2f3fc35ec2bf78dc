import { describe, expect, test } from "vitest";
import { ProviderError, RemotestError, TimedOutError, UnknownStartError } from "./errors.ts";
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
