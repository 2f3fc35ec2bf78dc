import type { EarlierLedger } from "./earlier-ledger.ts";
import { UnknownStartError } from "./errors.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { Provider, RunHandle } from "./provider.ts";

/** What becomes of a run of the plan with `--resume`, by what an earlier process noted. */
export type Resumption =
  | { readonly kind: "attach"; readonly handle: RunHandle; readonly entry: LedgerEntry }
  /** It may have been started, and nobody knows its reference: it is not started again. */
  | { readonly kind: "unknown"; readonly entry: LedgerEntry }
  /** `why` completes "Nothing to resume: …". */
  | { readonly kind: "start"; readonly why: string };

/** What tells a run of the plan from others. */
interface Asked {
  readonly provider: Pick<Provider, "name" | "parseReference">;
  readonly inputs?: string | undefined;
}

/**
 * Decides for each run of a plan by itself whether an earlier process has started it already. Two runs that ask for
 * the same are told apart by their order. Pure.
 *
 * @example resumptions(plan, await readLedger(reportDir))[0]?.kind // "attach"
 */
export function resumptions(plan: readonly Asked[], earlier: EarlierLedger): readonly Resumption[] {
  if (earlier === "absent") return plan.map(() => anew("the report directory holds no run.json"));
  if (earlier === "unreadable") return plan.map(() => anew("run.json cannot be read"));
  const left = [...earlier];
  return plan.map((asked) => {
    if (asked.inputs === undefined) return anew("a file that the run needs cannot be read to compare it");
    const index = left.findIndex((entry) => entry.inputs === asked.inputs && entry.provider === asked.provider.name);
    const [entry] = index < 0 ? [] : left.splice(index, 1);
    return entry ? resumption(asked.provider, entry) : anew(otherInputs(earlier));
  });
}

function resumption(provider: Asked["provider"], entry: LedgerEntry): Resumption {
  const { ref, start, verdict, reported } = entry;
  if (ref === null && start === "not-started")
    return anew("the earlier process was stopped or refused before anything was started");
  const handle = ref === null ? undefined : handleOf(provider, ref);
  if (!handle) return { kind: "unknown", entry };
  // What is over and was told is not told again: in a directory that stays, yesterday's pass would be today's.
  if ((verdict === "passed" || verdict === "failed") && reported)
    return anew(`${ref} is over, and its verdict was told: ${verdict}`);
  const url = entry.url === null ? {} : { url: entry.url };
  return { kind: "attach", handle: { ...handle, name: entry.name, ...url }, entry };
}

/** The handle of a reference as `run.json` keeps it; undefined where the provider does not know it as one. */
export function handleOf(provider: Asked["provider"], ref: string): RunHandle | undefined {
  const { name } = provider;
  return ref.startsWith(`${name}:`) ? provider.parseReference(ref.slice(name.length + 1)) : undefined;
}

function anew(why: string): Resumption {
  return { kind: "start", why };
}

/** Names what is about to be forgotten. */
function otherInputs(earlier: readonly LedgerEntry[]): string {
  const unfinished = earlier.flatMap(({ ref, reported }) => (ref === null || reported ? [] : [ref]));
  const which = unfinished.length === 0 ? "" : ` (${unfinished.join(" ")} was started with others)`;
  return `run.json tells of no run with the same inputs${which}`;
}

/** Why a run is not started again, and how to go on by hand. */
export function unknownBefore({ startedAt, token }: LedgerEntry, reportDir: string): UnknownStartError {
  return new UnknownStartError(
    `An earlier process sent the start request at ${startedAt} and ended before an answer came, so the run may or may not have been started. It was not started again.`,
    `Look at the service ${lookFor(token)}: if it is there, wait for it with \`remotest attach <ref>\`; if not, start it without --resume, or take away ${reportDir}/run.json.`,
  );
}

/** What to look for at the service. */
export function lookFor(token: string | null | undefined): string {
  return token ? `for a run whose name begins with [${token}]` : "whether the run is there";
}
