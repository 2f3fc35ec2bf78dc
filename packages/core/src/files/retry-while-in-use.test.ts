import { describe, expect, it } from "vitest";
import { retryWhileInUse, retryWhileInUseSync } from "./retry-while-in-use.ts";

/** Fails as if another program had the file open, a number of times. */
function busy(times: number, code = "EBUSY"): () => string {
  return () => {
    if (times-- > 0) throw Object.assign(new Error(code), { code });
    return "renamed";
  };
}

describe.each([
  {
    title: "retryWhileInUse",
    perform: (action: () => string, system: string) => retryWhileInUse(async () => action(), { system, forMs: 300 }),
  },
  {
    title: "retryWhileInUseSync",
    perform: async (action: () => string, system: string) => retryWhileInUseSync(action, { system, forMs: 300 }),
  },
])("$title", ({ perform }) => {
  it.each(["EBUSY", "EPERM", "EACCES"])(
    "waits on Windows for a file that another program has open: %s",
    async (code) => {
      expect(await perform(busy(3, code), "win32")).toBe("renamed");
    },
  );

  it("gives up after a while, with the error", async () => {
    const start = performance.now();
    await expect(perform(busy(Number.POSITIVE_INFINITY), "win32")).rejects.toThrow("EBUSY");
    expect(performance.now() - start).toBeGreaterThan(290);
  });

  it.each([
    ["ENOSPC", "win32"],
    ["EBUSY", "linux"],
    ["EPERM", "darwin"],
  ])("does not wait after %s on %s", async (code, system) => {
    await expect(perform(busy(1, code), system)).rejects.toThrow(code);
  });
});
