import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { publishedPackages } from "../../../scripts/release/packages.ts";

describe("npm publish, as a rehearsal without a registry", () => {
  test.for(publishedPackages())("$name: npm corrects nothing, and publishes it for everyone", async ({ folder }) => {
    const nowhere = ["--registry", "http://127.0.0.1:9/", "--fetch-retries", "0"];
    const args = ["publish", "--dry-run", "--ignore-scripts", "--tag", "rehearsal", ...nowhere];
    const { stderr } = await promisify(execFile)("npm", args, { cwd: folder });
    const warnings = stderr.split("\n").filter((line) => /^npm (warn|error)/.test(line));
    expect(warnings.filter((line) => !line.includes("requires you to be logged in"))).toEqual([]);
    expect(stderr).toContain("with tag rehearsal and public access (dry-run)");
  });
});
