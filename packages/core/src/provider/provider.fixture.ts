import { counted } from "../results/test-runs.fixture.ts";
import type {
  CallContext,
  Cancel,
  CancelAnswer,
  Connection,
  FinishedState,
  Provider,
  ProviderConnection,
  Rerun,
  RunHandle,
  RunResults,
  RunState,
} from "./provider.ts";

/** Returns a provider without inputs that accepts every reference, with a partial connection. */
export function stagedProvider(connection: Partial<ProviderConnection>, name = "staged"): Provider {
  const unasked = async (): Promise<never> => {
    throw new TypeError("this must not be called");
  };
  return {
    name,
    title: `${name[0]?.toUpperCase()}${name.slice(1)}`,
    connectInputs: {},
    startInputs: {},
    signedCalls: "unsupported",
    check: async () => [],
    parseReference: (rest) => ({ ref: `${name}:${rest}` }),
    connect: () => ({
      start: unasked,
      poll: unasked,
      results: unasked,
      rerun: "unsupported",
      cancel: "unsupported",
      find: "unsupported",
      checkAccount: "unsupported",
      ...connection,
    }),
  };
}

const progress = { total: 2 };
export const running: RunState = { status: "running", progress };
export const finished: FinishedState = { status: "finished", progress };

/** A call that hangs until it is aborted. */
export const hangs = ({ signal }: CallContext): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

/** A call that hangs and does not react to its signal. */
export const deaf = (): Promise<never> => new Promise(() => undefined);

/** The result of one call. */
export type Step<T> = T | Error | ((context: CallContext) => Promise<T>);

/** Returns a call that ends with each of these in turn; the last one is repeated. */
export function inTurn<T>(steps: readonly Step<T>[]): (context: CallContext) => Promise<T> {
  let calls = 0;
  return async (context) => {
    const step = steps[Math.min(calls++, steps.length - 1)];
    if (step === undefined) throw new TypeError("the script has no step for this call");
    if (step instanceof Error) throw step;
    return isCall(step) ? step(context) : step;
  };
}

/** Requests to cancel a run that are answered with each of these in turn; the last one is repeated. */
export function cancelling(...answers: readonly Step<CancelAnswer>[]): Cancel {
  const next = inTurn(answers);
  return (_run, context) => next(context);
}

/** The results of a provider's calls, in turn; the last one is repeated. */
export interface Script {
  readonly start?: readonly Step<RunHandle>[];
  readonly poll?: readonly Step<RunState>[];
  readonly results?: readonly Step<RunResults>[];
  readonly rerun?: readonly Step<RunHandle>[];
}

/** The run that a script starts, if it does not say otherwise. */
export const scriptedRun: RunHandle = { ref: "scripted:1", url: "https://example.com/1" };
/** Its results, if the script does not say otherwise. */
export const passing: RunResults = {
  testRun: counted(2),
  files: [{ name: "raw.xml", title: "The answer", content: "<raw/>" }],
};

/** Returns a provider whose calls follow a script, and counts the calls. */
export function scriptedProvider(script: Script): {
  readonly provider: Provider;
  readonly calls: Record<keyof Script, number>;
} {
  const calls = { start: 0, poll: 0, results: 0, rerun: 0 };
  const counting = <T>(call: keyof Script, steps: readonly Step<T>[]): ((context: CallContext) => Promise<T>) => {
    const step = inTurn(steps);
    return async (context) => {
      context.signal.throwIfAborted();
      calls[call]++;
      return step(context);
    };
  };
  const start = counting("start", script.start ?? [scriptedRun]);
  const poll = counting("poll", script.poll ?? [running, finished]);
  const results = counting("results", script.results ?? [passing]);
  const rerun = counting("rerun", script.rerun ?? []);
  const connection: Partial<Connection & { readonly rerun: Rerun }> = {
    start: (_options, _name, context) => start(context),
    poll: (_run, context) => poll(context),
    results: (_run, _state, context) => results(context),
    ...(script.rerun ? { rerun: (_run, context) => rerun(context) } : {}),
  };
  return { provider: stagedProvider(connection, "scripted"), calls };
}

function isCall<T>(step: T | ((context: CallContext) => Promise<T>)): step is (context: CallContext) => Promise<T> {
  return typeof step === "function";
}
