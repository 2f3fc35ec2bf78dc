import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { remotest } from "../stage/command.ts";
import { anchors, blocks, links, page, pages, root } from "../stage/documents.ts";
import { account } from "../stage/workspace.ts";

const readme = page("README.md");
const manual = page("packages/remotest/README.md");

describe("the README's examples to copy", () => {
  let sandbox: Sandbox;
  let dir: string;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 100 });
    dir = await mkdtemp(join(tmpdir(), "remotest-readme-"));
    await writeFile(join(dir, "app-release.apk"), "an app");
    await writeFile(join(dir, "app.apk"), "an app");
    await mkdir(join(dir, "node_modules"));
    for (const name of ["apptest-client", "ats-client"]) {
      await mkdir(join(dir, "node_modules/@remotest"), { recursive: true });
      await symlink(join(root, "packages", name), join(dir, "node_modules/@remotest", name));
    }
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(dir, { recursive: true });
  });

  const lines = [readme, manual].flatMap((each) =>
    blocks(each).flatMap(({ code }) =>
      [...code.matchAll(/npx --yes remotest@1 (run [^'\n]+)/g)].map(([, line]) => line!),
    ),
  );

  test("has command lines for both services", () => expect(lines.length).toBeGreaterThanOrEqual(3));

  test.for(lines)("remotest %s", async (line) => {
    const ended = await remotest([...line.split(" "), "--poll-interval", "100ms", "--name", "readme"], {
      cwd: dir,
      env: account(sandbox.url),
    });
    expect(ended.stderr).toMatch(line.includes("fail") ? /✗ Failed/ : /✓ Passed/);
    expect(ended.code).toBe(line.includes("fail") ? 1 : 0);
  });

  test.for(blocks(readme).filter(({ language }) => language === "js"))("$code", async ({ code }) => {
    const file = join(dir, "snippet.mjs");
    await writeFile(file, code.replace(/(create\w+Client\(\{)/, `$1 baseUrl: ${JSON.stringify(sandbox.url)},`));
    const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=remotest-source", file], {
      cwd: dir,
      env: { ...account(sandbox.url), NODE_NO_WARNINGS: "1" },
    });
    expect(stdout.trim()).toMatch(/^(Complete|Passed)$/);
  });

  test("what waits for the first release is in one section, which says so", () => {
    const sections = readme.text.split(/^(?=## )/m);
    const waiting = sections.filter((section) =>
      /npx |npm install|uses: remotest|RemotestRun@|remotest@v?\d/.test(section),
    );
    expect(waiting.map((section) => section.split("\n")[0])).toEqual(["## Add it to your pipeline"]);
    expect(waiting[0]).toContain("Remotest is not published yet");
  });

  const yaml = [
    ...blocks(readme)
      .filter(({ language }) => language === "yaml")
      .map(({ code }, index) => ({ name: `README.md, block ${index + 1}`, code })),
    ...globSync(".github/**/*.yml", { cwd: root }).map((name) => ({
      name,
      code: readFileSync(join(root, name), "utf8"),
    })),
  ];

  test.for(yaml)("$name is YAML", ({ code }) => {
    const document: unknown = parse(code, { strict: true, uniqueKeys: true });
    expect(typeof document).toBe("object");
    expect(Object.keys(document as object).length).toBeGreaterThan(0);
  });

  test("the workflows run only actions that cannot change unnoticed", () => {
    const used = yaml
      .filter(({ name }) => name.startsWith(".github/"))
      .flatMap(({ code }) => [...code.matchAll(/uses: (\S+)/g)].map(([, action]) => action));
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });
});

describe("every link inside the repository has a target", () => {
  const inside = pages
    .flatMap((from) => links(from).map((link) => ({ from, link })))
    .filter(({ link }) => !/^[a-z]+:/.test(link));

  test("there are links", () => expect(inside.length).toBeGreaterThan(30));

  test.for(inside.map(({ from, link }) => ({ path: from.path, link })))("$path → $link", ({ path, link }) => {
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : join(dirname(path), file);
    expect(existsSync(join(root, target)), `${target} is missing`).toBe(true);
    if (anchor !== undefined) expect(anchors(page(target))).toContain(anchor);
  });
});
