import type { Problem, Wording } from "@remotest/core";

/** The checks, in the order in which they are shown. Scripts know them by these names, which never change. */
export const checks = [
  "node",
  "configuration",
  "files",
  "credentials",
  "proxy",
  "certificates",
  "reachability",
  "clock",
  "account",
] as const;

/** The name of a check. */
export type Check = (typeof checks)[number];

/** The result of one check. */
export interface Finding {
  readonly check: Check;
  /** The provider that it is about; undefined for what every run uses. */
  readonly provider?: string | undefined;
  /** `problem`: a run would fail. `warning`: it may not do what was intended. `skipped`: there was nothing to check. */
  readonly outcome: "ok" | "warning" | "problem" | "skipped";
  /** The thing that was checked. Undefined if `found` begins with it. */
  readonly subject?: Wording | undefined;
  readonly found: Wording;
  /** The next step; always there if something is wrong. */
  readonly next?: Wording | undefined;
}

/** The next step for a problem that says only what was expected. */
const usualSteps: Readonly<Partial<Record<Check, Wording>>> = {
  credentials: "Set it from the secret store of your CI system, or name the file that contains it.",
  files: "Fix the path, or the file that it names.",
  certificates: ({ option }) => `Give ${option("caFile")} a file of PEM certificates that this user can read.`,
  proxy: ({ option }) => `Fix ${option("proxy")}, or the variable that names the proxy.`,
};

/** Makes the finding of a problem. */
export function problemFound(check: Check, { message, suggestion }: Problem, provider?: string): Finding {
  const next = suggestion ?? usualSteps[check] ?? "Fix it on the command line, or in the variable.";
  return { check, provider, outcome: "problem", found: message, next };
}

/** True if one of the findings of these checks is a problem. */
export function hasProblem(findings: readonly Finding[], ...of: readonly Check[]): boolean {
  return findings.some(({ check, outcome }) => outcome === "problem" && of.includes(check));
}
