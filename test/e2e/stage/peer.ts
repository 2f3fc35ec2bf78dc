import { spawnSync } from "node:child_process";
import { describe } from "vitest";

/** The part of vitest's `describe` that is used here. */
export type Describe = (title: string, tests: () => void) => void;

/**
 * Returns the `describe` for tests that need someone else's program. If the program is missing, the tests are skipped and
 * their title says why; with REMOTEST_NO_SKIP=1, as in CI, the file fails instead.
 *
 * @param name of the program, for people
 * @param probe a command line that ends with 0 if the program can be used
 * @example requirePeer("curl", ["curl", "--version"])("curl drives the sandbox", () => { … });
 */
export function requirePeer(name: string, probe: readonly [command: string, ...args: string[]]): Describe {
  const [command, ...args] = probe;
  const { error, status, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
  if (error === undefined && status === 0) return describe;
  const why = `${name} is missing: ${error?.message ?? `${probe.join(" ")} ended with ${status} ${stderr.trim()}`}`;
  if (process.env["REMOTEST_NO_SKIP"] === "1")
    throw new Error(`${why} (it must not be skipped with REMOTEST_NO_SKIP=1)`);
  return (title, tests) => describe.skip(`${title} (${why})`, tests);
}
