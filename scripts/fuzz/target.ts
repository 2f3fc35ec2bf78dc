import * as fc from "fast-check";

/** Something that must hold for whatever comes in. */
export interface FuzzTarget {
  /** What is fuzzed, in a few words. */
  readonly name: string;
  readonly property: fc.IRawProperty<unknown>;
}

/** Milliseconds that one input, which is small, may take: far more than it needs, on a busy machine too. */
const longestMs = 5_000;

/**
 * A target whose check throws where something does not hold. Its time counts as well.
 * @example target("durations", fc.string(), (text) => void readDuration(text))
 */
export function target<T>(name: string, inputs: fc.Arbitrary<T>, check: (input: T) => unknown): FuzzTarget {
  return {
    name,
    property: fc.asyncProperty(inputs, async (input) => {
      const begun = performance.now();
      await check(input);
      const took = performance.now() - begun;
      if (took > longestMs) throw new Error(`It took ${took.toFixed(0)} ms`);
    }) as fc.IRawProperty<unknown>,
  };
}

/**
 * What a reader makes of an input, or undefined where it refuses as it is documented to. Any other error is a crash.
 * @param refusals the classes of errors that it may throw
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

/** Throws where two things that must be the same are not. */
export function same(actual: unknown, wanted: unknown, what: string): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${what}: ${one}, where it is ${other}`);
}

/** How a round went. */
export interface Round {
  readonly runs: number;
  /** What fast-check says of the input that broke it, made as small as it could. */
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
