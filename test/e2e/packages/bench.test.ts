import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { requirePeer } from "../stage/peer.ts";

const root = join(import.meta.dirname, "../../..");

/** Benchmarks, and a row that they print. Their figures mean nothing here: the inputs are small. */
const benchmarks = [
  { names: ["start", "first-request", "wait", "junit", "size"], row: /^\| First request, run ats .* \| \d+\.\d\d \|/m },
  {
    names: ["upload", "upload-browserstack", "soap", "many", "polls", "reports", "merge"],
    row: /^\| Merge, 2 shards .* \| \d+\.\d\d \|/m,
  },
];

requirePeer("tinyproxy", ["tinyproxy", "-v"])("the benchmarks", () => {
  test.each(benchmarks)(
    "$names work, and print ratios",
    async ({ names, row }) => {
      const line = ["--conditions=remotest-source", join(root, "bench/run.ts"), "--smoke", ...names];
      const { stdout } = await promisify(execFile)(process.execPath, line, { cwd: root });
      expect(stdout).toMatch(row);
      expect(stdout).not.toContain("NaN");
    },
    120_000,
  );
});
