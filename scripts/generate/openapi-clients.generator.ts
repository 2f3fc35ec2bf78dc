// Writes the wire types of each client from its service's description: specs/<service>.openapi.yaml becomes
// packages/<service>-client/src/generated/openapi.ts.
import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";
import type { GeneratedFiles } from "./generate.ts";

const root = join(import.meta.dirname, "../..");

export default async function openapiClients(): Promise<GeneratedFiles> {
  const files: GeneratedFiles = {};
  for (const spec of globSync("specs/*.openapi.yaml", { cwd: root }).toSorted()) {
    const client = `packages/${basename(spec, ".openapi.yaml")}-client`;
    if (!existsSync(join(root, client, "package.json"))) continue;
    const types = await openapiTS(await readFile(join(root, spec), "utf8"), {
      silent: true,
      defaultNonNullable: false,
    });
    files[`${client}/src/generated/openapi.ts`] =
      `// Generated from ${spec} by \`pnpm generate\`. Do not edit.\n\n${astToString(types)}`;
  }
  return files;
}
