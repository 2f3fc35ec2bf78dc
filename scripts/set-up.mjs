// Prepares a new machine with git, Node 20 and npm for the first command: fetches the pinned pnpm (a native binary,
// through npx), installs the locked dependencies (Node 24 for development among them), then runs the given script, if any.
// Plain JavaScript, so that it runs on the machine's own Node before anything is installed.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const { devEngines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const pnpm = `pnpm@${devEngines.packageManager.version}`;
const script = process.argv.slice(2);

for (const args of [
  ["install", "--frozen-lockfile", "--prefer-offline"],
  ...(script.length > 0 ? [["run", ...script]] : []),
]) {
  const { status, error } = spawnSync("npx", ["--yes", pnpm, ...args], {
    cwd: new URL("..", import.meta.url),
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
  });
  if (error) console.error(`Could not start npx: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
