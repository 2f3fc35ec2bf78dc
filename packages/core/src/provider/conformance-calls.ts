import { strict as assert } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { gate } from "../gate/gate.ts";
import type { ConformanceCourse, ConformanceService } from "./conformance-service.ts";
import { ProviderError } from "../errors.ts";
import type { CallContext, Cancel, CancelAnswer, Provider, RunHandle, Transport } from "./provider.ts";
import type { TestRun } from "../results/test-run.ts";

/** Sends each request as it is. */
export const direct: Transport = {
  fetch: (input, init) => fetch(input, init),
  agentFor: () => undefined,
  maxResponseBytes: 2 ** 26,
};

/** Returns the context of one call. */
export function context(signal: AbortSignal = AbortSignal.timeout(20_000)): CallContext {
  return { signal, onUpload: () => undefined };
}

/** Stands for the random token of a start. */
export const token = "k7x2m9";

/** Cancels a run. A service may be able to do that only once it is running. */
export async function cancelledInTime(cancel: Cancel, run: RunHandle): Promise<CancelAnswer> {
  for (const signal = AbortSignal.timeout(20_000); ; await sleep(50, undefined, { signal }))
    try {
      return await cancel(run, context(signal));
    } catch (error) {
      if (!(error instanceof ProviderError && error.retry === "later")) throw error;
    }
}

/** Starts a run. @param prefix goes before its name */
export async function begin(
  provider: Provider,
  service: ConformanceService,
  course: ConformanceCourse,
  prefix = "",
): Promise<RunHandle> {
  const { options, name } = service.start(course);
  return provider.connect(service.connect, direct).start(options, `${prefix} ${name}`.trim(), context());
}

/** Attaches by the reference alone, as another machine would, and collects the results. */
export async function collectResults(
  provider: Provider,
  service: ConformanceService,
  { ref }: RunHandle,
): Promise<TestRun> {
  const run = provider.parseReference(ref.slice(provider.name.length + 1));
  assert.ok(run);
  const connection = provider.connect(service.connect, direct);
  for (const signal = AbortSignal.timeout(30_000); ; await sleep(50, undefined, { signal })) {
    const state = await connection.poll(run, context(signal));
    if (state.status === "finished") return (await connection.results(run, state, context(signal))).testRun;
  }
}

/** Returns a run that the service does not know. */
export function handle(provider: Provider, { unknownReference }: ConformanceService): RunHandle {
  const run = provider.parseReference(unknownReference);
  assert.ok(run, "unknownReference is not a valid reference");
  return run;
}

/** Returns the verdict of a gate that forgives nothing. */
export function verdictOn(testRun: TestRun): string {
  return gate(testRun, { failOn: "failed", maxFailures: { count: 0 } }).kind;
}
