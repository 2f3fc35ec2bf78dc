import { describe, expect, test } from "vitest";
import { signature } from "./conformance.fixture.ts";
import { assertOnlyGenuine } from "./conformance-forgeries.ts";
import type { SignedCalls } from "./provider.ts";

const runs = { run: { ref: "shop:1" }, other: { ref: "shop:2" } };

const signed: SignedCalls = {
  keyInput: "signingKey",
  isGenuine: ({ header, body }, key) => header("X-Shop") === signature(body, key),
  isAbout: ({ body }, { ref }) => Buffer.from(body).toString() === ref,
};

function complaintAbout(signedCalls: SignedCalls): string {
  try {
    const make = (key: string, { ref }: { readonly ref: string }) => ({
      headers: { "x-shop": signature(ref, key) },
      body: ref,
    });
    assertOnlyGenuine(signedCalls, make, runs);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("the forged calls", () => {
  test("find nothing wrong with a check that reads the whole body and the whole signature", () => {
    expect(complaintAbout(signed)).toBe("");
  });

  test.each<{ readonly title: string; readonly calls: Partial<SignedCalls>; readonly complaint: string }>([
    { title: "recognises no call", calls: { isGenuine: () => false }, complaint: "a genuine call is not recognised" },
    { title: "takes every call", calls: { isGenuine: () => true }, complaint: "although it has no headers" },
    {
      title: "compares only the beginning of a signature",
      calls: {
        isGenuine: ({ header, body }, key) => (header("X-Shop") ?? " ").startsWith(signature(body, key).slice(0, 8)),
      },
      complaint: "although its headers are cut",
    },
    {
      title: "signs only the beginning of the body",
      calls: {
        isGenuine: ({ header, body }, key) => header("X-Shop") === signature(Buffer.from(body).toString().trim(), key),
      },
      complaint: "although its body has a blank more",
    },
    {
      title: "ignores the blanks of the key",
      calls: { isGenuine: ({ header, body }, key) => header("X-Shop") === signature(body, key.trim()) },
      complaint: "is as good as",
    },
    { title: "says that a call is about no run", calls: { isAbout: () => false }, complaint: "not about its run" },
    {
      title: "says that a call is about every run",
      calls: { isAbout: () => true },
      complaint: "about another run too",
    },
  ])("catch a check that $title", ({ calls, complaint }) => {
    expect(complaintAbout({ ...signed, ...calls })).toContain(complaint);
  });
});
