import { describe, expect, test } from "vitest";
import { ProviderError, UsageError } from "../errors.ts";
import { advice, honest } from "./honest-error.ts";

const thrown = async (error: unknown): Promise<unknown> => {
  try {
    return await honest(Promise.reject(error as Error));
  } catch (passedOn) {
    return passedOn;
  }
};

describe("an error of a provider", () => {
  test("keeps what is as the port says", async () => {
    const fault = { code: "mine-503", message: "down.", next: "Wait.", retry: "later", retryAfterMs: 5 } as const;
    const cause = new Error("socket");
    const error = new ProviderError({ ...fault, notYet: true, serviceCode: "7", cause });
    expect(await thrown(error)).toMatchObject({ ...fault, notYet: true, serviceCode: "7", cause });
  });

  test("loses what is not", async () => {
    const fault = { code: {}, message: 7, next: {}, retry: "later", retryAfterMs: "5", refused: "yes", evidence: [{}] };
    const error = (await thrown(new ProviderError(fault as never))) as ProviderError;
    expect(error).toMatchObject({ code: "unknown", message: "7", next: advice });
    for (const field of ["retryAfterMs", "refused", "evidence", "serviceCode"] as const)
      expect(error[field], field).toBeUndefined();
  });

  test("that cannot be read is another error, and is not a pass", async () => {
    const error = new ProviderError({ code: "a", message: "b", next: "c", retry: "never" });
    Object.defineProperty(error, "retryAfterMs", {
      enumerable: true,
      get: () => {
        throw new Error("a trap");
      },
    });
    expect(await thrown(error)).toEqual(new Error("The provider threw something that cannot be read."));
  });

  test.for([new UsageError([{ message: "no" }]), new Error("any"), "a text", undefined])(
    "that is not one of ours stays as it is: %s",
    async (error) => expect(await thrown(error)).toBe(error),
  );
});

test("what a call brings is passed on", async () => expect(await honest(Promise.resolve(7))).toBe(7));
