import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { blocks, page, root } from "../stage/documents.ts";
import { openWorkspace, runArgs, startArgs } from "../stage/workspace.ts";

const example = "docs/examples/my-reporter/index.js";
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 200 });
});
afterAll(() => sandbox.close());

describe.concurrent("docs/adding-a-reporter.md", () => {
  test("shows the example as it is", async () => {
    const shown = blocks(page("docs/adding-a-reporter.md")).find(({ language }) => language === "js");
    expect(`${shown?.code.trim()}\n`).toBe(await readFile(join(root, example), "utf8"));
  });

  test("its reporter writes one line for each test that did not pass", async () => {
    await using space = await openWorkspace(sandbox.url);
    const { code, stderr } = await space.remotest(runArgs("ats", "fail", "--reporter", join(root, example)));
    expect(code, stderr).toBe(1);
    const lines = (await space.report("not-passed.txt"))?.trim().split("\n") ?? [];
    expect(lines[0]).toMatch(/^failed: /);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain("주문하기");
  });

  test("merge takes it too, and a run without results does not prevent it", async () => {
    await using space = await openWorkspace(sandbox.url);
    await space.remotest(runArgs("apptest", "maintenance", "--report-dir", "a"));
    const { code } = await space.remotest(["merge", "a", "--reporter", join(root, example)]);
    expect(code).toBe(3);
    expect(await space.report("not-passed.txt")).toMatch(/^provider-error: /);
  });
});

describe.concurrent("an own reporter", () => {
  test.for([
    { what: "throws", source: "render() { throw new Error('broken') }", says: "mine.txt was not written: broken." },
    { what: "throws what is not an error", source: "render() { throw Object.create(null) }", says: "is not a text" },
    { what: "returns a promise", source: "async render() { return 'x' }", says: "must return a text" },
    { what: "fails later", source: "async render() { throw new Error('late') }", says: "must return a text" },
    {
      what: "changes what it gets",
      source: "render(results) { results.verdict.kind = 'failed'; results.runs.length = 0; return 'changed' }",
      says: "Passed",
    },
  ])("that $what changes neither the verdict nor another file", async ({ source, says }) => {
    await using space = await openWorkspace(sandbox.url);
    await writeFile(join(space.path, "mine.mjs"), `export default { file: "mine.txt", ${source} };`);
    const { code, stderr } = await space.remotest(runArgs("ats", "pass", "--reporter", "mine.mjs"));
    expect(stderr).toContain(says);
    expect(code).toBe(0);
    expect(JSON.parse((await space.report("results.json")) ?? "")).toMatchObject({
      verdict: { kind: "passed" },
      runs: [{ verdict: { kind: "passed" } }],
    });
    expect(await space.report("mine.txt")).toBe(source.includes("changed") ? "changed" : undefined);
  });

  test("that ends the process is not a pass", async () => {
    await using space = await openWorkspace(sandbox.url);
    await writeFile(
      join(space.path, "mine.mjs"),
      `export default { file: "mine.txt", render: () => process.exit(0) };`,
    );
    const { code, stderr } = await space.remotest(runArgs("ats", "pass", "--reporter", "mine.mjs"));
    expect(stderr).toContain("The command ended before there was a verdict");
    expect(code).toBe(3);
  });

  test.for([
    { file: "../outside.txt", says: "must be a plain file name" },
    { file: "/tmp/outside.txt", says: "must be a plain file name" },
    { file: "a\\\\b.txt", says: "must be a plain file name" },
    { file: "Nul.txt", says: "is a device on Windows" },
    { file: ".hidden", says: "must be a plain file name" },
    { file: "results.json.1.part", says: "must be a plain file name" },
    { file: "outputs.env.", says: "must be a plain file name" },
    { file: "JUnit.xml", says: "is a file of Remotest itself" },
    { file: "run.json", says: "is a file of Remotest itself" },
    { file: "outputs.env", says: "is a file of Remotest itself" },
    { file: "provider", says: "is a file of Remotest itself" },
  ])("that would write $file is refused, and nothing is sent", async ({ file, says }) => {
    await using space = await openWorkspace(sandbox.url);
    await writeFile(join(space.path, "mine.mjs"), `export default { file: "${file}", render: () => "x" };`);
    const { code, stderr } = await space.remotest(runArgs("ats", "pass", "--reporter", "mine.mjs"));
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });

  test.for([
    { source: undefined, says: "cannot be loaded" },
    { source: "export default", says: "cannot be loaded" },
    { source: "export default {}", says: "has no reporter as its default export" },
    { source: "export default []", says: "has no reporter as its default export" },
    { source: "const r = { file: 'a', render: () => '' }; export default [r, r]", says: 'writes "a" twice' },
  ])("in the module $source is refused together with every other problem", async ({ source, says }) => {
    await using space = await openWorkspace(sandbox.url);
    if (source !== undefined) await writeFile(join(space.path, "mine.mjs"), source);
    const args = runArgs("ats", "pass", "--reporter", "mine.mjs", "--timeout", "soon");
    const { code, stderr } = await space.remotest(args);
    expect(stderr).toContain(says);
    expect(stderr).toContain("2 problems; nothing was sent.");
    expect(code).toBe(2);
  });

  test("must not use the name of any built-in report", async () => {
    await using space = await openWorkspace(sandbox.url);
    await space.remotest(runArgs("ats", "pass"));
    for (const file of await space.reports()) {
      await writeFile(join(space.path, "mine.mjs"), `export default { file: "${file}", render: () => "x" };`);
      const { code } = await space.remotest(runArgs("ats", "pass", "--reporter", "mine.mjs"));
      expect(code, file).toBe(2);
    }
  });
});

describe.concurrent("attach without a reference", () => {
  test("takes the run in run.json, and says which", async () => {
    await using space = await openWorkspace(sandbox.url);
    const started = await space.remotest(["start", ...startArgs("ats", "fail")]);
    const { code, stderr } = await space.remotest(["attach"]);
    expect(stderr).toContain(`Attaching to ${started.stdout.trim()}, from remotest-report/run.json.`);
    expect(code, stderr).toBe(1);
  });

  test("takes all runs of the plan, and says which", async () => {
    await using space = await openWorkspace(sandbox.url);
    const started = await space.remotest([
      "start",
      ...startArgs("ats", "pass", "--template-id", "fail", "--report-dir", "elsewhere"),
    ]);
    const refs = started.stdout.trim().split("\n");
    expect(refs).toHaveLength(2);
    const { code, stderr } = await space.remotest(["attach", "--report-dir=elsewhere"]);
    expect(stderr).toContain(`Attaching to ${refs.join(" ")}, from elsewhere/run.json.`);
    expect(code, stderr).toBe(1);
  });

  test("says that there is none", async () => {
    await using space = await openWorkspace(sandbox.url);
    const { code, stderr } = await space.remotest(["attach"]);
    expect(code).toBe(2);
    expect(stderr).toContain("There is no unfinished run in run.json in the report directory");
  });
});
