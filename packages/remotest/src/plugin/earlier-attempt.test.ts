import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { earlierAttempt, jobKey, noteAttempt } from "./earlier-attempt.ts";

const root = mkdtempSync(join(tmpdir(), "remotest-attempt-"));
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(root, "dir-"));
});
afterAll(() => rmSync(root, { recursive: true }));

const at = (attempt: number): string => `${"a".repeat(64)}#${attempt}`;

describe("whose report directory it is", () => {
  it.each([1, 2, 9])("attempt 10 finds attempt %i, with no draft beside it", (attempt) => {
    noteAttempt(dir, at(3));
    noteAttempt(dir, at(attempt));
    expect(earlierAttempt(dir, at(10))).toEqual({ kind: "found" });
    expect(readdirSync(dir)).toEqual(["attempt.json"]);
  });

  it.each([
    { title: "another job", noted: `${"b".repeat(64)}#1`, mine: at(2) },
    { title: "a job without identity", noted: "", mine: "" },
    { title: "a job known now only", noted: "", mine: at(2) },
    { title: "a job without the number of its attempt", noted: "a".repeat(64), mine: "a".repeat(64) },
    { title: "the same attempt, such as another leg of it", noted: at(2), mine: at(2) },
    { title: "a later attempt", noted: at(10), mine: at(2) },
  ])("$title: none", ({ noted, mine }) => {
    noteAttempt(dir, noted);
    expect(earlierAttempt(dir, mine)).toMatchObject({ kind: "none" });
  });

  it.each(["", "{", "[]", "null", '{"version":3}', '{"version":2}', '{"version":2,"job":7}'])(
    "a file that holds %j: none",
    (text) => {
      writeFileSync(join(dir, "attempt.json"), text);
      expect(earlierAttempt(dir, at(2))).toMatchObject({ kind: "none" });
    },
  );

  it("no directory at all: none", () => {
    expect(earlierAttempt(join(dir, "absent"), at(2))).toMatchObject({ kind: "none" });
  });
});

describe("the key of a job", () => {
  const job = "github/octo/shop/41/test/remotest";
  const attempt = (number: string): Record<string, string> => ({ GITHUB_RUN_ATTEMPT: number });

  it("is that of the next attempt, and of no other job", () => {
    noteAttempt(dir, jobKey(job, attempt("1")));
    expect(earlierAttempt(dir, jobKey(job, attempt("2")))).toEqual({ kind: "found" });
    const other = jobKey("github/octo/shop/42/test/remotest", attempt("2"));
    expect(earlierAttempt(dir, other)).toMatchObject({ kind: "none" });
  });

  it.each([undefined, "", "0", "2x", "-1"])("is empty where the attempt has the number %j", (number) => {
    expect(jobKey(job, { GITHUB_RUN_ATTEMPT: number })).toBe("");
  });

  it("counts the attempts of Azure Pipelines", () => {
    expect(jobKey("azure/octo/7", { SYSTEM_JOBATTEMPT: "3" })).toMatch(/^[\da-f]{64}#3$/);
    expect(jobKey("azure/octo/7", { GITHUB_RUN_ATTEMPT: "3" })).toBe("");
  });

  it("is empty where the CI system names no job", () => expect(jobKey("", attempt("1"))).toBe(""));
});
