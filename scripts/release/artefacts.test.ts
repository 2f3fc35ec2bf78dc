import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openArtefacts, recordArtefacts } from "./artefacts.ts";

const release = { version: "1.2.3", commit: "c0ffee", date: "2026-01-31T12:00:00Z" } as const;
const files = {
  "npm/remotest-1.2.3.tgz": "command",
  "npm/remotest-core-1.2.3.tgz": "core",
  "azure/remotest-1.2.3.vsix": "extension",
  "sbom/remotest-1.2.3.cdx.json": "{}",
  "mirrors/gitlab-component/.gitlab-ci.yml": "release:",
  SHA256SUMS: "sums",
  "notes.md": "notes",
};

describe("the files of a release", () => {
  let folder: string;
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "remotest-artefacts-"));
    for (const [name, text] of Object.entries(files)) await write(name, text);
    await recordArtefacts(folder, release);
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("are known by their kind", async () => {
    const built = await openArtefacts(folder);
    expect(built).toMatchObject(release);
    expect(built.packages.map(({ name }) => name)).toEqual(["remotest", "@remotest/core"]);
    expect(built.extension).toBe(join(folder, "azure/remotest-1.2.3.vsix"));
    expect(built.downloads).toEqual(
      ["npm/remotest-1.2.3.tgz", "npm/remotest-core-1.2.3.tgz", "azure/remotest-1.2.3.vsix"]
        .concat("sbom/remotest-1.2.3.cdx.json", "SHA256SUMS")
        .map((name) => join(folder, name)),
    );
  });

  test.for(Object.keys(files))("%s must be what was built", async (name) => {
    await write(name, "something else");
    await expect(openArtefacts(folder)).rejects.toThrow(`Not as it was built: ${name} was changed.`);
    await rm(join(folder, name));
    await expect(openArtefacts(folder)).rejects.toThrow(`Not as it was built: ${name} is missing.`);
  });

  test("must be no more than what was built, even if the name is hidden", async () => {
    await write("mirrors/github-action/.hidden", "");
    await expect(openArtefacts(folder)).rejects.toThrow("mirrors/github-action/.hidden was added");
  });

  test("need their record, for a version of a release", async () => {
    await recordArtefacts(folder, { ...release, version: "1.2.3-dev" as "1.2.3" });
    await expect(openArtefacts(folder)).rejects.toThrow("1.2.3-dev is not the version of a release.");
    await rm(join(folder, "release.json"));
    await expect(openArtefacts(folder)).rejects.toThrow("has no release.json");
  });
});
