import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

const mine = { job: "job-1", provider: "ats" };
const started = { ...mine, refs: ["ats:A/1", "ats:A/2"], outcome: null };

describe("what a later attempt finds", () => {
  it.each([null, "interrupted", "timed-out", "provider-error", "passed"])("after %s: the runs", (outcome) => {
    noteAttempt(dir, { ...started, outcome });
    expect(earlierAttempt(dir, mine)).toEqual({ kind: "runs", refs: ["ats:A/1", "ats:A/2"] });
  });

  it.each([
    { title: "failed tests, which are to run again", attempt: { ...started, outcome: "failed" }, as: mine },
    { title: "another job", attempt: { ...started, job: "job-2" }, as: mine },
    { title: "another provider", attempt: { ...started, provider: "apptest" }, as: mine },
    { title: "a job without identity", attempt: { ...started, job: "" }, as: { ...mine, job: "" } },
    { title: "a start that nobody knows of", attempt: { ...started, refs: [null] }, as: mine },
    { title: "a part of the runs", attempt: { ...started, refs: ["ats:A/1", null] }, as: mine },
    { title: "no run", attempt: { ...started, refs: [] }, as: mine },
    { title: "a text that is no reference", attempt: { ...started, refs: ["--name:never"] }, as: mine },
  ])("after $title: none", ({ attempt, as }) => {
    noteAttempt(dir, attempt);
    expect(earlierAttempt(dir, as)).toMatchObject({ kind: "none" });
  });

  it.each(["", "{", "[]", "null", '{"version":2}'])("in a file that holds %j: none", (text) => {
    writeFileSync(join(dir, "attempt.json"), text);
    expect(earlierAttempt(dir, mine)).toMatchObject({ kind: "none" });
  });

  it("in no directory at all: none", () => {
    expect(earlierAttempt(join(dir, "absent"), mine)).toMatchObject({ kind: "none" });
  });
});

describe("the key of a job", () => {
  const env = { ATS_APP_ID: "A", ATS_TEMPLATE_ID: "T", ATS_API_TOKEN: "secret" };
  const key = jobKey("run-1", "ats", env);

  it("is another for another job, and for another start", () => {
    const others = [jobKey("run-2", "ats", env), jobKey("run-1", "ats", { ...env, ATS_TEMPLATE_ID: "U" })];
    expect(new Set([key, ...others]).size).toBe(3);
  });
  it("is the same whatever the secrets and the waiting", () => {
    expect(jobKey("run-1", "ats", { ...env, ATS_API_TOKEN: "new", REMOTEST_TIMEOUT: "2h" })).toBe(key);
  });
  it("is none where the CI system names no job", () => expect(jobKey("", "ats", env)).toBe(""));
});
