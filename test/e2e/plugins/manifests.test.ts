import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
let copy: string;

/** A copy of the repository's sources, in which a change can be planted. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "remotest-generate-"));
  const left = /^(?:node_modules|\.git|\.cache|\.turbo)$|(?:^|\/)(?:dist|\.turbo|coverage|remotest-report)$/;
  await cp(root, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !left.test(relative(root, path)),
  });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
}, 60_000);
afterAll(() => rm(copy, { recursive: true }));

function generate(...options: readonly string[]): { readonly status: number | null; readonly output: string } {
  const args = ["--conditions=remotest-source", "scripts/generate/generate.ts", ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

async function plant(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(copy, file), "utf8");
  expect(text).toContain(from);
  await writeFile(join(copy, file), text.replace(from, to));
}

/** The manifest of each CI system, for Jenkins, which has none, its help; and the page of each plugin. */
const manifests = [
  "packages/github-action/action.yml",
  "packages/azure-devops-task/task.json",
  "packages/gitlab-component/templates/run/template.yml",
  "packages/jenkins-library/vars/remotestRun.txt",
  "packages/github-action/README.md",
  "packages/azure-devops-task/README.md",
  "packages/gitlab-component/README.md",
  "packages/jenkins-library/README.md",
];
/** Jenkins' table: the parameters without their descriptions. */
const jenkinsTable = "packages/jenkins-library/src/remotest/Parameters.groovy";

describe("a change to one input", () => {
  it("makes every manifest stale, and one command writes it into every manifest", { timeout: 180_000 }, async () => {
    await plant("packages/core/src/inputs/common-inputs.ts", "How long to wait in total", "The limit of this run");
    await plant("packages/core/src/inputs/common-inputs.ts", "default: 3_600_000", "default: 1_260_000");
    await plant(
      "packages/core/src/inputs/common-inputs.ts",
      "  proxy: {",
      '  planted: { type: "text", doc: "A new one." },\n  proxy: {',
    );
    const { status, output } = generate("--check");
    expect(status, output).toBe(1);
    for (const manifest of [...manifests, jenkinsTable]) expect(output).toContain(`stale: ${manifest}`);
    expect(generate().status).toBe(0);
    for (const manifest of manifests) {
      const text = await readFile(join(copy, manifest), "utf8");
      expect(text).toContain("The limit of this run");
      expect(text).toContain("21m");
      expect(text).toContain("A new one.");
    }
    expect(await readFile(join(copy, jenkinsTable), "utf8")).toContain("planted: [option: '--planted'],");
    expect(generate("--check").status).toBe(0);
  });
});
