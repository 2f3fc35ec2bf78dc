import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { buildPackage } from "../../stage/build-package.ts";

const run = promisify(execFile);
const source = join(import.meta.dirname, "../../../../packages/azure-devops-task");
const tfx = join(source, "../../node_modules/.bin/tfx");

/**
 * Packs the extension with Microsoft's tool and unzips it, as Azure DevOps does.
 * @param place an empty folder
 * @returns the task's folder in it
 */
export async function installExtension(place: string): Promise<string> {
  await buildPackage("azure-devops-task");
  const vsix = join(place, "remotest.vsix");
  const create = ["extension", "create", "--root", join(source, "dist"), "--manifest-globs", "vss-extension.json"];
  const packed = await run(tfx, [...create, "--output-path", vsix, "--no-prompt", "--json"]);
  // tfx only warns if an extension would not work.
  expect(packed.stdout + packed.stderr).not.toMatch(/(?:warning|error):/);
  await run("unzip", ["-q", vsix, "-d", place]);
  return join(place, "RemotestRun");
}
