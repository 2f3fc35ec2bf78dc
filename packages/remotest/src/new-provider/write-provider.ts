import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { titleOf } from "./provider-name.ts";
import { template } from "./template.gen.ts";

/** Returns the files of a new provider by their names. */
export function filesOf(name: string): Readonly<Record<string, string>> {
  const forms: Readonly<Record<string, string>> = {
    CHECKS: name.toUpperCase().replaceAll("-", "_"),
    Checks: titleOf(name),
    checks: name,
  };
  // In one pass, because the new name may contain the example's.
  const named = (text: string): string => text.replaceAll(/checks/gi, (form) => forms[form] ?? form);
  return Object.fromEntries(Object.entries(template).map(([file, text]) => [named(file), named(text)]));
}

/**
 * Writes a new provider into a folder that does not exist yet.
 * @returns the names of its files
 * @throws the error of the file system, such as `EEXIST`: then nothing is left of it
 */
export async function writeProvider(folder: string, name: string): Promise<readonly string[]> {
  const files = Object.entries(filesOf(name));
  // Not recursive, so that two commands cannot both think that the folder is theirs.
  await mkdir(folder);
  try {
    for (const [file, text] of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text, { flag: "wx" });
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return files.map(([file]) => file);
}
