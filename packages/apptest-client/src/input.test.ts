import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { randomFile } from "../test/app-file.ts";
import { serve, started } from "../test/service.ts";
import { thrown } from "../test/thrown.ts";
import { ApptestInputError, createApptestClient, type TestsetRequest } from "./index.ts";
import { requestProblems, requestText } from "./testset-request.ts";

const least: TestsetRequest = { pid: 1, testset_name: "n" };

describe("the request", () => {
  test.each<[string, object]>([
    ["the required fields only", {}],
    ["100 characters of name, beyond the basic plane", { testset_name: "🚀".repeat(100) }],
    ["5 minutes", { time_limit: 5 }],
    ["30 minutes", { time_limit: 30 }],
    ["a callback of 250 characters", { callback: "c".repeat(250) }],
    ["credentials of 150 characters", { credentials: { login_id: "i".repeat(150), login_pw: "p".repeat(150) } }],
    ["the later page's fields", { os_type: "iOS", scenario_id: 0, source_type: "app_id", use_vo: true }],
    ["fields that are undefined", { time_limit: undefined, credentials: undefined }],
  ])("may be sent with %s", (_, fields) => expect(requestProblems({ ...least, ...fields })).toEqual([]));

  test.each<[object, string]>([
    [{ pid: undefined }, "pid is missing"],
    [{ pid: 0 }, "pid must be a whole number of 1 or more, not 0"],
    [{ pid: "1" }, "pid must be a whole number of 1 or more"],
    [{ pid: 1.5 }, "pid must be a whole number of 1 or more"],
    [{ testset_name: undefined }, "testset_name is missing"],
    [{ testset_name: "" }, "testset_name is empty"],
    [{ testset_name: 7 }, "testset_name must be text"],
    [{ testset_name: "n".repeat(101) }, "testset_name must have at most 100 characters, not 101"],
    [{ time_limit: 4 }, "time_limit must be a whole number from 5 to 30, not 4"],
    [{ time_limit: 31 }, "time_limit must be a whole number from 5 to 30, not 31"],
    [{ time_limit: Number.NaN }, "time_limit must be a whole number from 5 to 30"],
    [{ use_vo: "yes" }, "use_vo must be true or false"],
    [{ callback: "c".repeat(251) }, "callback must have at most 250 characters, not 251"],
    [{ credentials: "me:pw" }, "credentials must be an object"],
    [{ credentials: { login_id: "me" } }, "credentials.login_pw is missing"],
    [{ credentials: { login_pw: "pw" } }, "credentials.login_id is missing"],
    [
      { credentials: { login_id: "i".repeat(151), login_pw: "p" } },
      "credentials.login_id must have at most 150 characters, not 151",
    ],
    [
      { credentials: { login_id: "i", login_pw: "p".repeat(151) } },
      "credentials.login_pw must have at most 150 characters, not 151",
    ],
    [{ os_type: "android" }, "os_type must be one of ANDROID, iOS"],
    [{ scenario_id: -1 }, "scenario_id must be a whole number of 0 or more, not -1"],
    [{ source_type: "url" }, "source_type must be one of file, app_id"],
  ])("may not be sent with %j", (fields, problem) => {
    expect(requestProblems({ ...least, ...fields })).toEqual([problem]);
  });

  test("may not be sent with the page's misspelling", () => {
    expect(requestProblems({ ...least, time_limmit: 5 } as TestsetRequest)).toEqual([
      expect.stringContaining("time_limmit is not a known field: the fields are pid, testset_name, time_limit,"),
    ]);
  });

  test("is written in the page's order, whatever the order given", () => {
    const text = requestText({
      credentials: { login_id: "i", login_pw: "p" },
      time_limit: 5,
      testset_name: 'a "b" \\ é',
      pid: 1,
    });
    expect(text).toBe(
      '{"pid":1,"testset_name":"a \\"b\\" \\\\ é","time_limit":5,"credentials":{"login_id":"i","login_pw":"p"}}',
    );
  });
});

describe("the app file", () => {
  test.each(["app.ipa", "app.zip", "app.app", "app.apk", "app.xapk", "app.apks", "APP.APK"])(
    "%s is sent",
    async (name) => {
      await using app = await randomFile(name, 10);
      await using peer = await serve(() => ({ json: started }));
      const client = createApptestClient({ accessKey: "user:key", baseUrl: peer.url });
      await client.runTestset({ appFile: app.path, data: least });
      expect(peer.received[0]?.body.toString("latin1")).toContain(`filename="${name}"`);
    },
  );

  test.each<[string, (folder: string) => Promise<string>, RegExp]>([
    [
      "a file of another kind",
      async (folder) => join(folder, "app.aab"),
      /app\.aab does not end in \.ipa, \.zip, \.app, \.apk, \.xapk, \.apks/,
    ],
    ["a file without an extension", async (folder) => join(folder, "apk"), /apk does not end in/],
    ["no file", async () => "", /appFile is missing/],
    ["a file that does not exist", async (folder) => join(folder, "no.apk"), /no\.apk cannot be read \(ENOENT\)/],
    ["a dangling link", async (folder) => linked(folder), /link\.apk cannot be read \(ENOENT\)/],
    ["a folder", async (folder) => made(folder, "an.app"), /an\.app is not a file \(upload a folder as a zip of it\)/],
    ["an empty file", async (folder) => written(folder, "empty.apk", ""), /empty\.apk is empty/],
  ])("%s is refused before anything is sent", async (_, make, problem) => {
    await using app = await randomFile("app.apk", 10);
    await using peer = await serve(() => ({ json: started }));
    const client = createApptestClient({ accessKey: "user:key", baseUrl: peer.url });
    const error = await thrown(client.runTestset({ appFile: await make(app.folder), data: least }));
    expect(error).toBeInstanceOf(ApptestInputError);
    expect(error).toMatchObject({ code: "apptest-input", problems: [expect.stringMatching(problem)] });
    expect(peer.received).toEqual([]);
  });

  test("every problem is named at once, without the value of a secret", async () => {
    const client = createApptestClient({ accessKey: "user:key", baseUrl: "http://127.0.0.1:9" });
    const login_pw = "s3cret".repeat(30);
    const error = await thrown(
      client.runTestset({
        appFile: "x.exe",
        data: { pid: -1, testset_name: "", credentials: { login_id: "", login_pw } },
      }),
    );
    expect(error).toMatchObject({
      problems: [
        expect.stringMatching(/^appFile: /),
        "pid must be a whole number of 1 or more, not -1",
        "testset_name is empty",
        "credentials.login_pw must have at most 150 characters, not 180",
      ],
    });
    expect(String(error)).not.toContain("s3cret");
  });
});

describe("the account", () => {
  test.each([
    ["a user id and a key", { userId: "user", accessKey: "k:ey" }],
    ["one string as the key", { accessKey: "user:k:ey" }],
    ["one string as the user", { userId: "user:k:ey" }],
    ["the key with the user id before it", { userId: "user", accessKey: "user:k:ey" }],
    ["an empty user id beside one string", { userId: "", accessKey: "user:k:ey" }],
  ])("may be %s", async (_, access) => {
    await using peer = await serve(() => ({ text: "" }));
    await thrown(createApptestClient({ ...access, baseUrl: peer.url }).getTestset(1));
    const [, base64 = ""] = peer.received[0]?.headers.authorization?.split(" ") ?? [];
    expect(Buffer.from(base64, "base64").toString()).toBe("user:k:ey");
  });

  test.each([
    [{}, "userId and accessKey are missing"],
    [{ userId: "user" }, "accessKey is missing: give userId and accessKey, or one string user:key"],
    [{ accessKey: "key" }, "accessKey is missing: give userId and accessKey, or one string user:key"],
    [{ accessKey: ":key" }, "userId is empty"],
    [{ accessKey: "user:" }, "accessKey is empty"],
    [{ userId: "us:er", accessKey: "key" }, "userId must not contain a colon"],
    [{ userId: "user", accessKey: "key\n" }, "userId or accessKey contains a line break or another control character"],
    [
      { accessKey: "a:b", baseUrl: "api.apptest.ai" },
      "baseUrl must be an address that starts with https:// or http://",
    ],
    [{ accessKey: "a:b", baseUrl: "ftp://x" }, "baseUrl must be an address that starts with https:// or http://"],
    [{ accessKey: "a:b", baseUrl: "https://x?y=1" }, "baseUrl must not have a query or a fragment"],
    [
      { accessKey: "a:b", baseUrl: "https://u:p@x" },
      "baseUrl must not contain credentials: give them as userId and accessKey",
    ],
  ])("%j is refused", (options, problem) => {
    expect(() => createApptestClient(options)).toThrow(expect.objectContaining({ problems: [problem] }) as Error);
  });

  test("has problems that can use the names of your own options", async () => {
    const names: Record<string, string> = { userId: "USER", accessKey: "KEY" };
    const problem = "KEY is missing: give USER and KEY, or one string user:key";
    const error = await thrown(Promise.resolve().then(() => createApptestClient({ accessKey: "key" })));
    expect((error as ApptestInputError).problemsIn((name) => names[name] ?? name)).toEqual([problem]);
  });
});

async function linked(folder: string): Promise<string> {
  await symlink(join(folder, "nowhere"), join(folder, "link.apk"));
  return join(folder, "link.apk");
}

async function made(folder: string, name: string): Promise<string> {
  await mkdir(join(folder, name));
  return join(folder, name);
}

async function written(folder: string, name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}
