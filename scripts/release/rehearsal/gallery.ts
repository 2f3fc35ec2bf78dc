import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { listen } from "./listen.ts";

/** A gallery of Azure DevOps extensions on this machine, as far as Microsoft's tool talks to one. */
export interface Gallery extends AsyncDisposable {
  readonly url: string;
}

/** Where the tool finds an extension, and where it creates one: it asks for the places of these ids first. */
const locations = [
  ["e11ea35a-16fe-4b80-ab11-c4cab88a0966", "_apis/{area}/publishers/{publisherName}/extensions/{extensionName}"],
  ["a41192c8-9525-4b58-bc86-179fa549d80d", "_apis/{area}/extensions"],
].map(([id, routeTemplate]) => ({
  id,
  routeTemplate,
  area: "gallery",
  resourceName: "extensions",
  resourceVersion: 2,
  minVersion: "1.0",
  maxVersion: "7.2",
  releasedVersion: "0.0",
}));

/**
 * Starts an empty gallery for one extension. Each version is kept as `<version>.vsix` in the folder; it counts as
 * validated when it is asked for the second time, and a version that is there is refused.
 */
export async function startGallery(folder: string): Promise<Gallery> {
  await mkdir(folder, { recursive: true });
  const versions = new Map<string, { asked: number }>();
  const server = createServer((request, response) => {
    answer(request, versions, folder).then(
      ([status, body]) => reply(response, status, body),
      (error: unknown) => reply(response, 500, { message: String(error) }),
    );
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function answer(
  request: IncomingMessage,
  versions: Map<string, { asked: number }>,
  folder: string,
): Promise<readonly [status: number, body: unknown]> {
  if (request.method === "OPTIONS") return [200, { count: locations.length, value: locations }];
  if (request.method !== "GET") {
    const file = Buffer.from(((await bodyOf(request)) as { extensionManifest: string }).extensionManifest, "base64");
    const version = await keep(file, folder);
    if (versions.has(version)) return [409, { message: `Version ${version} already exists.` }];
    versions.set(version, { asked: 0 });
  }
  if (versions.size === 0) return [404, { message: "The extension does not exist." }];
  const shown = [...versions].map(([version, state]) => ({
    version,
    flags: state.asked++ > 1 ? "validated" : "none",
    lastUpdated: new Date(0).toISOString(),
  }));
  return [200, { extensionName: "remotest", publisher: { publisherName: "remotest" }, versions: shown }];
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString("utf8"));
}

/** Writes the file under the version that its manifest names. */
async function keep(file: Buffer, folder: string): Promise<string> {
  const upload = join(folder, "upload.vsix");
  await writeFile(upload, file);
  const manifest = execFileSync("unzip", ["-p", upload, "extension.vsixmanifest"], { encoding: "utf8" });
  const [, version = ""] = /<Identity [^>]*\bVersion="([^"]+)"/.exec(manifest) ?? [];
  await writeFile(join(folder, `${version}.vsix`), file, { flag: "wx" }).catch(() => undefined);
  return version;
}
