import type { Agent } from "node:http";
import type { InputTable, OptionValues } from "../inputs/input.ts";
import type { Problem } from "../inputs/problem.ts";
import type { ProviderFile } from "../results/provider-file.ts";
import type { Outcome, TestRun } from "../results/test-run.ts";

/** A run at the service, with everything that is needed to find it again from another machine. */
export interface RunHandle {
  /** One printable token, `<provider>:<what the provider needs>`, such as `apptest:251929`. */
  readonly ref: string;
  /** The run's name, if it is known (not after an attach). */
  readonly name?: string;
  /** The run's page for people, if the service has one. */
  readonly url?: string;
  /** The module that the provider was loaded from, if it is not part of the command. Set by the command, not by a provider. */
  readonly module?: string;
  /**
   * The reference of the run of which this one reruns what did not pass. Set by the flow, not by a provider, and only for
   * a rerun that it has sent itself: the word of a service is not enough, because a rerun may leave tests out.
   */
  readonly rerunOf?: string;
}

/** The progress of a run. Every field is optional, because services report different things. */
export interface Progress {
  readonly total?: number;
  readonly passed?: number;
  readonly failed?: number;
  readonly errors?: number;
  readonly skipped?: number;
  readonly running?: number;
  readonly waiting?: number;
  /** Devices or test cases by name, in the service's order, if it names them during the run. */
  readonly cases?: readonly { readonly name: string; readonly state: "waiting" | "running" | Outcome }[];
}

/**
 * The result of a poll. `unrecognised`: an undocumented status; it counts as not finished and is shown, so it never
 * becomes a pass. `notPassed`: the status sounds like a failure, so a later pass contradicts it.
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

/** Given by the flow to each call. */
export interface CallContext {
  /** Ends the call immediately; the call rejects with its reason. */
  readonly signal: AbortSignal;
  /** Reports the bytes of the upload passed to the network so far, and in total. */
  readonly onUpload: (sentBytes: number, totalBytes: number) => void;
  /**
   * Given to a `start` or a `rerun` of several requests: does the work before the request that starts something, such as
   * an upload. Until that work is done, a start that is aborted or fails has certainly started nothing.
   */
  readonly prepare?: <T>(work: () => Promise<T>) => Promise<T>;
}

/** The answer of a service: the part of a `Response` that every transport has. Its body can be read once. */
export interface TransportAnswer {
  readonly status: number;
  readonly statusText: string;
  /** True if the status is 200 to 299. */
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  /** The decoded bytes as they arrive; null if there are none. */
  readonly body: AsyncIterable<Uint8Array> | null;
  arrayBuffer(): Promise<ArrayBuffer>;
  text(): Promise<string>;
  json(): Promise<unknown>;
}

/** Sends requests to a service; made from `--proxy`, `--ca-file`, `--max-response` and the environment. */
export interface Transport {
  /** Has the parameters of the built-in `fetch`. */
  readonly fetch: (input: Request | string, init?: RequestInit) => Promise<TransportAnswer>;
  /** Returns the agent for requests over `node:http(s)`, such as an upload that is streamed from disk. */
  readonly agentFor: (url: URL) => Agent | undefined;
  /**
   * The largest answer to read, in bytes, decompressed: `--max-response`. `arrayBuffer()`, `text()` and `json()` check
   * it; code that iterates a `body` must count.
   */
  readonly maxResponseBytes: number;
}

/**
 * One account at one service. Every method rejects with a `ProviderError` that says whether a retry may help,
 * or with the signal's reason; only `start` may also reject with an `UnknownStartError`.
 */
export interface Connection<Start extends object = OptionValues> {
  /**
   * Sends the start request exactly once, and never again by itself.
   * @throws {UnknownStartError} if the request may have arrived but no answer says so.
   */
  start(options: Start, name: string, context: CallContext): Promise<RunHandle>;
  /** Checks the status of the run, once. */
  poll(run: RunHandle, context: CallContext): Promise<RunState>;
  /** Fetches the results of a finished run; `finished` is the state from `poll`, to check the results against. */
  results(run: RunHandle, finished: FinishedState, context: CallContext): Promise<RunResults>;
}

/**
 * Reruns what did not pass, as a new run. Sends the request exactly once, like `start`.
 * @throws {UnknownStartError} if the request may have arrived but no answer says so.
 */
export type Rerun = (run: RunHandle, context: CallContext) => Promise<RunHandle>;

/** The run when the service was asked to stop it: `cancelled` means that the service accepted the request. */
export type CancelAnswer = "cancelled" | "finished";

/**
 * Asks the service to stop a run. Stopping it twice is the same as once, so the request may be repeated. Rejects with a
 * `ProviderError` if the service refuses.
 */
export type Cancel = (run: RunHandle, context: CallContext) => Promise<CancelAnswer>;

/** A start whose fate is not known. */
export interface UnknownStart<Start extends object = OptionValues> {
  /** The options that were given to `start`. */
  readonly options: Start;
  /** The name that was given to `start`: it begins with the token in brackets. */
  readonly name: string;
  /** Random, and sent with this start only. */
  readonly token: string;
}

/**
 * Returns every run at the service that carries the token of a start, without starting anything; none if it is not there
 * (yet). The flow attaches to a run only if it is the only one, so a run that merely might match must not be left out.
 */
export type FindStarted<Start extends object = OptionValues> = (
  sought: UnknownStart<Start>,
  context: CallContext,
) => Promise<readonly RunHandle[]>;

/** The service's answer about an account. */
export type AccountAnswer =
  | { readonly account: "accepted" }
  /** The service answered, but not whether it accepts the account. `says`: its words, one sentence. */
  | { readonly account: "unclear"; readonly says: string };

/**
 * Asks the service about the account, for `remotest doctor`. Sends one request, which starts nothing and changes nothing,
 * such as a status check of a run that does not exist. Rejects with a `ProviderError` if the account is refused.
 */
export type CheckAccount = (context: CallContext) => Promise<AccountAnswer>;

/** A request to the address at which Remotest listens, as it came. Anyone may have sent it. */
export interface ReceivedCall {
  /** Returns the value of a header, whose name may be in any case; undefined if there is none. */
  readonly header: (name: string) => string | undefined;
  /** The bytes of the body, unchanged: a signature is made of them, not of what they mean. */
  readonly body: Uint8Array;
}

/** How to recognise the calls of a service that signs them. No call is ever a result: a genuine one is a signal to poll. */
export interface SignedCalls {
  /** The name of the connect input with the key for the signature: an optional secret. */
  readonly keyInput: string;
  /** Returns true if the service has signed the call with this key. Compares in constant time. */
  readonly isGenuine: (call: ReceivedCall, key: string) => boolean;
  /** Returns true if a genuine call is about this run, or does not say which run it is about. */
  readonly isAbout: (call: ReceivedCall, run: RunHandle) => boolean;
}

/** A connection, and what only some services can do. */
export interface ProviderConnection<Start extends object = OptionValues> extends Connection<Start> {
  readonly rerun: Rerun | "unsupported";
  /** `unsupported`: no request stops a run. */
  readonly cancel: Cancel | "unsupported";
  /** `unsupported`: no request finds a run by what its start sent. Otherwise each start's name begins with a token. */
  readonly find: FindStarted<Start> | "unsupported";
  /** `unsupported`: no request tells without starting something. */
  readonly checkAccount: CheckAccount | "unsupported";
}

/** A service that runs tests. See docs/adding-a-provider.md. */
export interface Provider<Connect extends object = OptionValues, Start extends object = OptionValues> {
  /** Lower case, no colon: the word on the command line and before the colon of a reference. */
  readonly name: string;
  /** The service's name for people. */
  readonly title: string;
  /** The inputs to connect to the service: address, account. */
  readonly connectInputs: InputTable<Connect>;
  /** The inputs to start a run. */
  readonly startInputs: InputTable<Start>;
  /** Checks what the tables cannot: a file that must exist, two inputs that belong together. Sends nothing. */
  check(connect: Connect, start: Start | undefined): Promise<readonly Problem[]>;
  /**
   * The name of the start input for the address that the service calls when a run is over: `callback`. A call is only a
   * signal to poll, never a result.
   */
  readonly callbackInput?: string;
  /**
   * For a service that calls an address in the settings of the account, not of a run, and signs these calls; it may call
   * many times during a run. `unsupported`: it does not. Without this and `callbackInput`, `--callback-listen` is refused.
   */
  readonly signedCalls: SignedCalls | "unsupported";
  /** False if the service takes no name for a run, so that a run cannot be found there by name. Default: true. */
  readonly namesRuns?: boolean;
  /** Returns the handle for the part of a reference after the colon; undefined if it is not valid. */
  parseReference(rest: string): RunHandle | undefined;
  connect(options: Connect, transport: Transport): ProviderConnection<Start>;
}

/**
 * Types a provider's tables and methods by its own options, and returns it in the form that the flow uses.
 *
 * The assertion is sound because `readConfig` makes the options from these very tables.
 */
export function defineProvider<Connect extends object, Start extends object>(
  provider: Provider<Connect, Start>,
): Provider {
  return provider as unknown as Provider;
}
