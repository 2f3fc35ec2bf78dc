// Lays out the mirrors from which three CI systems load their plugins, each in a separate folder: GitLab requires
// templates/ at the top of a repository, Jenkins vars/, GitHub's Marketplace action.yml. The working tree must be built
// before.
//   node scripts/release/lay-out-mirrors.ts <folder> [mirror...]
import { cp, mkdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The parts of a mirror: paths in the package, each with its path in the mirror if that differs. */
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

const root = join(import.meta.dirname, "../..");

/**
 * Writes each mirror into a folder with its name.
 * @throws {Error} if a part is missing, so that no mirror is released without it.
 * @example await layOutMirrors("/tmp/mirrors", ["jenkins-library"]);
 */
export async function layOutMirrors(target: string, names: readonly string[] = Object.keys(mirrors)): Promise<void> {
  for (const name of names) {
    const mirror = mirrors[name];
    if (!mirror) throw new Error(`${name} is not a mirror. Available mirrors: ${Object.keys(mirrors).join(", ")}.`);
    const folder = join(resolve(target), name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const file of [...mirror.files, "../../LICENSE"]) {
      const [from, to] = typeof file === "string" ? [file, file.replace("../../", "")] : file;
      const source = join(root, mirror.from, from);
      if (!existsSync(source)) throw new Error(`${join(mirror.from, from)} is missing: build it first.`);
      await cp(source, join(folder, to), { recursive: true });
    }
  }
}

if (import.meta.main) {
  const [target, ...names] = process.argv.slice(2);
  if (target === undefined) throw new Error("The folder is missing: lay-out-mirrors.ts <folder> [mirror...]");
  await layOutMirrors(target, names.length > 0 ? names : undefined);
  console.log(`${names.length > 0 ? names.join(", ") : "all mirrors"} laid out in ${resolve(target)}`);
}
