/** A plan of two runs, of which the gates decide: the one that passes has too few tests, the other's failure is forgiven. */
export const planWithGates = (serviceUrl: string): string => `version: 1
defaults:
  provider: ats
  with: { appId: SHOP-1, baseUrl: "${serviceUrl}" }
runs:
  - { name: too few, with: { templateId: pass }, gate: { minTests: 40 } }
  - { name: forgiven, with: { templateId: fail }, gate: { maxFailures: 50% } }
`;

/** The part of results.json about its runs. */
export const verdictsByGate: readonly object[] = [
  { name: "too few", verdict: { kind: "failed" } },
  { name: "forgiven", verdict: { kind: "passed" } },
];
