import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { worded } from "@remotest/core";
import { check } from "./check.ts";

const account = { baseUrl: "https://api.apptest.ai", userId: "user", accessKey: "key" };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-check-"));
});
afterAll(() => rm(folder, { recursive: true }));

const problemsOf = async (...given: Parameters<typeof check>): Promise<string[]> =>
  (await check(...given)).map(({ message }) => worded(message));

describe("the app file", () => {
  const file = async (name: string, content = "app"): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };

  it.each(["a.ipa", "a.zip", "a.app", "a.apk", "a.xapk", "a.apks", "A.APK", "a.b.Ipa", "앱 1.apk"])(
    "%s is accepted",
    async (name) => {
      expect(await check(account, { appFile: await file(name) })).toEqual([]);
    },
  );

  it.each(["a.exe", "a", "a.apk.bak", "a.aab", ".apk", "a.apk ", "apk"])(
    "%j is refused before the upload",
    async (name) => {
      const problems = await problemsOf(account, { appFile: await file(name) });
      expect(problems).toEqual([
        expect.stringContaining(".ipa, .zip, .app, .apk, .xapk or .apks: apptest.ai accepts no other file"),
      ]);
      expect(problems[0]).toContain("--app-file (or APPTEST_APP_FILE)");
    },
  );

  it("that does not exist is refused", async () => {
    expect(await problemsOf(account, { appFile: join(folder, "none.apk") })).toEqual([
      expect.stringContaining("does not exist"),
    ]);
  });
});

describe("the account", () => {
  it.each([
    { title: "user and key", given: { userId: "user", accessKey: "key" } },
    { title: "one user:key string as the key", given: { accessKey: "user:key" } },
    { title: "a key with a colon in it, beside the user", given: { userId: "user", accessKey: "a:b" } },
  ])("may be $title", async ({ given }) => {
    expect(await check({ baseUrl: account.baseUrl, ...given }, undefined)).toEqual([]);
  });

  it.each([
    { title: "missing", given: {}, says: /APPTEST_USER_ID and APPTEST_ACCESS_KEY/ },
    { title: "the user alone", given: { userId: "user" }, says: /APPTEST_ACCESS_KEY/ },
    { title: "a key without a user", given: { accessKey: "key" }, says: /APPTEST_USER_ID/ },
    { title: "a user with a colon", given: { userId: "us:er", accessKey: "key" }, says: /APPTEST_USER_ID/ },
    {
      title: "an address with a query",
      given: { ...account, baseUrl: "https://x.example/?a=b" },
      says: /--base-url \(or APPTEST_BASE_URL\)/,
    },
  ])("must not be $title", async ({ given, says }) => {
    const problems = await problemsOf({ baseUrl: account.baseUrl, ...given }, undefined);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(says);
    expect(problems[0]).not.toMatch(/userId|accessKey|baseUrl/);
  });
});

describe("the app's own account", () => {
  it.each([
    { given: { loginId: "id" }, missing: "APPTEST_LOGIN_PW" },
    { given: { loginPw: "pw" }, missing: "APPTEST_LOGIN_ID" },
  ])("$given alone: $missing is missing", async ({ given, missing }) => {
    expect(await problemsOf(account, given)).toEqual([
      expect.stringMatching(new RegExp(`^${missing} \\(or ${missing}_FILE\\) is missing`)),
    ]);
  });
  it("both or neither are accepted", async () => {
    expect(await check(account, { loginId: "id", loginPw: "pw" })).toEqual([]);
    expect(await check(account, {})).toEqual([]);
  });
});
