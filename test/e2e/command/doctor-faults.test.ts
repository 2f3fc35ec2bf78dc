import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import type { Doctor } from "../stage/doctor.ts";
import { openWorkspace } from "../stage/workspace.ts";
import { type Certificate, faults } from "./doctor-faults.ts";

let sandbox: Sandbox;
let folder: string;
let tls: Certificate;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  folder = await mkdtemp(join(tmpdir(), "remotest-doctor-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1"];
  const rest = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert];
  execFileSync("openssl", [...make, ...rest], { stdio: "ignore" });
  tls = { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

describe.concurrent("doctor finds each planted fault, and names the next step", () => {
  it.each(faults)("$title", async ({ check, found, next, outcome = "problem", args = [], env = {}, plant }) => {
    await using space = await openWorkspace(sandbox.url);
    const planted = await plant?.(space, tls);
    try {
      const provider = args.includes("--app-file") ? "apptest" : "ats";
      const line = ["doctor", provider, ...args, ...(planted?.args ?? []), "--json"];
      const { code, stdout, stderr } = await space.remotest(line, { env: { ...env, ...planted?.env } });
      const { checks, exitCode } = JSON.parse(stdout) as Doctor;
      const wrong = checks.filter((each) => each.outcome === outcome && each.check === check);
      expect(wrong, stderr).toHaveLength(1);
      const [fault] = wrong;
      expect(fault?.found).toMatch(found);
      expect(fault?.next).toMatch(next);
      if (outcome === "problem") expect([code, exitCode], stderr).toEqual([2, 2]);
      expect(stderr).toContain(`${outcome === "problem" ? "✗" : "!"} ${check}`);
      expect(sandbox.starts()).toBe(0);
    } finally {
      await planted?.close?.[Symbol.asyncDispose]();
    }
  });
});
