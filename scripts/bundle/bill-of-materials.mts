import { type Bundle, licenceOf, type Manifest, manifestOf, type Output, packagesIn } from "./third-party-notices.mts";

/** A bill in the form of CycloneDX; only the fields that are read again are typed. */
export interface BillOfMaterials {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly [more: string]: unknown;
}

/** A component in the form of CycloneDX 1.6. */
interface Component {
  readonly type: "application" | "library";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly ({ readonly license: { readonly id: string } } | { readonly expression: string })[];
}

interface Plugin {
  readonly name: string;
  generateBundle(this: Output, options: unknown, bundle: Bundle): void;
}

/**
 * Writes the bill of materials beside the bundle: only the bundler knows which packages are really inside. It contains no
 * time and no serial number, so that the same sources make the same file.
 */
export const billOfMaterials = (packageFolder: string): Plugin => ({
  name: "bill-of-materials",
  generateBundle(this: Output, _options: unknown, bundle: Bundle): void {
    const parts = packagesIn(bundle).map(manifestOf);
    const bill = billOf(manifestOf(packageFolder), parts, "complete");
    this.emitFile({ type: "asset", fileName: "bom.cdx.json", source: `${JSON.stringify(bill)}\n` });
  },
});

/**
 * Makes a software bill of materials in CycloneDX 1.6, from the manifests of the product and its parts. It is `incomplete`
 * if an installation may get other versions of the same range.
 */
export function billOf(
  whole: Manifest,
  parts: readonly Manifest[],
  aggregate: "complete" | "incomplete",
): BillOfMaterials {
  const component = componentOf("application", whole);
  const byRef = new Map(parts.map((part) => componentOf("library", part)).map((part) => [part["bom-ref"], part]));
  const components = [...byRef.values()].toSorted((a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1));
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component },
    components,
    dependencies: [
      { ref: component["bom-ref"], dependsOn: components.map((part) => part["bom-ref"]) },
      ...components.map((part) => ({ ref: part["bom-ref"] })),
    ],
    compositions: [{ aggregate, assemblies: [component["bom-ref"]] }],
  };
}

function componentOf(type: Component["type"], manifest: Manifest): Component {
  const { name, version } = manifest;
  const license = licenceOf(manifest);
  if (!name || !version || !license) throw new Error(`${name} ${version} does not name its licence.`);
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  // An expression has spaces: (MIT OR Apache-2.0).
  const licence = license.includes(" ") ? { expression: license } : { license: { id: license } };
  return { type, "bom-ref": purl, name, version, purl, licenses: [licence] };
}
