import type { Finding } from "./finding.ts";

/** The oldest version of Node.js that runs the command: `engines` of package.json. */
export const oldestNode = "20.19.0";

/** Checks the version of Node.js, such as `24.1.0`. */
export function nodeFinding(version: string): Finding {
  const check = { check: "node", subject: "Node.js" } as const;
  if (isAtLeast(version, oldestNode)) return { ...check, outcome: "ok", found: `${version} is supported` };
  return {
    ...check,
    outcome: "problem",
    found: `${version} is too old: Remotest needs ${oldestNode} or later`,
    next: "Install a newer Node.js on the machine that runs the pipeline: https://nodejs.org",
  };
}

function isAtLeast(version: string, oldest: string): boolean {
  return version.localeCompare(oldest, "en", { numeric: true }) >= 0;
}
