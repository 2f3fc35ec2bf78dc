import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { titleOf } from "./provider-name.ts";
import { template } from "./template.gen.ts";

/** Returns the files of a new provider by their names. */
export function filesOf(name: string): Readonly<Record<string, string>> {
  const named = (text: string): string =>
    text
      .replaceAll("CHECKS", name.toUpperCase().replaceAll("-", "_"))
      .replaceAll("Checks", titleOf(name))
      .replaceAll("checks", name);
  return Object.fromEntries(Object.entries(template).map(([file, text]) => [named(file), named(text)]));
}

/**
 * Writes a new provider into a folder that does not exist yet.
 * @returns the names of its files.
 * @throws the error of `mkdir`, such as `EEXIST`: then nothing was written
 */
export async function writeProvider(folder: string, name: string): Promise<readonly string[]> {
  const files = Object.entries(filesOf(name));
  // Not recursive, so that two commands cannot both think that the folder is theirs.
  await mkdir(folder);
  for (const [file, text] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text, { flag: "wx" });
  }
  return files.map(([file]) => file);
}
