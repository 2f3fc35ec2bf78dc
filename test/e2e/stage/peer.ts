import { spawnSync } from "node:child_process";
import { describe } from "vitest";

/** vitest's `describe`, as far as it is used here. */
export type Describe = (title: string, tests: () => void) => void;

/**
 * The `describe` for tests that need a program of someone else. Where the program is missing the tests are skipped
 * and their title says why; with REMOTEST_NO_SKIP=1, as in CI, the file fails instead.
 *
 * @param name how people call the program
 * @param probe a command line that ends with 0 when the program can be used
 * @example requirePeer("curl", ["curl", "--version"])("curl drives the sandbox", () => { … });
 */
export function requirePeer(name: string, probe: readonly [command: string, ...args: string[]]): Describe {
  const [command, ...args] = probe;
  const { error, status, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
  if (error === undefined && status === 0) return describe;
  const why = `${name} is missing: ${error?.message ?? `${probe.join(" ")} ended with ${status} ${stderr.trim()}`}`;
  if (process.env["REMOTEST_NO_SKIP"] === "1") throw new Error(`${why} (REMOTEST_NO_SKIP=1 forbids to skip)`);
  return (title, tests) => describe.skip(`${title} (${why})`, tests);
}
