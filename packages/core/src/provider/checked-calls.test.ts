import { describe, expect, it } from "vitest";
import { checkedCalls } from "./checked-calls.ts";
import type { ReceivedCall, SignedCalls } from "./provider.ts";

const call: ReceivedCall = { header: () => undefined, body: Buffer.from("{}") };
const run = { ref: "shop:1" };
const calls: SignedCalls = { keyInput: "key", isGenuine: (_, key) => key === "k", isAbout: () => true };

function checked(found: unknown): SignedCalls {
  const used = checkedCalls(found);
  return used === "unsupported" ? expect.unreachable("they are not used") : used;
}

describe("the signed calls of a provider", () => {
  it("are used as the provider says", () => {
    const used = checked(calls);
    expect(used.keyInput).toBe("key");
    expect([used.isGenuine(call, "k"), used.isGenuine(call, "other")]).toEqual([true, false]);
    expect(used.isAbout(call, run)).toBe(true);
  });

  it.each<{ title: string; answer: () => unknown }>([
    { title: "throws", answer: () => expect.unreachable("a bug") },
    { title: "returns a promise of yes", answer: async () => true },
    { title: "returns what is only like yes", answer: () => "true" },
    { title: "returns nothing", answer: () => undefined },
  ])("are not believed if the provider $title", ({ answer }) => {
    const used = checked({ ...calls, isGenuine: answer, isAbout: answer });
    expect(used.isGenuine(call, "k")).toBe(false);
    expect(used.isAbout(call, run)).toBe(false);
  });

  it.each<unknown>([
    undefined,
    null,
    "unsupported",
    "supported",
    true,
    {},
    { ...calls, keyInput: undefined },
    { ...calls, isGenuine: true },
    { ...calls, isAbout: undefined },
  ])("are not used if they are %j", (found) => expect(checkedCalls(found)).toBe("unsupported"));
});
