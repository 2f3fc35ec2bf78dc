// The steps of docs/adding-a-provider.md, as a stranger takes them: from an empty folder, with the packed packages.
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blocks, page } from "../stage/documents.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");

let folder: string;
/** Where the command and the core are installed from. */
let packed: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-new-"));
  const tarballs = join(folder, "tarballs");
  await mkdir(tarballs);
  for (const name of ["core", "remotest"])
    await run("npm", ["pack", "--pack-destination", tarballs, "--silent"], { cwd: join(root, "packages", name) });
  packed = (await readdir(tarballs)).toSorted().map((file) => join(tarballs, file));
  await writeFile(join(folder, "package.json"), '{ "private": true }');
  await run("npm", ["install", "--no-audit", "--no-fund", "--silent", ...packed], { cwd: folder });
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line as a person types it; the command is the packed one. */
function type(line: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const path = `${join(folder, "node_modules/.bin")}:${process.env["PATH"]}`;
    const shell = spawn("sh", ["-c", line], { cwd, env: { ...process.env, PATH: path, NODE_OPTIONS: "", ...env } });
    const said = { stdout: "", stderr: "" };
    shell.stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
    shell.stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
    shell.on("close", (code) => resolve({ code: code ?? 1, ...said }));
  });
}

/** Starts the sandbox of the new provider, and returns its address. */
async function sandboxOf(dir: string): Promise<{ readonly url: string; readonly stop: () => void }> {
  const service = spawn(process.execPath, ["service.js"], { cwd: dir });
  const url = await new Promise<string>((resolve, reject) => {
    service.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    service.once("error", reject);
  });
  return { url, stop: () => service.kill() };
}

describe("the steps of docs/adding-a-provider.md", () => {
  const steps = blocks(page("docs/adding-a-provider.md"))
    .filter(({ language }) => language === "sh")
    .flatMap(({ code }) => code.split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");

  test("are those that are run here", () => {
    expect(steps).toEqual([
      "npx --yes remotest@1 new provider my-tests",
      "cd remotest-provider-my-tests",
      "npm install",
      "npm test",
      "npm run sandbox",
      "export MY_TESTS_BASE_URL=http://127.0.0.1:…  MY_TESTS_TOKEN=demo",
      "npx --yes remotest@1 run ./index.js --suite fail",
      "npx --yes remotest@1 run ./index.js --help",
      "npm run generate",
    ]);
  });

  test("from an empty folder to a run, with no line written by hand", { timeout: 240_000 }, async () => {
    const written = await type("remotest new provider my-tests", folder);
    expect(written).toMatchObject({ code: 0, stdout: "remotest-provider-my-tests\n" });
    const dir = join(folder, "remotest-provider-my-tests");

    // The packed core stands for the registry's.
    const manifest = JSON.parse(await readFile(join(dir, "package.json"), "utf8")) as Record<string, object>;
    const core = packed.find((file) => file.includes("-core-"));
    const devDependencies = { ...manifest["devDependencies"], "@remotest/core": `file:${core}` };
    await writeFile(join(dir, "package.json"), JSON.stringify({ ...manifest, devDependencies }));
    expect(await type("npm install --no-audit --no-fund --silent", dir)).toMatchObject({ code: 0 });

    const tested = await type("npm test", dir);
    expect(tested.code, tested.stdout + tested.stderr).toBe(0);
    expect(Number(/# pass (\d+)|pass (\d+)/.exec(tested.stdout)?.slice(1).find(Boolean))).toBeGreaterThan(15);
    expect(tested.stdout).toMatch(/fail 0/);

    const service = await sandboxOf(dir);
    const env = { MY_TESTS_BASE_URL: service.url, MY_TESTS_TOKEN: "demo", REMOTEST_POLL_INTERVAL: "100ms" };
    try {
      const failed = await type("remotest run ./index.js --suite fail", dir, env);
      expect(failed.stderr).toContain("Expected 200, got 500.");
      expect(failed.code).toBe(1);
      expect(await type("remotest run ./index.js --suite pass", dir, env)).toMatchObject({ code: 0 });
      expect((await type("remotest run ./index.js --help", dir, env)).stdout).toContain("MY_TESTS_TOKEN");
    } finally {
      service.stop();
    }
  });

  test("the types of the client are what `npm run generate` makes of the description", async () => {
    const { default: openapiTS, astToString } = await import("openapi-typescript");
    const spec = await readFile(join(folder, "remotest-provider-my-tests/my-tests.openapi.yaml"), "utf8");
    const types = await readFile(join(folder, "remotest-provider-my-tests/generated/client.d.ts"), "utf8");
    expect(types).toContain(astToString(await openapiTS(spec, { silent: true })));
  });
});

describe("remotest new provider", () => {
  test("never writes over files", async () => {
    await mkdir(join(folder, "remotest-provider-mine"));
    await writeFile(join(folder, "remotest-provider-mine/index.js"), "mine");
    const ended = await type("remotest new provider mine", folder);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("exists already, and nothing in it is overwritten");
    expect(await readdir(join(folder, "remotest-provider-mine"))).toEqual(["index.js"]);
    expect(await readFile(join(folder, "remotest-provider-mine/index.js"), "utf8")).toBe("mine");
  });

  test.for([
    { line: "new", says: ["The word provider is missing", "name of the provider is missing"] },
    { line: "new reporter", says: ['writes only a provider; got "reporter"', "name of the provider is missing"] },
    {
      line: "new provider 9_X- more --port 1",
      says: ["begin with a letter", "consist of", "end in a hyphen", "more", "--port"],
    },
    { line: "new provider ats", says: ["differ from the provider ats"] },
    { line: "new provider ../../x", says: ["begin with a letter", "consist of"] },
  ])("$line: 2, with every reason, and nothing is written", async ({ line, says }) => {
    const before = await readdir(folder);
    const ended = await type(`remotest ${line}`, folder);
    expect(ended.code).toBe(2);
    for (const each of says) expect(ended.stderr).toContain(each);
    expect(await readdir(folder)).toEqual(before);
  });
});
