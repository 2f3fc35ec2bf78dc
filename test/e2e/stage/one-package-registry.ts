import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** An npm registry on this machine with only one package: the packed command. */
export interface OnePackageRegistry extends AsyncDisposable {
  /** The variables with which npm and npx use only this registry. */
  readonly env: Readonly<Record<string, string>>;
  /** Returns how often the package was fetched. */
  downloads(): number;
}

/** Packs the built command and serves it as the npm registry would, so that `npx remotest@<version>` gets it. */
export async function serveCommand(): Promise<OnePackageRegistry> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-registry-"));
  const source = join(import.meta.dirname, "../../../packages/remotest");
  const packed = await promisify(execFile)("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: source });
  const tarball = await readFile(join(folder, packed.stdout.trim()));
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
