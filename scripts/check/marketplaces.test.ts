import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const repository = "https://github.com/remotest/remotest";
/** A page leaves this repository, so its pictures are addressed from outside. */
const picture = /\(https:\/\/github\.com\/remotest\/remotest\/raw\/main\/(docs\/images\/[\w-]+\.png)\)/;

describe("GitHub's Marketplace", () => {
  const action = parse(read("packages/github-action/action.yml")) as {
    readonly name: string;
    readonly description: string;
    readonly author: string;
  };

  test("shows a name that is not one of its categories, and a description of at most 125 characters", () => {
    expect(action.name).toContain("Remotest");
    expect(action.description.length).toBeLessThanOrEqual(125);
    expect(action.author).not.toBe("");
  });
});

describe("Azure's Marketplace", () => {
  interface Extension {
    readonly version: string;
    readonly description: string;
    readonly screenshots: readonly { readonly path: string }[];
    readonly links: Readonly<Record<string, { readonly uri: string }>>;
  }
  const extension = JSON.parse(read("packages/azure-devops-task/vss-extension.json")) as Extension;

  test("shows a description of at most 200 characters, and one to five screenshots of the documentation", () => {
    expect(extension.description.length).toBeLessThanOrEqual(200);
    expect(extension.screenshots.length).toBeGreaterThan(0);
    expect(extension.screenshots.length).toBeLessThanOrEqual(5);
    for (const { path } of extension.screenshots)
      expect(globSync(path, { cwd: join(root, "docs") }), path).toHaveLength(1);
  });

  test("has links that lead to this repository", () => {
    expect(Object.keys(extension.links)).toEqual(["getstarted", "learn", "support", "issues"]);
    for (const { uri } of Object.values(extension.links)) expect(uri.startsWith(repository)).toBe(true);
  });

  test("has the version of the task in it", () => {
    const { version } = JSON.parse(read("packages/azure-devops-task/task.json")) as { version: Record<string, number> };
    expect(extension.version).toBe(`${version["Major"]}.${version["Minor"]}.${version["Patch"]}`);
  });
});

describe("GitLab's catalog", () => {
  const [header = ""] = read("packages/gitlab-component/templates/run/template.yml").split(/^---$/m);
  const { spec } = parse(header) as { spec: { inputs: Record<string, { description?: string }> } };

  test("shows a description of every input", () => {
    for (const [name, { description = "" }] of Object.entries(spec.inputs)) expect(description, name).not.toBe("");
  });

  test("gets a release for a tag that is a version without v", () => {
    const pipeline = parse(read("packages/gitlab-component/mirror.gitlab-ci.yml")) as {
      "create-release": { rules: { if: string }[]; release: { tag_name: string; description: string } };
    };
    const { rules, release } = pipeline["create-release"];
    const [, pattern = ""] = /=~ \/(.*)\/$/.exec(rules[0]?.if ?? "") ?? [];
    expect(["1.2.0", "v1.2.0", "1.2"].filter((tag) => new RegExp(pattern).test(tag))).toEqual(["1.2.0"]);
    expect(release).toMatchObject({ tag_name: "$CI_COMMIT_TAG", description: expect.stringMatching(/./) as string });
  });
});

describe("npm", () => {
  const published = globSync("packages/*/package.json", { cwd: root })
    .map((file) => ({ file, manifest: JSON.parse(read(file)) as Record<string, unknown> }))
    .filter(({ manifest }) => manifest["private"] !== true);

  test.for(published)("$file says where the page, the issues and the sources are", ({ file, manifest }) => {
    expect(manifest).toMatchObject({
      homepage: expect.stringContaining(repository) as string,
      bugs: `${repository}/issues`,
      repository: { url: `git+${repository}.git`, directory: file.replace("/package.json", "") },
    });
  });
});

describe("the pages of the marketplaces", () => {
  test.for(["github-action", "azure-devops-task", "gitlab-component"])("%s has a picture that exists", (name) => {
    const [, file = ""] = picture.exec(read(`packages/${name}/README.md`)) ?? [];
    expect(globSync(file, { cwd: root })).toEqual([file]);
  });
});
