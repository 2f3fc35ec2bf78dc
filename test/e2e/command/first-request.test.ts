import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { remotest } from "../stage/command.ts";

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 25 });
  folder = await mkdtemp(join(tmpdir(), "remotest-first-request-"));
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

const never = ["internal/deps/undici/undici", "https", "_tls_wrap"];
const calls = [
  { args: ["status", "apptest:1"], wanted: 3, slow: [...never, "child_process", "zlib"] },
  { args: ["status", "ats:app/job"], wanted: 3, slow: [...never, "child_process", "zlib"] },
  { args: ["run", "apptest", "--project-id", "509", "--app-file", "shop.apk"], wanted: 0, slow: never },
  { args: ["run", "ats", "--app-id", "SHOP-1", "--template-id", "pass"], wanted: 0, slow: never },
];

it.each(calls)("$args.0 $args.1 loads no part of Node that it does not need", async ({ args, wanted, slow }) => {
  const tell = join(folder, "tell.cjs");
  await writeFile(tell, `process.on("exit", () => process.stderr.write("\\n" + process.moduleLoadList.join("\\n")));`);
  await writeFile(join(folder, "shop.apk"), "an app");
  const env = {
    APPTEST_BASE_URL: sandbox.url,
    APPTEST_ACCESS_KEY: "demo:demo",
    ATS_BASE_URL: sandbox.url,
    ATS_API_TOKEN: "demo",
    NODE_OPTIONS: `--require ${JSON.stringify(tell)}`,
  };
  const { code, stderr } = await remotest(args, { env, cwd: folder });
  expect(code, stderr).toBe(wanted);
  const loaded = stderr.split("\n").map((line) => line.replace("NativeModule ", ""));
  expect(loaded).toContain("_http_client");
  for (const each of slow) expect(loaded).not.toContain(each);
});
