import { readFileSync } from "node:fs";
import { join } from "node:path";
import { publishedPackages } from "../release/packages.ts";
import type { GeneratedFiles } from "./generate.ts";

const root = join(import.meta.dirname, "../..");

/** Copies the repository's licence into each published package, because npm packs only files of its folder. */
export default async function licences(): Promise<GeneratedFiles> {
  const text = readFileSync(join(root, "LICENSE"), "utf8");
  return Object.fromEntries(publishedPackages().map(({ name }) => [`packages/${name}/LICENSE`, text]));
}
