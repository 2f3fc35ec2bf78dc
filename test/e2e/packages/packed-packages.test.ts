import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publishedPackages } from "../../../scripts/release/packages.ts";
import { oldestNode, oldestVersion } from "../stage/oldest-node.ts";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { sizeOf } from "./budgets.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const published = publishedPackages();

/** A user's code, written from the clients' READMEs; the same for each way to import. */
const program = `
async function main() {
  const [, , url, appFile] = process.argv;
  const apptest = createApptestClient({ userId: "demo", accessKey: "demo", baseUrl: url });
  const { testsetId } = await apptest.runTestset({ appFile, data: { pid: 509, testset_name: "pass" } });
  const { testset_status } = await apptest.getTestset(testsetId);
  const refused = await createApptestClient({ userId: "demo", accessKey: "wrong-key", baseUrl: url })
    .getTestset(testsetId)
    .catch((error) => (error instanceof ApptestError ? error.code : "foreign"));
  const ats = createAtsClient({ apiToken: "demo", baseUrl: url });
  const { Started, JobID } = await ats.runJob({ AppID: "shop", JobTemplateID: "pass" });
  const { ExecutionStatus } = await ats.getJobStatus({ AppID: "shop", JobID: JobID ?? "" });
  const faulty = await createAtsClient({ apiToken: "wrong-token", baseUrl: url })
    .runJob({ AppID: "shop", JobTemplateID: "pass" })
    .catch((error) => (error instanceof AtsError ? error.code : "foreign"));
  console.log(JSON.stringify({ testsetId, testset_status, refused, Started, ExecutionStatus, faulty }));
}
main();
`;
const names = "createApptestClient, ApptestError";
const esm = `import { ${names} } from "@remotest/apptest-client";
import { createAtsClient, AtsError } from "@remotest/ats-client";${program}`;
const cjs = `const { ${names} } = require("@remotest/apptest-client");
const { createAtsClient, AtsError } = require("@remotest/ats-client");${program}`;

let folder: string;
let sandbox: Sandbox;
let installed: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-stranger-"));
  sandbox = await startSandbox({ port: 0, speed: 1 });
  for (const { folder: cwd } of published)
    await run("npm", ["pack", "--pack-destination", folder, "--silent"], { cwd });
  installed = (await readdir(folder)).map((file) => join(folder, file));
  await writeFile(join(folder, "package.json"), '{ "private": true }');
  const install = ["install", "--no-audit", "--no-fund", "--silent", ...installed];
  await run("npm", install, { cwd: folder });
  await writeFile(join(folder, "app.apk"), "an app");
  await writeFile(join(folder, "plain.mjs"), esm);
  await writeFile(join(folder, "plain.cjs"), cjs);
  await writeFile(join(folder, "typed.mts"), esm.replaceAll("catch((error)", "catch((error: unknown)"));
}, 240_000);

afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const nodes = [
  { title: `Node ${oldestVersion}`, node: oldestNode },
  { title: `Node ${process.versions.node}`, node: () => process.execPath },
];

describe("both clients, packed and installed in an empty folder", () => {
  for (const { title, node } of nodes)
    test.for(["plain.mjs", "plain.cjs"])(`work from %s on ${title}`, async (file) => {
      const { stdout, stderr } = await run(node(), [join(folder, file), sandbox.url, join(folder, "app.apk")], {
        cwd: folder,
      });
      expect(stderr).toBe("");
      expect(JSON.parse(stdout)).toEqual({
        testsetId: expect.any(Number) as number,
        testset_status: "Running",
        refused: "apptest-http",
        Started: true,
        ExecutionStatus: "Queued",
        faulty: "ats-refused",
      });
    });

  test.for([
    ["nodenext", "nodenext"],
    ["node16", "node16"],
    ["preserve", "bundler"],
  ])(
    "have correct types with module %s and moduleResolution %s, with library checks",
    async ([module = "", resolution = ""]) => {
      const tsc = join(root, "node_modules/.bin/tsc");
      const options = [
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "false",
        "--target",
        "es2022",
        "--lib",
        "es2023,dom",
        "--typeRoots",
        join(root, "node_modules/@types"),
        "--types",
        "node",
      ];
      const { stdout } = await run(
        tsc,
        [...options, "--module", module, "--moduleResolution", resolution, "typed.mts"],
        { cwd: folder },
      ).catch((error: Error & { stdout: string }) => ({ stdout: error.stdout }));
      expect(stdout).toBe("");
    },
  );

  test("report type errors for a wrong call", async () => {
    await writeFile(join(folder, "wrong.mts"), `${esm}\ncreateAtsClient({ apiToken: 1 });\n`);
    const { stdout } = await run(
      join(root, "node_modules/.bin/tsc"),
      ["--noEmit", "--skipLibCheck", "--module", "nodenext", "--target", "es2022", "wrong.mts"],
      { cwd: folder },
    ).catch((error: Error & { stdout: string }) => ({ stdout: error.stdout }));
    expect(stdout).toMatch(/wrong\.mts\(\d+,\d+\): error TS2322: Type .number. is not assignable to type .string./);
  });
});

describe("the packed packages", () => {
  test("the command, which `npx` downloads, takes at most 1 MB", async () => {
    expect(await sizeOf(join(folder, "node_modules/remotest"))).toBeLessThanOrEqual(1_000_000);
  });

  test.for(published)("$name refers to no unpublished package of ours, and to no path of this build", async (each) => {
    const dir = join(folder, "node_modules", each.manifest.name);
    const own = published.map(({ manifest }) => manifest.name);
    const manifest = JSON.parse(await readFile(join(dir, "package.json"), "utf8")) as {
      dependencies?: Record<string, string>;
    };
    for (const [dependency, version] of Object.entries(manifest.dependencies ?? {})) {
      if (dependency.startsWith("@remotest/")) expect(own).toContain(dependency);
      expect(version).toMatch(/^[\^~]?\d/);
    }
    for (const file of await readdir(join(dir, "dist"), { recursive: true })) {
      if (!/\.(c|m)?[jt]s$/.test(file)) continue;
      expect(await readFile(join(dir, "dist", file), "utf8")).not.toMatch(
        /(from |require\(|import\()["'`]@remotest\/http/,
      );
    }
  });

  test("the command needs nothing else, and runs on both versions of Node", async () => {
    const dir = join(folder, "node_modules/remotest");
    const manifest = JSON.parse(await readFile(join(dir, "package.json"), "utf8")) as Record<string, unknown>;
    expect(manifest["dependencies"]).toBeUndefined();
    for (const { node } of nodes) {
      const { stdout } = await run(node(), [join(folder, "node_modules/.bin/remotest"), "--version"]);
      expect(stdout.trim()).toBe(manifest["version"]);
    }
  });

  test("an author of a provider can import the conformance suite", async () => {
    const text = `import { conformanceRules } from "@remotest/core/conformance"; console.log(conformanceRules.length)`;
    for (const { node } of nodes) {
      const { stdout } = await run(node(), ["--input-type=module", "-e", text], { cwd: folder });
      expect(Number(stdout)).toBeGreaterThan(10);
    }
  });
});
