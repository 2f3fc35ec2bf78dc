import type { Server } from "node:http";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { runServer } from "verdaccio";
import { run } from "../program.ts";
import { listen } from "./listen.ts";

/** An npm registry on this machine. */
export interface Registry extends AsyncDisposable {
  readonly url: string;
}

/**
 * Starts a registry in which our own packages are only those that are published to it. For all others it asks the registry
 * that npm is configured with.
 */
export async function startRegistry(folder: string): Promise<Registry> {
  await mkdir(folder, { recursive: true });
  const everyone = { access: "$all", publish: "$all", unpublish: "$all" };
  const server = (await runServer({
    self_path: join(folder, "config.yaml"),
    storage: join(folder, "storage"),
    auth: { htpasswd: { file: join(folder, "htpasswd") } },
    uplinks: { configured: { url: (await run("npm", ["config", "get", "registry"])).trim() } },
    packages: { remotest: everyone, "@remotest/*": everyone, "**": { access: "$all", proxy: "configured" } },
    log: { type: "stdout", level: "fatal" },
    web: { enable: false },
  })) as Server;
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
