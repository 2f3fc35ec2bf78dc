import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Makes a folder the root of two npm workspaces, in each of which npm runs what it is told to. */
export async function writeWorkspaces(folder: string): Promise<void> {
  const write = (path: string, content: object): Promise<void> =>
    writeFile(join(folder, path, "package.json"), JSON.stringify(content));
  await write("", { name: "root", private: true, workspaces: ["packages/*"] });
  for (const name of ["shop", "admin"]) {
    await mkdir(join(folder, "packages", name), { recursive: true });
    await write(`packages/${name}`, { name, version: "1.0.0" });
  }
  await writeFile(join(folder, ".npmrc"), "workspaces=true\n");
}
