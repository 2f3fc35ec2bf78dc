// Lays out the repositories through which three CI systems take their plugins, each in a folder of its own: GitLab wants
// templates/ at the top of a project, Jenkins vars/, GitHub's Marketplace action.yml. What is built must be built before.
//   node scripts/lay-out-mirrors.ts <folder>
import { cp, mkdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** What a mirror is made of: a path in the package, and where in the mirror it goes when that is another. */
interface Mirror {
  readonly from: string;
  readonly files: readonly (string | readonly [from: string, to: string])[];
}

const mirrors: Readonly<Record<string, Mirror>> = {
  "gitlab-component": {
    from: "packages/gitlab-component",
    files: ["templates", "README.md", ["mirror.gitlab-ci.yml", ".gitlab-ci.yml"]],
  },
  "jenkins-library": { from: "packages/jenkins-library", files: ["vars", "src", "README.md"] },
  "github-action": { from: "packages/github-action", files: ["action.yml", "dist", "README.md"] },
};

const root = join(import.meta.dirname, "..");

/**
 * Writes the mirrors into folders of their names.
 * @throws {Error} when a part is missing, so that no mirror is released without it.
 * @example await layOutMirrors("/tmp/mirrors", ["jenkins-library"]);
 */
export async function layOutMirrors(target: string, names: readonly string[] = Object.keys(mirrors)): Promise<void> {
  for (const name of names) {
    const mirror = mirrors[name];
    if (!mirror) throw new Error(`There is no mirror ${name}, only ${Object.keys(mirrors).join(", ")}.`);
    const folder = join(resolve(target), name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const file of [...mirror.files, "../../LICENSE"]) {
      const [from, to] = typeof file === "string" ? [file, file.replace("../../", "")] : file;
      const source = join(root, mirror.from, from);
      if (!existsSync(source)) throw new Error(`${join(mirror.from, from)} is missing: build it before.`);
      await cp(source, join(folder, to), { recursive: true });
    }
  }
}

if (import.meta.main) {
  const [target, ...names] = process.argv.slice(2);
  if (target === undefined) throw new Error("Say where: node scripts/lay-out-mirrors.ts <folder> [mirror...]");
  await layOutMirrors(target, names.length > 0 ? names : undefined);
  console.log(`laid out in ${resolve(target)}`);
}
