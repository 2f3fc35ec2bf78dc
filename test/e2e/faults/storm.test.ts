// A small storm, in a separate process, so that what is left over can be counted.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { requirePeer } from "../stage/peer.ts";

requirePeer("openssl", ["openssl", "version"])("a storm of faults over 100 runs in one process, twice", () => {
  it("every verdict is right, nothing is started twice, and nothing is left over", async () => {
    const storm = join(import.meta.dirname, "../../../bench/storm.ts");
    const args = ["--conditions=remotest-source", storm, "--runs", "100"];
    const { stdout } = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string }) => error);
    expect(stdout).toContain("✓ every verdict is right, and nothing is left");
  }, 300_000);
});
