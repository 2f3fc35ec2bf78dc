import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { remotest } from "../stage/command.ts";

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  folder = await mkdtemp(join(tmpdir(), "remotest-first-request-"));
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

it.each(["apptest:1", "ats:app/job"])(
  "a status check of %s loads no part of Node that it does not need",
  async (ref) => {
    const tell = join(folder, "tell.cjs");
    await writeFile(
      tell,
      `process.on("exit", () => process.stderr.write("\\n" + process.moduleLoadList.join("\\n")));`,
    );
    const env = {
      APPTEST_BASE_URL: sandbox.url,
      APPTEST_ACCESS_KEY: "demo:demo",
      ATS_BASE_URL: sandbox.url,
      ATS_API_TOKEN: "demo",
      NODE_OPTIONS: `--require ${JSON.stringify(tell)}`,
    };
    const { code, stderr } = await remotest(["status", ref], { env });
    expect(code, stderr).toBe(3);
    const loaded = stderr.split("\n").map((line) => line.replace("NativeModule ", ""));
    expect(loaded).toContain("_http_client");
    for (const slow of ["internal/deps/undici/undici", "https", "_tls_wrap", "child_process", "zlib"])
      expect(loaded).not.toContain(slow);
  },
);
