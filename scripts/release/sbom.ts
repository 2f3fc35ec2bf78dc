// Writes the software bills of materials of a release, one for each package that ships and contains or needs other
// packages: CycloneDX 1.6, named <package>-<version>.cdx.json. The bundles must be built before.
//   node scripts/release/sbom.ts <folder>
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { type BillOfMaterials, billOf } from "../bundle/bill-of-materials.mts";
import { type Manifest, manifestOf } from "../bundle/third-party-notices.mts";

const root = join(import.meta.dirname, "../..");

/** The bill that the build of a package writes; packages without one bundle nothing and list their dependencies. */
const artefacts: Readonly<Record<string, string | undefined>> = {
  "apptest-client": "dist/bom.cdx.json",
  "ats-client": undefined,
  core: undefined,
  remotest: "dist/bom.cdx.json",
  "github-action": "dist/bom.cdx.json",
  "azure-devops-task": "dist/RemotestRun/dist/bom.cdx.json",
};

/** Returns the bill of one package that ships. */
export function billOfPackage(name: string): BillOfMaterials {
  const folder = join(root, "packages", name);
  const built = artefacts[name];
  if (built !== undefined) return JSON.parse(readFileSync(join(folder, built), "utf8")) as BillOfMaterials;
  return billOf(manifestOf(folder), dependenciesOf(folder), "incomplete");
}

/** Returns the packages that are installed with a package, in the versions with which it was tested. */
function dependenciesOf(folder: string, known: Map<string, Manifest> = new Map()): readonly Manifest[] {
  for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
    const places = createRequire(join(folder, "package.json")).resolve.paths(name) ?? [];
    const place = places.map((each) => join(each, name)).find((each) => existsSync(join(each, "package.json")));
    if (place === undefined) throw new Error(`${name}, which ${folder} needs, is not installed.`);
    const manifest = manifestOf(place);
    const key = `${manifest.name}@${manifest.version}`;
    if (known.has(key)) continue;
    known.set(key, manifest);
    dependenciesOf(realpathSync(place), known);
  }
  return [...known.values()];
}

if (import.meta.main) {
  const [target] = process.argv.slice(2);
  if (target === undefined) throw new Error("The folder is missing: sbom.ts <folder>");
  mkdirSync(resolve(target), { recursive: true });
  for (const name of Object.keys(artefacts)) {
    const bill = billOfPackage(name);
    const file = join(resolve(target), `${name}-${bill.metadata.component.version}.cdx.json`);
    writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
    console.log(`${file}: ${bill.components.length} components`);
  }
}
