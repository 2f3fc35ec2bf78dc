import type { Clock } from "./clock.ts";
import type { Journal } from "./journal.ts";
import type { Route } from "./routing.ts";

/** Given by the sandbox to each service. */
export interface ServiceContext {
  readonly journal: Journal;
  readonly now: Clock;
  /** The number of the first run, for services that count their runs. */
  readonly firstRun: number;
  /** Aborts when the sandbox closes. */
  readonly closing: AbortSignal;
}

/**
 * One service of the sandbox: the default export of `<service>/index.ts`. `pnpm generate` finds it by its folder, which
 * has the provider's name.
 */
export interface SandboxService {
  /** The service's name for people. */
  readonly title: string;
  /** The field that decides how a run ends, in the middle of a sentence: `the name`. */
  readonly decidedBy: string;
  /** The variables of the account, for a shell. */
  readonly account: (url: string) => Readonly<Record<string, string>>;
  /** The lines to type before the first run, such as one that makes a file; empty if none is needed. */
  readonly before: readonly string[];
  /** The arguments of a run that fails, after `remotest run`. */
  readonly example: string;
  /** The address of the service's own description, if it has one. */
  readonly describedAt?: (url: string) => string;
  readonly routes: (context: ServiceContext) => Route[];
}
