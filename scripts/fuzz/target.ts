import * as fc from "fast-check";

/** A property that must hold for every input. */
export interface FuzzTarget {
  /** The fuzzed code and its property, in a few words. */
  readonly name: string;
  readonly property: fc.IRawProperty<unknown>;
}

/** Milliseconds for one input, which is small: far more than it needs, even on a busy machine. */
const maxMs = 5_000;

/**
 * Makes a target. Its check throws if the property does not hold; it must also end in time.
 * @example target("durations", fc.string(), (text) => void readDuration(text))
 */
export function target<T>(name: string, inputs: fc.Arbitrary<T>, check: (input: T) => unknown): FuzzTarget {
  return {
    name,
    property: fc.asyncProperty(inputs, async (input) => {
      const startedAt = performance.now();
      await check(input);
      const took = performance.now() - startedAt;
      if (took > maxMs) throw new Error(`It took ${took.toFixed(0)} ms`);
    }) as fc.IRawProperty<unknown>,
  };
}

/**
 * Returns the result of a reader, or undefined if it refuses the input in a documented way. Any other error is a crash.
 * @param refusals the documented classes of errors
 */
export async function readOrRefused<T>(
  read: () => T | Promise<T>,
  ...refusals: readonly (abstract new (
    ...args: never[]
  ) => Error)[]
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (refusals.some((refusal) => error instanceof refusal)) return undefined;
    throw error;
  }
}

/** Throws if two values are not the same. */
export function assertSame(actual: unknown, wanted: unknown, what: string): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${what}: ${one} instead of ${other}`);
}

/** The result of a round. */
export interface Round {
  readonly runs: number;
  /** Fast-check's report on the smallest input that fails; undefined if none does. */
  readonly failure: string | undefined;
}

/** Fuzzes one target for some time. */
export async function fuzz({ property }: FuzzTarget, seed: number, forMs: number): Promise<Round> {
  const details = await fc.check(property, {
    seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: forMs,
    markInterruptAsFailure: false,
  });
  const said = details.errorInstance instanceof Error ? `\n${details.errorInstance.stack}` : "";
  return { runs: details.numRuns, failure: details.failed ? `${fc.defaultReportMessage(details)}${said}` : undefined };
}
