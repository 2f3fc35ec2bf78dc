import type { RunPorts, RunSettings } from "./plan.ts";

/** Settings for runs that poll as fast as they can and forgive nothing. */
export function settingsOf(reportDir: string, more: Partial<RunSettings> = {}): RunSettings {
  return {
    timeoutMs: 5_000,
    pollIntervalMs: 1,
    rerunFailed: 0,
    policy: { failOn: "failed", maxFailures: { count: 0 } },
    reportDir,
    resume: false,
    history: [],
    quarantine: [],
    warnings: [],
    ...more,
  };
}

/** Ports to a world in which nothing is reported, heard or interrupted. */
export function portsOf(more: Partial<RunPorts> = {}): RunPorts {
  return {
    transport: { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 },
    reporters: [],
    listen: () => undefined,
    interrupted: new AbortController().signal,
    ...more,
  };
}
