import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../start-sandbox.ts";
import {
  app,
  authorization,
  data,
  type Parts,
  refused,
  type Reply,
  sendForm,
  sendParts,
} from "./start-request.fixture.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 100_000 });
});
afterAll(() => sandbox.close());

const start = (parts: Parts, account?: string): Promise<Reply> => sendParts(sandbox.url, parts, account);
const send = (body: FormData | string, headers: Record<string, string>): Promise<Reply> =>
  sendForm(sandbox.url, body, headers);

const longest = { name: "이".repeat(100), callback: "c".repeat(250), login: "l".repeat(150) };

describe("a start request that is accepted", () => {
  it("with any case of its scheme", async () => {
    expect((await start({}, authorization.replace("Basic", "bASIC"))).status).toBe(200);
  });

  it.each<{ what: string; parts: Parts }>([
    { what: "with only the required keys", parts: {} },
    {
      what: "with everything, at its bounds",
      parts: {
        data: {
          ...data,
          testset_name: longest.name,
          time_limit: 30,
          use_vo: true,
          callback: longest.callback,
          credentials: { login_id: longest.login, login_pw: longest.login },
          os_type: "iOS",
          scenario_id: 0,
          source_type: "file",
        },
      },
    },
    { what: "with the shortest time limit", parts: { data: { ...data, time_limit: 5 } } },
    ...["ipa", "zip", "app", "apk", "xapk", "apks", "APK"].map((extension) => ({
      what: `with a file of the kind ${extension}`,
      parts: { app_file: new File(["x"], `a.b.${extension}`) },
    })),
  ])("$what", async ({ parts }) => {
    expect(await start(parts)).toEqual({
      status: 200,
      body: {
        data: { test_count: 3, testset_id: expect.any(Number) as number },
        result_code: 0,
        result_msg: "",
        reason: "",
      },
    });
  });

  it.each(["shop.apk", "한국어 앱.apk", "C:\\apps\\shop.apk", "/tmp/shop.apk", 'quo"te.apk'])(
    "is journaled with the unchanged file name: %s",
    async (fileName) => {
      const content = randomBytes(70_000);
      await start({ app_file: new File([content], fileName) });
      expect(sandbox.journal.findLast(({ kind }) => kind === "upload")).toEqual({
        kind: "upload",
        // Of these characters, FormData percent-encodes only a quote.
        fileName: fileName.replace('"', "%22"),
        contentType: "application/octet-stream",
        bytes: content.length,
        sha256: createHash("sha256").update(content).digest("hex"),
      });
    },
  );

  it("is counted; a refused one is not", async () => {
    const before = sandbox.starts();
    await start({});
    await start({ data: undefined });
    expect(sandbox.starts()).toBe(before + 1);
  });
});

describe("a start request that is refused", () => {
  it.each([
    { what: "no account", account: "" },
    { what: "a wrong key", account: `Basic ${Buffer.from("demo:wrong").toString("base64")}` },
    { what: "an account in plain text", account: "Basic demo:demo" },
    { what: "another scheme", account: authorization.replace("Basic", "Bearer") },
    { what: "a second account", account: `${authorization} ${authorization}` },
  ])("for $what", async ({ account }) => {
    expect(await start({}, account)).toEqual({ status: 401, body: "Unauthorized\n" });
  });

  it.each<{ what: string; parts: Parts; wanted: Reply }>([
    { what: "no app_file", parts: { app_file: undefined }, wanted: refused(4051) },
    { what: "app_file as text", parts: { app_file: "shop.apk" }, wanted: refused(4051) },
    {
      what: "an extension that is not supported",
      parts: { app_file: new File(["x"], "a.exe") },
      wanted: refused(4050),
    },
    { what: "no extension", parts: { app_file: new File(["x"], "apk") }, wanted: refused(4050) },
    { what: "an extension of the folder only", parts: { app_file: new File(["x"], "a.apk/b") }, wanted: refused(4050) },
    { what: "an empty file", parts: { app_file: new File([], "a.apk") }, wanted: refused(4032) },
    { what: "no data", parts: { data: undefined }, wanted: refused(4000, "data") },
    { what: "data as a file", parts: { data: new File(["{}"], "data.json") }, wanted: refused(4000, "data") },
    { what: "data that is not JSON", parts: { data: "{'pid': 509}" }, wanted: refused(4000, "data") },
    { what: "data that is not an object", parts: { data: [] }, wanted: refused(4000, "data") },
    { what: "data that is null", parts: { data: "null" }, wanted: refused(4000, "data") },
    { what: "data beyond any bound", parts: { data: `"${"x".repeat(300_000)}"` }, wanted: refused(4000, "data") },
    { what: "no pid", parts: { data: { testset_name: "x" } }, wanted: refused(4000, "pid") },
    { what: "no testset_name", parts: { data: { pid: 509 } }, wanted: refused(4000, "testset_name") },
    { what: "a pid that is a text", parts: { data: { ...data, pid: "509" } }, wanted: refused(4052, '"509"') },
    { what: "a pid of 0", parts: { data: { ...data, pid: 0 } }, wanted: refused(4052, "0") },
    { what: "a pid with a fraction", parts: { data: { ...data, pid: 1.5 } }, wanted: refused(4052, "1.5") },
    { what: "an empty name", parts: { data: { ...data, testset_name: "" } }, wanted: refused(4000, "testset_name") },
    {
      what: "a name of 101 characters",
      parts: { data: { ...data, testset_name: `${longest.name}!` } },
      wanted: refused(4000, "testset_name"),
    },
    { what: "time_limit 4", parts: { data: { ...data, time_limit: 4 } }, wanted: refused(4000, "time_limit") },
    { what: "time_limit 31", parts: { data: { ...data, time_limit: 31 } }, wanted: refused(4000, "time_limit") },
    { what: "use_vo as text", parts: { data: { ...data, use_vo: "true" } }, wanted: refused(4000, "use_vo") },
    {
      what: "a callback of 251 characters",
      parts: { data: { ...data, callback: `${longest.callback}c` } },
      wanted: refused(4000, "callback"),
    },
    {
      what: "half of the credentials",
      parts: { data: { ...data, credentials: { login_id: "me" } } },
      wanted: refused(4000, "credentials.login_pw"),
    },
    {
      what: "a login_id of 151 characters",
      parts: { data: { ...data, credentials: { login_id: `${longest.login}l`, login_pw: "" } } },
      wanted: refused(4000, "credentials.login_id"),
    },
    { what: "an unknown os_type", parts: { data: { ...data, os_type: "Symbian" } }, wanted: refused(4000, "os_type") },
  ])("for $what", async ({ parts, wanted }) => {
    expect(await start(parts)).toEqual(wanted);
  });

  it("names a missing key before a wrong one", async () => {
    expect(await start({ data: { testset_name: "x", time_limit: 99 } })).toEqual(refused(4000, "pid"));
  });

  it.each([
    { what: "the app twice", part: "app_file", value: app, wanted: refused(4051) },
    { what: "the data twice", part: "data", value: JSON.stringify(data), wanted: refused(4000, "data") },
  ])("for $what", async ({ part, value, wanted }) => {
    const form = new FormData();
    form.append("app_file", app);
    form.append("data", JSON.stringify(data));
    form.append(part, value);
    expect(await send(form, { authorization })).toEqual(wanted);
  });

  const partsOf = (...lines: string[]): string => lines.join("\r\n");
  it.each([
    { what: "JSON", type: "application/json", body: JSON.stringify(data) },
    { what: "a form without a file", type: "application/x-www-form-urlencoded", body: "data={}" },
    { what: "no boundary", type: "multipart/form-data", body: "--b\r\n\r\n" },
    { what: "an empty body", type: "multipart/form-data; boundary=b", body: "" },
    { what: "another boundary", type: "multipart/form-data; boundary=b", body: "--c\r\n\r\nx\r\n--c--\r\n" },
    {
      what: "a file that does not end",
      type: "multipart/form-data; boundary=b",
      body: partsOf("--b", 'content-disposition: form-data; name="app_file"; filename="a.apk"', "", "PK"),
    },
    {
      what: "data that does not end",
      type: "multipart/form-data; boundary=b",
      body: partsOf("--b", 'content-disposition: form-data; name="data"', "", "{"),
    },
    { what: "headers that do not end", type: "multipart/form-data; boundary=b", body: "--b\r\ncontent-dispo" },
    { what: "parts without names", type: "multipart/form-data; boundary=b", body: "--b\r\n\r\nx\r\n--b--\r\n" },
  ])("for a body that is $what", async ({ type, body }) => {
    expect(await send(body, { authorization, "content-type": type })).toEqual(refused(4051));
  });
});
