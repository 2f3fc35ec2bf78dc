// Measures what the budgets limit: the bytes of everything that ships, the parts of Node that a command loads before its
// first request, and the packages that an installation brings. `pnpm budgets` writes them anew; say in the commit why.
import { once } from "node:events";
import { mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildOf, builtPackages, publishedPackages } from "../../../scripts/release/packages.ts";
import { services } from "../../../packages/sandbox/src/services.gen.ts";
import { remotest } from "../stage/command.ts";
import { account, startArgs } from "../stage/workspace.ts";

export const budgetsFile: string = join(import.meta.dirname, "budgets.json");

/** The limits, and what was measured. */
export interface Budgets {
  /** Bytes of each package's `dist`. */
  readonly bytes: Readonly<Record<string, number>>;
  /** By command, the parts of Node that bare node does not load; those inside Node itself only as a number. */
  readonly builtins: Readonly<Record<string, { readonly named: readonly string[]; readonly inside: number }>>;
  /** The packages that `npm install` brings with each published one. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
}

/** Commands up to their first request: the start of a run at each service, and two that know its reference. */
const lines = [
  ...Object.keys(services).flatMap((service) =>
    ["run", "start"].map((verb) => [verb, ...startArgs(service, "Nightly")]),
  ),
  ...["apptest:1", "ats:SHOP-1/7"].flatMap((ref) => ["attach", "status"].map((verb) => [verb, ref])),
];

export async function measureBudgets(): Promise<Budgets> {
  const bytes = await Promise.all(builtPackages().map(async (built) => [built.name, await sizeOf(buildOf(built))]));
  const packages = await Promise.all(
    publishedPackages().map(async ({ name, folder }) => [name, await dependenciesOf(folder)]),
  );
  return {
    bytes: Object.fromEntries(bytes) as Budgets["bytes"],
    builtins: await builtinsOfCommands(),
    packages: Object.fromEntries(packages) as Budgets["packages"],
  };
}

/** Returns the bytes of all files in a folder. */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Returns the names of all packages that come with one, without itself. */
async function dependenciesOf(folder: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const visit = async (dir: string): Promise<void> => {
    const { dependencies = {} } = JSON.parse(await readFile(join(dir, "package.json"), "utf8")) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    for (const name of Object.keys(dependencies)) {
      if (found.has(name)) continue;
      found.add(name);
      const places = createRequire(join(dir, "package.json")).resolve.paths(name) ?? [];
      for (const place of places) {
        const next = join(place, name);
        if (!(await stat(join(next, "package.json")).catch(() => undefined))) continue;
        await visit(await realpath(next));
        break;
      }
    }
  };
  await visit(folder);
  return [...found].toSorted();
}

/** Written by the command when its first request is made; `diagnostics_channel` is loaded by node itself. */
const tell = `
const { writeFileSync } = require("node:fs");
const before = new Set(process.moduleLoadList);
require("node:diagnostics_channel").subscribe("http.client.request.created", () => {
  const loaded = process.moduleLoadList.filter((each) => !before.has(each));
  writeFileSync(process.env.BUDGETS_TOLD, loaded.join("\\n"), { flag: "wx" });
  process.kill(process.pid, "SIGKILL");
});`;

async function builtinsOfCommands(): Promise<Budgets["builtins"]> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-budgets-"));
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await writeFile(join(folder, "tell.cjs"), tell);
  await writeFile(join(folder, "shop.apk"), "an app");
  try {
    const measured: [string, { named: string[]; inside: number }][] = [];
    for (const [index, line] of lines.entries()) {
      const told = join(folder, `told-${index}`);
      const env = {
        ...account(url),
        NODE_OPTIONS: `--require ${JSON.stringify(join(folder, "tell.cjs"))}`,
        BUDGETS_TOLD: told,
      };
      await remotest(line, { env, cwd: folder }).catch(() => undefined);
      const loaded = (await readFile(told, "utf8")).split("\n").filter((each) => each.startsWith("NativeModule "));
      const names = loaded.map((each) => each.slice("NativeModule ".length));
      const named = names.filter((name) => !name.startsWith("internal/")).toSorted();
      measured.push([line.slice(0, 2).join(" ").replace(/:.*/, ""), { named, inside: names.length - named.length }]);
      await rm(join(folder, "remotest-report"), { recursive: true, force: true });
    }
    return Object.fromEntries(measured);
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  }
}

/** A bundle may grow by this much before its budget must be raised. */
const slack = 1.02;

if (import.meta.main) {
  const measured = await measureBudgets();
  const bytes = Object.entries(measured.bytes).map(([name, size]) => [name, Math.ceil((size * slack) / 1000) * 1000]);
  await writeFile(
    budgetsFile,
    `${JSON.stringify({ ...measured, bytes: Object.fromEntries(bytes) as object }, null, 2)}\n`,
  );
}
