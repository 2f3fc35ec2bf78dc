/**
 * A plan of two runs, of which the gates decide: the one that passes has too few tests, the other's failure is forgiven.
 * @param more how many runs follow that pass
 */
export const planWithGates = (serviceUrl: string, more = 0): string => `version: 1
defaults:
  provider: ats
  with: { appId: SHOP-1, baseUrl: "${serviceUrl}" }
runs:
  - { name: too few, with: { templateId: pass }, gate: { minTests: 40 } }
  - { name: forgiven, with: { templateId: fail }, gate: { maxFailures: 50% } }
${Array.from({ length: more }, (_, run) => `  - { name: run ${run}, with: { templateId: pass-${run} } }\n`).join("")}`;

/** The part of results.json about its runs. */
export const verdictsByGate: readonly object[] = [
  { name: "too few", verdict: { kind: "failed" } },
  { name: "forgiven", verdict: { kind: "passed" } },
];
