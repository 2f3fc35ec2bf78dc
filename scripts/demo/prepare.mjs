// Installs what the command needs, and nothing for development, and makes one folder of it with rolldown. Plain
// JavaScript, because it runs on the machine's own Node, which may be 20, before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "../..");
const here = import.meta.dirname;

/** The folder with the command: `bin.js` and what it loads. */
export const built = join(root, ".cache/demo");

/** Installs and builds; each only if something has changed since the last time. */
export async function prepare() {
  const lock = readFileSync(join(here, "package-lock.json"));
  if (isStale(join(here, "node_modules/.demo"), lock)) install(lock);
  const sources = sourceFiles(join(root, "packages")).map((file) => readFileSync(file));
  const stamp = Buffer.concat([lock, readFileSync(import.meta.filename), ...sources]);
  if (isStale(join(built, ".demo"), stamp)) await build(stamp);
}

function isStale(file, content) {
  return !existsSync(file) || readFileSync(file, "utf8") !== hash(content);
}

function hash(content) {
  return createHash("sha256").update(content).digest("hex");
}

function install(lock) {
  console.log("Installing what the command needs…");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const { status, error } = spawnSync("npm", args, {
    cwd: here,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (error) throw new Error(`npm could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`npm ci ended with ${status} in scripts/demo.`);
  writeFileSync(join(here, "node_modules/.demo"), hash(lock));
}

async function build(stamp) {
  console.log("Building the command…");
  const { rolldown } = await import(pathToFileURL(createRequire(import.meta.url).resolve("rolldown")).href);
  const bundle = await rolldown({
    input: { bin: join(root, "packages/remotest/src/bin.ts") },
    platform: "node",
    logLevel: "silent",
    transform: { target: "node20.19" },
    resolve: {
      conditionNames: ["remotest-source", "node", "import", "default"],
      alias: workspaceNames(),
      modules: [join(here, "node_modules")],
    },
  });
  await bundle.write({ dir: built, format: "cjs", cleanDir: true, entryFileNames: "[name].js" });
  // Without a manifest of its own the folder would be one of ES modules, as the repository is.
  writeFileSync(join(built, "package.json"), '{ "type": "commonjs" }\n');
  writeFileSync(join(built, ".demo"), hash(stamp));
}

/** The packages of the workspace by the names under which they import each other, as in each `exports`. */
function workspaceNames() {
  const names = {};
  for (const folder of readdirSync(join(root, "packages"))) {
    const manifest = join(root, "packages", folder, "package.json");
    if (!existsSync(manifest)) continue;
    const { name, exports = {} } = JSON.parse(readFileSync(manifest, "utf8"));
    for (const [path, target] of Object.entries(exports)) {
      const source = typeof target === "string" ? target : target["remotest-source"];
      // An alias is a prefix; with `$` it is the whole name.
      if (source?.endsWith(".ts"))
        names[`${join(name, path).replaceAll("\\", "/")}$`] = join(root, "packages", folder, source);
    }
  }
  return names;
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist", ".turbo"].includes(entry.name) ? [] : sourceFiles(path);
    return /\.(ts|json)$/.test(entry.name) && !entry.name.endsWith(".test.ts") ? [path] : [];
  });
}
