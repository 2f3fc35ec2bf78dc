// Collects the files of a release out of a tree that was just built, with their digests. `pnpm release` calls it in a
// clean checkout of one commit.
//   pnpm collect-release <folder>
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { digests, recordArtefacts } from "./artefacts.ts";
import { layOutMirrors } from "./lay-out-mirrors.ts";
import { hasNotes, releaseNotes } from "./notes.ts";
import { allPackages, publishedPackages } from "./packages.ts";
import { run } from "./program.ts";
import { ReleaseRefusal } from "./release-refusal.ts";
import { isVersion, type Version } from "./version.ts";

const root = join(import.meta.dirname, "../..");
const packages = join(root, "packages");

/** Writes the files of a release into a folder, instead of what is there. */
async function collect(folder: string): Promise<void> {
  const version = oneVersion();
  await rm(folder, { recursive: true, force: true });
  for (const part of ["npm", "azure", "sbom"]) await mkdir(join(folder, part), { recursive: true });
  await Promise.all([
    packPackages(join(folder, "npm")),
    packExtension(join(folder, `azure/remotest-${version}.vsix`)),
    layOutMirrors(join(folder, "mirrors")),
    run("node", [join(root, "scripts/release/sbom.ts"), join(folder, "sbom")]),
    writeFile(join(folder, "notes.md"), releaseNotes(packages, version)),
  ]);
  const stale = (await readdir(join(folder, "sbom"))).filter((name) => !name.endsWith(`-${version}.cdx.json`));
  if (stale.length > 0)
    throw new ReleaseRefusal(`Built for another version: ${stale.join(", ")}.`, "Build all packages again.");
  const sums = Object.entries(await digests(folder)).filter(([name]) => /^(?:npm|azure|sbom)\//.test(name));
  // In the form of `sha256sum --check`; on the page of the release, the files are beside each other.
  const lines = sums.map(([name, digest]) => `${digest}  ${relative(join(name, ".."), name)}\n`);
  await writeFile(join(folder, "SHA256SUMS"), lines.join(""));
  const [commit = "", date = ""] = (await run("git", ["log", "-1", "--format=%H %cI"], { cwd: root }))
    .trim()
    .split(" ");
  await recordArtefacts(folder, { version, commit, date });
}

/** Returns the version that all packages have. */
function oneVersion(): Version {
  const versions = new Set(allPackages().map(({ manifest }) => manifest.version));
  const [version = ""] = versions;
  if (versions.size !== 1)
    throw new ReleaseRefusal(
      `The packages have several versions: ${[...versions].join(", ")}.`,
      "Raise them together.",
    );
  if (!isVersion(version) || !hasNotes(packages, version))
    throw new ReleaseRefusal(
      `${version} is not the version of a release.`,
      "Raise the versions: pnpm version-packages",
    );
  return version;
}

async function packPackages(target: string): Promise<void> {
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", target];
  await Promise.all(publishedPackages().map(({ folder }) => run("npm", pack, { cwd: folder })));
}

/** Packs the extension with Microsoft's tool, which only warns if an extension would not work. */
async function packExtension(file: string): Promise<void> {
  const source = join(packages, "azure-devops-task/dist");
  const given = ["--root", source, "--manifest-globs", "vss-extension.json", "--output-path", file];
  const said = await run("tfx", ["extension", "create", ...given, "--no-prompt", "--json"]);
  if (/(?:warning|error):/.test(said)) throw new Error(`The extension would not work: ${said}`);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("The folder is missing: pnpm collect-release <folder>");
await collect(resolve(folder));
