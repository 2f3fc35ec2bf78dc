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

const same = "a".repeat(64);
const at = (attempt: number): { job: string; provider: string } => ({ job: `${same}#${attempt}`, provider: "ats" });
const mine = at(2);
const started = { ...at(1), refs: ["ats:A/1", "ats:A/2"], outcome: null };

describe("what a later attempt finds", () => {
  it.each([null, "interrupted", "timed-out", "provider-error", "passed"])("after %s: the runs", (outcome) => {
    noteAttempt(dir, { ...started, outcome });
    expect(earlierAttempt(dir, mine)).toEqual({ kind: "runs", refs: ["ats:A/1", "ats:A/2"] });
  });

  it.each([
    { title: "failed tests, which are to run again", attempt: { ...started, outcome: "failed" }, as: mine },
    { title: "another job", attempt: { ...started, job: `${"b".repeat(64)}#1` }, as: mine },
    { title: "another provider", attempt: { ...started, provider: "apptest" }, as: mine },
    { title: "a job without identity", attempt: { ...started, job: "" }, as: { ...mine, job: "" } },
    { title: "a job known now only", attempt: { ...started, job: "" }, as: mine },
    {
      title: "a job without the number of its attempt",
      attempt: { ...started, job: same },
      as: { ...mine, job: same },
    },
    { title: "the same attempt, such as another leg of it", attempt: { ...started, ...mine }, as: mine },
    { title: "a later attempt", attempt: { ...started, ...at(10) }, as: mine },
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

describe("after an attempt that waited for the runs of the one before it", () => {
  const refs = ["ats:A/1", "ats:A/2"];
  beforeEach(() => {
    noteAttempt(dir, { ...started, outcome: "provider-error" });
    expect(earlierAttempt(dir, at(2))).toMatchObject({ kind: "runs" });
    noteAttempt(dir, { ...at(2), refs: ["ats:A/1", null], outcome: null });
    noteAttempt(dir, { ...at(2), refs, outcome: null });
  });

  it("in vain: none, and an attempt that then starts its own is resumed as any", () => {
    noteAttempt(dir, { ...at(2), refs, outcome: "provider-error" });
    expect(earlierAttempt(dir, at(3))).toEqual({
      kind: "none",
      why: "the earlier attempt found no result of ats:A/1 ats:A/2 either",
    });
    noteAttempt(dir, { ...at(3), refs: [null], outcome: null });
    noteAttempt(dir, { ...at(3), refs: ["ats:A/3"], outcome: "provider-error" });
    expect(earlierAttempt(dir, at(4))).toEqual({ kind: "runs", refs: ["ats:A/3"] });
  });

  it.each([null, "interrupted", "timed-out"])("and ended as %s: the runs", (outcome) => {
    noteAttempt(dir, { ...at(2), refs, outcome });
    expect(earlierAttempt(dir, at(3))).toEqual({ kind: "runs", refs });
  });
});

describe("the key of a job", () => {
  const job = "github/octo/shop/41/test/remotest";
  const file = (name: string, text: string | Buffer): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const given = (): Record<string, string> => ({
    GITHUB_RUN_ATTEMPT: "1",
    REMOTEST_NAME: "leg A",
    APPTEST_PROJECT_ID: "509",
    APPTEST_APP_FILE: file("shop.apk", "PK an app"),
    APPTEST_LOGIN_ID: "buyer",
    APPTEST_LOGIN_PW_FILE: file("password", "pw-1"),
    APPTEST_ACCESS_KEY: "demo:s3cret",
  });
  /** What a second attempt with these variables finds of a first one with the usual ones. */
  const found = (changed: Readonly<Record<string, string | undefined>>, asJob = job): string => {
    const first = { job: jobKey(job, "apptest", given()), provider: "apptest" };
    noteAttempt(dir, { ...first, refs: ["apptest:7"], outcome: null });
    const env = { ...given(), GITHUB_RUN_ATTEMPT: "2", ...changed };
    return earlierAttempt(dir, { job: jobKey(asJob, "apptest", env), provider: "apptest" }).kind;
  };

  it("is that of the next attempt, which may wait and report in its own way", () => {
    expect(found({ REMOTEST_TIMEOUT: "2h", REMOTEST_MAX_FAILURES: "10%" })).toBe("runs");
  });

  it("is that of the same app in another workspace, but not of another name", () => {
    const copied = (name: string): string => {
      const path = join(mkdtempSync(join(dir, "workspace-")), name);
      writeFileSync(path, "PK an app");
      return path;
    };
    expect(found({ APPTEST_APP_FILE: copied("shop.apk") })).toBe("runs");
    expect(found({ APPTEST_APP_FILE: copied("cart.apk") })).toBe("none");
  });

  it("is another for another job", () => expect(found({}, "github/octo/shop/42/test/remotest")).toBe("none"));

  it.each([
    { title: "another name", changed: { REMOTEST_NAME: "leg B" } },
    { title: "another project", changed: { APPTEST_PROJECT_ID: "510" } },
    { title: "another login", changed: { APPTEST_LOGIN_ID: "seller" } },
    { title: "another account", changed: { APPTEST_ACCESS_KEY: "other:s3cret" } },
    { title: "the same attempt", changed: { GITHUB_RUN_ATTEMPT: "1" } },
    { title: "no number of the attempt", changed: { GITHUB_RUN_ATTEMPT: undefined } },
    { title: "a number that is none", changed: { GITHUB_RUN_ATTEMPT: "2x" } },
    { title: "an app file that is not there", changed: { APPTEST_APP_FILE: "absent.apk" } },
    { title: "an app file that is a directory", changed: { APPTEST_APP_FILE: root } },
    { title: "a password's file that is not there", changed: { APPTEST_LOGIN_PW_FILE: "absent" } },
  ])("leads to no run with $title", ({ changed }) => {
    expect(found(changed)).toBe("none");
  });

  it.each([
    { title: "app", name: "shop.apk" },
    { title: "password", name: "password" },
  ])("is another for another $title in the file of the same name", ({ name }) => {
    const env = given();
    const before = jobKey(job, "apptest", env);
    expect(jobKey(job, "apptest", env)).toBe(before);
    file(name, "another");
    expect(jobKey(job, "apptest", env)).not.toBe(before);
  });

  it("sees the last byte of a large app", () => {
    const large = Buffer.alloc(3 * 1024 * 1024 + 5);
    const env = { ...given(), APPTEST_APP_FILE: file("large.apk", large) };
    const before = jobKey(job, "apptest", env);
    large[large.length - 1] = 1;
    file("large.apk", large);
    expect(jobKey(job, "apptest", env)).not.toBe(before);
  });

  it("counts the attempts of Azure Pipelines", () => {
    expect(jobKey("azure/octo/7", "ats", { SYSTEM_JOBATTEMPT: "3" })).toMatch(/^[\da-f]{64}#3$/);
    expect(jobKey("azure/octo/7", "ats", { GITHUB_RUN_ATTEMPT: "3" })).toBe("");
  });

  it("is none where the CI system names no job", () => expect(jobKey("", "ats", given())).toBe(""));
});
