import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { BillOfMaterials } from "../../../scripts/bundle/bill-of-materials.mts";
import { builtPackages, publishedPackages } from "../../../scripts/release/packages.ts";
import { buildPackage } from "../stage/build-package.ts";

const root = join(import.meta.dirname, "../../..");
const packages = builtPackages().map(({ name }) => name);

describe("the bills of materials of a release", () => {
  let folder: string;
  const bills = new Map<string, BillOfMaterials>();
  beforeAll(async () => {
    for (const { name, manifest } of builtPackages()) if (manifest.private) await buildPackage(name);
    for (const { folder: dir } of publishedPackages())
      if (!existsSync(join(dir, "dist"))) await promisify(execFile)("pnpm", ["--dir", dir, "run", "build"]);
    folder = await mkdtemp(join(tmpdir(), "remotest-sbom-"));
    await promisify(execFile)(process.execPath, [join(root, "scripts/release/sbom.ts"), folder]);
    for (const file of await readdir(folder))
      bills.set(file.replace(/-\d.*$/, ""), JSON.parse(await readFile(join(folder, file), "utf8")) as BillOfMaterials);
  });
  afterAll(() => rm(folder, { recursive: true }));
  const namesIn = (name: string): string[] => bills.get(name)?.components.map((part) => part.name) ?? [];

  test("exist for everything that ships other packages", () => expect([...bills.keys()].toSorted()).toEqual(packages));

  test.for(packages)("%s: CycloneDX 1.6 for an independent validator", async (name) => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(JSON.stringify(bills.get(name)))).toBeNull();
  });

  test.for([
    ["remotest", "packages/remotest/dist/THIRD-PARTY-NOTICES.txt"],
    ["github-action", "packages/github-action/dist/THIRD-PARTY-NOTICES.txt"],
    ["azure-devops-task", "packages/azure-devops-task/dist/RemotestRun/dist/THIRD-PARTY-NOTICES.txt"],
  ] as const)(
    "%s: the same parts as its notices of licences, each in the version of the lockfile",
    async ([name, notices]) => {
      const text = await readFile(join(root, notices), "utf8");
      const noted = [...text.matchAll(/^(\S+) (\d+\.\S+) \(\S+\)$/gm)].map(([, part, version]) => `${part}@${version}`);
      const parts = bills.get(name)?.components.map((part) => `${part.name}@${part.version}`) ?? [];
      expect(parts).toEqual(
        expect.arrayContaining([expect.stringMatching(/^soap@/), expect.stringMatching(/^saxes@/)]),
      );
      expect(parts.toSorted()).toEqual(noted.toSorted());
      const lockfile = parse(await readFile(join(root, "pnpm-lock.yaml"), "utf8").then(lastDocument)) as {
        packages: Record<string, unknown>;
      };
      for (const part of parts) expect(lockfile.packages).toHaveProperty([part]);
    },
  );

  test("a library: what it bundles, or what is installed with it", () => {
    expect(namesIn("apptest-client")).toEqual(["openapi-fetch"]);
    expect(namesIn("ats-client")).toEqual(expect.arrayContaining(["saxes", "soap", "xmlchars"]));
    expect(namesIn("core")).toEqual([]);
  });

  test("the command ships its own", async () => {
    const own = await readFile(join(root, "packages/remotest/dist/bom.cdx.json"), "utf8");
    expect(JSON.parse(own)).toEqual(bills.get("remotest"));
  });
});

/** pnpm's own dependencies are in an earlier document of the lockfile. */
function lastDocument(text: string): string {
  return text.split(/^---$/m).at(-1) ?? "";
}
