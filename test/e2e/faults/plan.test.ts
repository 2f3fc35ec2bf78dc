// A large plan in a separate process, so that what is left over can be counted.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("of 500 runs of a plan in one process every verdict is right, and they leave no more behind than 50", async () => {
  const args = ["--conditions=remotest-source", join(import.meta.dirname, "../../../bench/plan.ts")];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string }) => error);
  expect(stdout).toContain("✓ every verdict is right, and nothing is left");
});
