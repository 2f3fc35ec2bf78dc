import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** An npm registry on this machine with only one package: the packed command. */
export interface OnePackageRegistry extends AsyncDisposable {
  /** The variables with which npm and npx use only this registry. */
  readonly env: Readonly<Record<string, string>>;
  /** Returns how often the package was fetched. */
  downloads(): number;
}

const root = join(import.meta.dirname, "../../..");
const source = join(root, "packages/remotest");

/** Packs the built command once for all test files, and returns the path of the package. */
async function packedCommand(): Promise<string> {
  const changed = ["dist/bin.js", "dist/bom.cdx.json", "package.json", "README.md"].map((name) =>
    stat(join(source, name)),
  );
  const newest = Math.max(...(await Promise.all(changed)).map(({ mtimeMs }) => mtimeMs));
  const file = join(root, ".cache/packed", `remotest-${newest}.tgz`);
  if (existsSync(file)) return file;
  await mkdir(dirname(file), { recursive: true });
  const folder = await mkdtemp(join(dirname(file), "packing-"));
  const packed = await promisify(execFile)("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: source });
  for (const older of await readdir(dirname(file)))
    if (older.endsWith(".tgz") && join(dirname(file), older) !== file)
      await rm(join(dirname(file), older), { force: true });
  // In one step, because another test file may pack at the same time.
  await rename(join(folder, packed.stdout.trim()), file);
  await rm(folder, { recursive: true });
  return file;
}

/** Packs the built command and serves it as the npm registry would, so that `npx remotest@<version>` gets it. */
export async function serveCommand(): Promise<OnePackageRegistry> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-registry-"));
  const tarball = await readFile(await packedCommand());
  const manifest = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as { version: string };
  const { version } = manifest;
  // Before the first release, the packages are at 1.0.0-dev, which `npx remotest@1` would not take.
  const released = version.replace(/-.*/, "");
  let downloads = 0;
  const server = createServer((request, response) => {
    if (request.url === "/remotest/-/remotest.tgz") {
      downloads++;
      response.end(tarball);
    } else if (request.url === "/remotest") {
      const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
      const dist = { tarball: `http://${request.headers.host}/remotest/-/remotest.tgz`, integrity };
      const document = {
        name: "remotest",
        "dist-tags": { latest: version },
        versions: Object.fromEntries([version, released].map((each) => [each, { ...manifest, version: each, dist }])),
      };
      response.setHeader("content-type", "application/json").end(JSON.stringify(document));
    } else response.writeHead(404).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_cache: join(folder, "cache"),
      npm_config_update_notifier: "false",
      npm_config_fetch_retries: "0",
    },
    downloads: () => downloads,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
