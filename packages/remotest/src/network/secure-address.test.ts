import type { InputTable } from "@remotest/core";
import { problemIn } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import { insecureAddresses } from "./secure-address.ts";

const table: InputTable = {
  baseUrl: { type: "url", doc: "Where." },
  loginUrl: { type: "url", doc: "Where to sign in." },
  note: { type: "text", doc: "A note." },
};
const problemsWith = (baseUrl: string): number => insecureAddresses("mine", table, { baseUrl }).length;

describe("an address that secrets may be sent to", () => {
  it.each([
    "https://api.apptest.ai",
    "http://127.0.0.1:4010",
    "http://127.255.0.9",
    "http://127.1",
    "http://0x7f.0.0.1",
    "http://[::1]:4010/",
    "http://[0:0:0:0:0:0:0:1]",
    "http://localhost:4010",
    "http://LOCALHOST",
    "http://localhost.",
    "http://ats.localhost:8080/ws",
  ])("%s", (address) => expect(problemsWith(address)).toBe(0));
});

describe("an address that they may not be sent to", () => {
  it.each([
    "http://api.apptest.ai",
    "http://10.0.0.1",
    "http://0.0.0.0:4010",
    "http://128.0.0.1",
    "http://127.0.0.1.example.com",
    "http://127.example.com",
    "http://localhost.example.com",
    "http://notlocalhost",
    "http://example.com/localhost",
    "http://[::]",
    "http://[::ffff:10.0.0.1]",
    "http://[fe80::1]",
    "HTTP://api.apptest.ai",
  ])("%s", (address) => expect(problemsWith(address)).toBe(1));
});

it("names every insecure address among the inputs, with its option and its variable", () => {
  const given = { baseUrl: "http://a.example", loginUrl: "http://b.example", note: "http://c.example" };
  expect(insecureAddresses("mine", table, given).map((each) => problemIn(each))).toEqual([
    {
      message: '--base-url (or MINE_BASE_URL): "http://a.example" is not https, so secrets would be sent unencrypted.',
      suggestion: "Use an address that begins with https:, or set --insecure-http if this is intended.",
    },
    {
      message:
        '--login-url (or MINE_LOGIN_URL): "http://b.example" is not https, so secrets would be sent unencrypted.',
      suggestion: "Use an address that begins with https:, or set --insecure-http if this is intended.",
    },
  ]);
});

it("ignores inputs that are not set or are not addresses", () => {
  expect(insecureAddresses("mine", table, { note: "n" })).toEqual([]);
});
