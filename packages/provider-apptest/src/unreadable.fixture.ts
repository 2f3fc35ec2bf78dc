import { ProviderError } from "@remotest/core";
import { expect } from "vitest";

/** Refused as unreadable: it may be asked for again, and is never a pass. */
export function expectUnreadable(read: () => unknown, says: RegExp = /cannot be read/): void {
  let thrown: unknown;
  try {
    thrown = { passed: read() };
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ProviderError);
  expect(thrown).toMatchObject({ code: "apptest-unreadable-results", retry: "later" });
  expect((thrown as Error).message).toMatch(says);
}
