import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { caFileProblem } from "../network/transport.ts";
import type { Platform } from "../platform.ts";
import { type Finding, problemFound } from "./finding.ts";

/** Checks which certificate authorities are trusted: those of `--ca-file` and of Node.js. */
export function certificateFindings(caFile: string | undefined, env: Platform["env"]): readonly Finding[] {
  const faults = [...(caFile === undefined ? [] : caFileFindings(caFile)), ...extraFindings(env), ...unchecked(env)];
  if (faults.length > 0) return faults;
  const found = caFile === undefined ? "the usual ones" : `the usual ones, and those of ${caFile}`;
  return [{ check: "certificates", outcome: "ok", subject: "trusted authorities", found }];
}

const pem = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

function caFileFindings(path: string): readonly Finding[] {
  const problem = caFileProblem(path);
  if (problem) return [problemFound("certificates", problem)];
  const check: Pick<Finding, "check" | "subject"> = {
    check: "certificates",
    subject: ({ option }) => `${option("caFile")} ${path}`,
  };
  const next = "Ask whoever runs the authority, such as your company's proxy, for its present certificate.";
  try {
    const expired = (readFileSync(path, "utf8").match(pem) ?? [])
      .map((text) => new X509Certificate(text))
      .filter(({ validTo }) => Date.parse(validTo) < Date.now());
    return expired.map(({ validTo }) => ({
      ...check,
      outcome: "warning",
      found: `one of its certificates expired on ${new Date(validTo).toISOString().slice(0, 10)}`,
      next,
    }));
  } catch {
    return [{ ...check, outcome: "problem", found: "one of its certificates cannot be read", next }];
  }
}

/** Node.js only warns, in a line that is easy to miss. */
function extraFindings(env: Platform["env"]): readonly Finding[] {
  const path = env["NODE_EXTRA_CA_CERTS"];
  if (!path) return [];
  try {
    if (readFileSync(path, "utf8").includes("-----BEGIN CERTIFICATE-----")) return [];
    return [extraFinding("contains no PEM certificate", path)];
  } catch (error) {
    return [extraFinding(`cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, path)];
  }
}

function extraFinding(found: string, path: string): Finding {
  return {
    check: "certificates",
    outcome: "problem",
    subject: `NODE_EXTRA_CA_CERTS ${path}`,
    found,
    next: "Fix the path, or unset the variable: without the file, its authorities are not trusted.",
  };
}

function unchecked(env: Platform["env"]): readonly Finding[] {
  if (env["NODE_TLS_REJECT_UNAUTHORIZED"] !== "0") return [];
  return [
    {
      check: "certificates",
      outcome: "problem",
      subject: "NODE_TLS_REJECT_UNAUTHORIZED",
      found: "is 0, so no certificate is checked, and anyone in between can read the secrets",
      next: ({ option }) => `Unset it, and name the authority to trust with ${option("caFile")}.`,
    },
  ];
}
