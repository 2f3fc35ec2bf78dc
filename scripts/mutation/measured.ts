import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { acceptedMutants } from "./accepted-mutants.ts";
import { type Measurements, merged } from "./measurements.ts";
import { mutationPage } from "./mutation-page.ts";

const root = join(import.meta.dirname, "../..");
const data = join(import.meta.dirname, "measured.json");

/** The files whose every change is tried. */
export const mutatedFiles: readonly string[] = (
  JSON.parse(readFileSync(join(root, "stryker.config.json"), "utf8")) as { readonly mutate: readonly string[] }
).mutate;

/** Reads the last measurement of each of these files. */
export function readMeasured(): Measurements {
  return merged(JSON.parse(readFileSync(data, "utf8")) as Measurements, {}, mutatedFiles);
}

/** Keeps what is measured anew, and writes the page. */
export function keepMeasured(anew: Measurements): void {
  writeFileSync(data, `${JSON.stringify(merged(readMeasured(), anew, mutatedFiles), null, 2)}\n`);
  writeFileSync(join(root, "docs/mutation.md"), currentPage());
}

/** Returns the text of docs/mutation.md. */
export function currentPage(): string {
  return mutationPage(readMeasured(), mutatedFiles, acceptedMutants);
}
