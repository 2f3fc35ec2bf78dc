import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { registerHooks } from "node:module";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requirePeer } from "../../stage/peer.ts";
import { blocks, pages, root } from "../../stage/documents.ts";

const action = join(root, "packages/github-action/action.yml");
const own = globSync(".github/workflows/*.yml", { cwd: root }).map((path) => join(root, path));
/** Complete workflows to copy. */
const examples = globSync("docs/ci/github-*.yml", { cwd: root }).map((path) => join(root, path));
/** Complete workflows on pages. */
const onPages = pages.flatMap((page) =>
  blocks(page)
    .filter(({ language, code }) => language === "yaml" && /^on:/m.test(code) && /^jobs:/m.test(code))
    .map(({ code }, index) => ({ name: `${page.path.replaceAll("/", "-")}-${index + 1}.yml`, code })),
);

const actionlint = process.env["ACTIONLINT"] ?? "actionlint";
const zizmor = process.env["ZIZMOR"] ?? "zizmor";
let place: string;
let copied: readonly string[];

/** Returns what a program that finds mistakes prints, or "" if it finds none. */
async function findings(program: string, ...args: readonly string[]): Promise<string> {
  try {
    await promisify(execFile)(program, args, { cwd: root });
    return "";
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout || stderr;
  }
}

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "remotest-workflows-"));
  for (const { name, code } of onPages) await writeFile(join(place, name), code);
  copied = [...examples, ...onPages.map(({ name }) => join(place, name))];
});
afterAll(() => rm(place, { recursive: true, force: true }));

test("there are workflows of our own, to copy, and on pages", () => {
  expect(own.length).toBeGreaterThan(2);
  expect(examples).toHaveLength(6);
  expect(onPages.map(({ name }) => name)).toEqual(expect.arrayContaining(["README.md-1.yml", "docs-merge.md-1.yml"]));
});

// The parser imports JSON in a way that only bundlers understand.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");
const { parseAction } = await import("@actions/workflow-parser/actions/action-parser");

describe("GitHub's own parser", () => {
  const mistakes = async (
    parse: typeof parseWorkflow | typeof parseAction,
    path: string,
  ): Promise<readonly string[]> => {
    const file = { name: basename(path), content: await readFile(path, "utf8") };
    const { context } = parse(file, new NoOperationTraceWriter());
    return context.errors.getErrors().map(({ message }) => message);
  };

  test("accepts every workflow", async () => {
    for (const path of [...own, ...copied]) expect(await mistakes(parseWorkflow, path), path).toEqual([]);
  });

  test("accepts the action", async () => {
    expect(await mistakes(parseAction, action)).toEqual([]);
  });
});

// actionlint gives the scripts to shellcheck, if that is there.
requirePeer("actionlint or shellcheck", ["sh", "-c", '"$0" -version && shellcheck --version', actionlint])(
  "actionlint",
  () => {
    test("finds no mistake in any workflow, nor in its scripts", async () => {
      expect(await findings(actionlint, ...own, ...copied)).toBe("");
    });

    test("finds no mistake in the use of the action as it is here", async () => {
      const repository = join(place, "repository");
      await mkdir(join(repository, ".git"), { recursive: true });
      await mkdir(join(repository, ".github/workflows"), { recursive: true });
      await mkdir(join(repository, "action/dist"), { recursive: true });
      await cp(action, join(repository, "action/action.yml"));
      for (const bundle of ["main.js", "post.js"]) await writeFile(join(repository, "action/dist", bundle), "");
      const workflows: string[] = [];
      for (const path of copied) {
        const text = await readFile(path, "utf8");
        workflows.push(join(repository, ".github/workflows", basename(path)));
        await writeFile(workflows.at(-1) ?? "", text.replaceAll(/uses: remotest\/\S+/g, "uses: ./action"));
      }
      expect(await findings(actionlint, ...workflows)).toBe("");
    });
  },
);

requirePeer("zizmor", [zizmor, "--version"])("zizmor", () => {
  test("finds nothing unsafe in our workflows, the action and Dependabot's settings", async () => {
    expect(await findings(zizmor, "--offline", "--no-progress", ".github", action)).toBe("");
  });

  test("finds nothing unsafe in the workflows to copy, except for their pins by version", async () => {
    const config = join(root, "scripts/generate/examples/zizmor.yml");
    expect(await findings(zizmor, "--offline", "--no-progress", "--config", config, ...copied)).toBe("");
  });
});
