// Writes the software bills of materials of a release, one for each package that ships and contains or needs other
// packages: CycloneDX 1.6, named <package>-<version>.cdx.json. The bundles must be built before.
//   node scripts/release/sbom.ts <folder>
import { existsSync, globSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { type BillOfMaterials, billOf } from "../bundle/bill-of-materials.mts";
import { type Manifest, manifestOf } from "../bundle/third-party-notices.mts";
import { buildOf, builtPackages, type Package } from "./packages.ts";

/**
 * Returns the bill of one package that ships: the one that its build wrote, if it bundles other packages. One that bundles
 * nothing lists its dependencies.
 *
 * @throws {Error} if the package is not built, or if its build wrote several bills.
 */
export function billOfPackage(shipped: Package): BillOfMaterials {
  const { name, folder } = shipped;
  const [built, ...others] = globSync("**/bom.cdx.json", { cwd: buildOf(shipped) });
  if (others.length > 0) throw new Error(`The build of ${name} wrote ${others.length + 1} bills of materials.`);
  if (built !== undefined) return JSON.parse(readFileSync(join(folder, "dist", built), "utf8")) as BillOfMaterials;
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
  for (const shipped of builtPackages()) {
    const bill = billOfPackage(shipped);
    const file = join(resolve(target), `${shipped.name}-${bill.metadata.component.version}.cdx.json`);
    writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
    console.log(`${file}: ${bill.components.length} components`);
  }
}
