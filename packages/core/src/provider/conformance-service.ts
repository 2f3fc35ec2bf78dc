import type { OptionValues } from "../inputs/input.ts";
import type { RunHandle } from "./provider.ts";

/** The wanted course of a run that the suite starts. */
export type ConformanceCourse = "pass" | "fail" | "refused" | "lost-answer";

/** The service to test the provider with: the sandbox, or any peer with the real wire format. */
export interface ConformanceService {
  /** Connect options with a valid account. */
  readonly connect: OptionValues;
  /** Returns the same for a service at another address. */
  readonly connectTo: (url: string) => OptionValues;
  /** The secrets among the connect options. No error may show one. */
  readonly secrets: readonly string[];
  /**
   * Returns start options and a name for a run that passes, fails, is refused at the start, or is started while the
   * connection is cut before the answer.
   */
  readonly start: (course: ConformanceCourse) => { readonly options: OptionValues; readonly name: string };
  /**
   * Returns the call that the service makes about a run, signed with a key. Left out if the provider's `signedCalls` are
   * unsupported.
   */
  readonly signedCall?: (
    key: string,
    run: RunHandle,
  ) => { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  /** A valid reference, without the provider's name, of a run that the service does not know. */
  readonly unknownReference: string;
  /** Returns the number of runs that the service has started so far. */
  readonly starts: () => number;
  readonly close: () => Promise<void>;
}
