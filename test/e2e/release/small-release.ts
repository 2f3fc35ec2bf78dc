// A release that is small enough to be published many times: two packages, three mirrors with few files, an extension.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { recordArtefacts } from "../../../scripts/release/artefacts.ts";

const root = join(import.meta.dirname, "../../..");

export interface SmallRelease extends AsyncDisposable {
  /** The repository whose last commit was "built". */
  readonly repository: string;
  /** The folder of the build. */
  readonly built: string;
}

/** Makes the release 1.0.0. */
export async function smallRelease(): Promise<SmallRelease> {
  const place = await mkdtemp(join(tmpdir(), "remotest-small-release-"));
  const [repository, built] = [join(place, "repository"), join(place, "built")];
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.com", ...args], {
      cwd: repository,
      encoding: "utf8",
    }).trim();
  const files = {
    "../extension/icon.txt": "An icon",
    "../extension/vss-extension.json": JSON.stringify({
      manifestVersion: 1,
      id: "remotest",
      publisher: "remotest",
      name: "Remotest",
      version: "1.0.0",
      targets: [{ id: "Microsoft.VisualStudio.Services" }],
      categories: ["Azure Pipelines"],
      contributions: [{ id: "page", type: "ms.vss-web.hub", targets: ["ms.vss-build-web.build-release-hub-group"] }],
      files: [{ path: "icon.txt" }],
    }),
    "mirrors/github-action/action.yml": "name: Remotest",
    "mirrors/github-action/dist/main.js": "run();",
    "mirrors/jenkins-library/vars/remotestRun.groovy": "def call() {}",
    "mirrors/gitlab-component/.gitlab-ci.yml": "release:",
    "mirrors/gitlab-component/templates/run/template.yml": "spec:",
    "notes.md": "New.",
    "sbom/remotest-1.0.0.cdx.json": "{}",
    SHA256SUMS: "sums",
    ...Object.fromEntries(
      ["remotest", "@remotest/core"].map((name) => [
        `../${name}/package.json`,
        JSON.stringify({ name, version: "1.0.0" }),
      ]),
    ),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(built, name)), { recursive: true });
    await writeFile(join(built, name), text);
  }
  await mkdir(join(built, "npm"));
  for (const name of ["remotest", "@remotest/core"])
    execFileSync("npm", ["pack", "--silent", "--pack-destination", join(built, "npm")], { cwd: join(place, name) });
  const extension = ["--root", join(place, "extension"), "--output-path", join(built, "azure/remotest-1.0.0.vsix")];
  execFileSync(join(root, "node_modules/.bin/tfx"), ["extension", "create", ...extension, "--no-prompt"]);
  await mkdir(repository);
  git("init", "--quiet", "--initial-branch", "main");
  git("commit", "--quiet", "--allow-empty", "--message", "The sources");
  await recordArtefacts(built, { version: "1.0.0", commit: git("rev-parse", "HEAD"), date: "2026-01-31T12:00:00Z" });
  return { repository, built, [Symbol.asyncDispose]: () => rm(place, { recursive: true, force: true }) };
}
