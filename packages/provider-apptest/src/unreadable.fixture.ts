import { ProviderError } from "@remotest/core";
import { expect } from "vitest";

/** Expects results to be refused as unreadable: they may be requested again, and are never a pass. */
export async function expectUnreadable(read: () => Promise<unknown>, says: RegExp = /cannot be read/): Promise<void> {
  let thrown: unknown;
  try {
    thrown = { passed: await read() };
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ProviderError);
  expect(thrown).toMatchObject({ code: "apptest-unreadable-results", retry: "later" });
  expect((thrown as Error).message).toMatch(says);
}
