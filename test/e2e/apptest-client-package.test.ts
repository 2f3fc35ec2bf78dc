// The apptest client as a stranger gets it: packed, installed into an empty folder, imported from TypeScript and from
// both kinds of JavaScript.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);
const server = createServer((_, response) => {
  response.end(JSON.stringify({ result_code: 6002, result_msg: "", reason: "Test is running yet." }));
});
let folder = "";
let address = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-apptest-client-"));
  const source = join(root, "packages/apptest-client");
  const stage = join(folder, "stage");
  await mkdir(stage);
  for (const name of ["package.json", "README.md", "THIRD-PARTY-LICENSES.md"]) {
    await cp(join(source, name), join(stage, name));
  }
  const tsdown = join(root, "node_modules/tsdown/dist/run.mjs");
  await run(process.execPath, [tsdown, "--out-dir", join(stage, "dist")], { cwd: source });
  const packed = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: stage });
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  await writeFile(join(folder, "package.json"), '{"private":true}');
  await run("npm", ["install", "--offline", "--no-audit", `./${filename}`], { cwd: folder });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const use = `
  const client = createApptestClient({ accessKey: "user:key", baseUrl: process.argv[2] });
  client.getTestsetResult(7).catch((error) => console.log(error instanceof ApptestRefusedError, error.code, error.resultCode));
`;

describe("installed into an empty folder", () => {
  test.each([
    ["index.mjs", `import { createApptestClient, ApptestRefusedError } from "@remotest/apptest-client";${use}`],
    ["index.cjs", `const { createApptestClient, ApptestRefusedError } = require("@remotest/apptest-client");${use}`],
  ])("%s calls the service", async (name, script) => {
    await writeFile(join(folder, name), script);
    const { stdout } = await run(process.execPath, [join(folder, name), address]);
    expect(stdout).toBe("true apptest-refused 6002\n");
  });

  test.each([
    ["index.mts", "", 0],
    ["index.cts", "", 0],
    ["wrong.mts", 'void client.runTestset({ appFile: "a.apk", data: { pid: "1", testset_name: "n" } });', 1],
  ])("%s is checked against its types", async (name, more, exit) => {
    const script = `import { createApptestClient, type ResultCode, resultCodes } from "@remotest/apptest-client";
      const client = createApptestClient({ userId: "user", accessKey: "key" });
      const code: ResultCode = 4000;
      const message: "Missing Request Parameter" = resultCodes[code].message;
      export const passed: Promise<number> = client.getTestset(1).then((status) => status.testset_status_detail.pass_cnt);
      export const id: Promise<number> = client.runTestset({ appFile: "a.apk", data: { pid: 1, testset_name: message } }).then((run) => run.testsetId);
      ${more}`;
    await writeFile(join(folder, name), script);
    const types = ["--types", "node", "--typeRoots", join(root, "node_modules/@types")];
    const options = [
      "--noEmit",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--module",
      "nodenext",
      "--ignoreConfig",
      ...types,
    ];
    const checked = run(join(root, "node_modules/.bin/tsc"), [...options, name], { cwd: folder });
    if (exit === 0) await checked;
    else await expect(checked).rejects.toMatchObject({ stdout: expect.stringContaining("TS2322") as unknown });
  });

  test("has no dependency, and names no private package", async () => {
    const installed = join(folder, "node_modules/@remotest/apptest-client");
    const { dependencies } = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(dependencies).toBeUndefined();
    for (const file of ["index.mjs", "index.cjs", "index.d.mts", "index.d.cts"]) {
      const text = await readFile(join(installed, "dist", file), "utf8");
      expect(text).not.toMatch(/["']@remotest\/http["']/);
    }
  });
});
