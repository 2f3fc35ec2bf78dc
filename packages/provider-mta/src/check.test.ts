import { worded } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { check } from "./check.ts";

const account = { baseUrl: "https://mta.example.com", username: "ci", password: "secret-password" };
const messagesOf = async (...given: Parameters<typeof check>): Promise<string[]> =>
  (await check(...given)).map(({ message }) => worded(message));

describe("what to execute", () => {
  it.each([
    { configuration: "28" },
    { configuration: "28", scope: "failed", coverage: true, retentionDays: 7 },
    { suite: "32" },
    { case: "96", coverage: false },
  ])("may be %j", async (start) => {
    expect(await messagesOf(account, { applicationInstance: ["19", "21"], ...start })).toEqual([]);
  });

  it.each([
    { start: {}, says: [/^--configuration \(or MTA_CONFIGURATION\), --suite .*, --case .*: one of them is missing/] },
    { start: { suite: "1", case: "2" }, says: [/--suite .*, --case .*: only one of them/] },
    { start: { suite: "1", scope: "failed" }, says: [/--scope .* only be given with --configuration/] },
    { start: { case: "1", coverage: true }, says: [/--coverage .* only be given with --configuration/] },
    { start: { configuration: ".." }, says: [/--configuration .* must be a key of MTA.*got "\.\."/] },
    {
      start: { configuration: "a/b", applicationInstance: ["1", "x y"] },
      says: [/--configuration/, /--application-instance/],
    },
    {
      start: { configuration: "28", applicationInstance: ["..", "/"] },
      says: [/--application-instance/, /--application-instance/],
    },
  ])("must not be $start", async ({ start, says }) => {
    const messages = await messagesOf(account, { applicationInstance: ["19"], ...start });
    expect(messages).toEqual(says.map((each) => expect.stringMatching(each) as string));
  });
});

describe("the account", () => {
  it.each([
    { given: { username: "a:b" }, says: /^MTA_USERNAME .*must not contain a colon/ },
    { given: { password: "a\u0000b" }, says: /^MTA_PASSWORD .*control character/ },
    { given: { baseUrl: "https://x.example/?a=b" }, says: /^--base-url \(or MTA_BASE_URL\)/ },
    { given: { baseUrl: "https://u:p@x.example" }, says: /MTA_USERNAME.*MTA_PASSWORD/ },
  ])("must not be $given", async ({ given, says }) => {
    expect(await messagesOf({ ...account, ...given }, undefined)).toEqual([expect.stringMatching(says)]);
  });

  it("is reported as missing by the table alone", async () => expect(await messagesOf({}, undefined)).toEqual([]));
});
