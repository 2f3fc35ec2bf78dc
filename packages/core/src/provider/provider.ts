import type { Agent } from "node:http";
import type { InputTable, OptionValues, Problem } from "../inputs/input.ts";
import type { ProviderFile } from "../results/provider-file.ts";
import type { Outcome, TestRun } from "../results/test-run.ts";

/** A run that the service knows: everything needed to find it again from another machine. */
export interface RunHandle {
  /** One printable token, `<provider>:<what the provider needs>`, such as `apptest:251929`. */
  readonly ref: string;
  /** The run's name, where it is known (not after an attach). */
  readonly name?: string;
  /** A page of this run for people, where the service has one. */
  readonly url?: string;
  /** The module that the provider was loaded from, if it is not part of the command. Set by the command, not by a provider. */
  readonly module?: string;
}

/** How far a run is, as the service tells it. Every field is optional: services tell different things. */
export interface Progress {
  readonly total?: number;
  readonly passed?: number;
  readonly failed?: number;
  readonly errors?: number;
  readonly skipped?: number;
  readonly running?: number;
  readonly waiting?: number;
  /** Devices or test cases by name, in the service's order, where it names them while it runs. */
  readonly cases?: readonly { readonly name: string; readonly state: "waiting" | "running" | Outcome }[];
}

/**
 * One look at a run. `unrecognised`: a status that is in no documentation; it counts as not finished and is shown,
 * so that it never becomes a pass. `notPassed`: its words tell of a run that ended badly; a pass after it contradicts it.
 */
export type RunState =
  | { readonly status: "queued"; readonly progress: Progress }
  | { readonly status: "running"; readonly progress: Progress }
  | FinishedState
  | {
      readonly status: "unrecognised";
      readonly says: string;
      readonly notPassed?: boolean;
      readonly progress: Progress;
    };

/** The state of a run that is over: only such a run has results. */
export interface FinishedState {
  readonly status: "finished";
  readonly progress: Progress;
}

/** The results of a finished run. */
export interface RunResults {
  readonly testRun: TestRun;
  readonly files: readonly ProviderFile[];
}

/** What the flow lends to each call. */
export interface CallContext {
  /** Ends the call at once; its reason is what the call rejects with. */
  readonly signal: AbortSignal;
  /** Bytes of the upload handed to the network so far, and in all. */
  readonly onUpload: (sentBytes: number, totalBytes: number) => void;
}

/** What comes back from a service: the part of a `Response` that every transport has. Its body can be read once. */
export interface TransportAnswer {
  readonly status: number;
  readonly statusText: string;
  /** Whether the status is 200 to 299. */
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  /** The decoded bytes as they come; null where there are none. */
  readonly body: AsyncIterable<Uint8Array> | null;
  arrayBuffer(): Promise<ArrayBuffer>;
  text(): Promise<string>;
  json(): Promise<unknown>;
}

/** How to reach a service: made at the entry from `--proxy`, `--ca-file`, `--max-response` and the environment. */
export interface Transport {
  /** Takes what the built-in `fetch` takes. */
  readonly fetch: (input: Request | string, init?: RequestInit) => Promise<TransportAnswer>;
  /** The agent for what goes over `node:http(s)` directly: an upload that is streamed from disk. */
  readonly agentFor: (url: URL) => Agent | undefined;
  /**
   * Bytes of one answer, decompressed, that may be read: `--max-response`. `arrayBuffer()`, `text()` and `json()` keep to
   * it; whoever iterates a `body` counts.
   */
  readonly maxResponseBytes: number;
}

/**
 * One account at one service. Every method rejects with a `ProviderError` that says whether asking again may help,
 * or with the signal's reason; only `start` may also reject with an `UnknownStartError`.
 */
export interface Connection<Start extends object = OptionValues> {
  /**
   * Sends the start request exactly once, and never again by itself.
   * @throws {UnknownStartError} when the request may have arrived but no answer tells.
   */
  start(options: Start, name: string, context: CallContext): Promise<RunHandle>;
  /** One look at the run. */
  poll(run: RunHandle, context: CallContext): Promise<RunState>;
  /** What came out of a finished run; `finished` is the state that `poll` returned, to check the results against. */
  results(run: RunHandle, finished: FinishedState, context: CallContext): Promise<RunResults>;
}

/**
 * Runs what did not pass once more, as a run of its own. Sent exactly once, like `start`.
 * @throws {UnknownStartError} when the request may have arrived but no answer tells.
 */
export type Rerun = (run: RunHandle, context: CallContext) => Promise<RunHandle>;

/** A service that runs tests. See docs/adding-a-provider.md. */
export interface Provider<Connect extends object = OptionValues, Start extends object = OptionValues> {
  /** Lower case, no colon: the word on the command line and before the colon of a reference. */
  readonly name: string;
  /** How people call the service. */
  readonly title: string;
  /** What it takes to talk to the service: address, account. */
  readonly connectInputs: InputTable<Connect>;
  /** What it takes to start a run. */
  readonly startInputs: InputTable<Start>;
  /** What the tables cannot say: a file that must exist, two inputs that belong together. Sends nothing. */
  check(connect: Connect, start: Start | undefined): Promise<readonly Problem[]>;
  /**
   * The address among the start's inputs that the service calls when a run is over, by its name: `callback`. Without one
   * `--callback-listen` is refused. What is posted there is a hint to look, and never a result.
   */
  readonly callbackInput?: string;
  /** False where the service takes no name for a run, so that no run is found there by one. Default: true. */
  readonly namesRuns?: boolean;
  /** The handle for what stands behind the colon of a reference, or undefined when it is none. */
  parseReference(rest: string): RunHandle | undefined;
  connect(options: Connect, transport: Transport): Connection<Start> & { readonly rerun: Rerun | "unsupported" };
}

/**
 * Types a provider's tables and methods by its own options, and hands it on in the form the flow holds it.
 *
 * The assertion is sound because `config.ts` builds the options from these very tables.
 */
export function defineProvider<Connect extends object, Start extends object>(
  provider: Provider<Connect, Start>,
): Provider {
  return provider as unknown as Provider;
}
