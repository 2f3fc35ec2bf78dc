import type { EarlierLedger } from "./read-ledger.ts";
import type { LedgerEntry } from "./ledger.ts";
import { handleOf } from "../provider/reference.ts";
import type { Provider, RunHandle } from "../provider/provider.ts";

/** The decision for one run of a plan with `--resume`, made from the ledger of an earlier process. */
export type Resumption =
  | { readonly kind: "attach"; readonly handle: RunHandle; readonly entry: LedgerEntry }
  /** It may have been started, but its reference is not known: it is not started again. */
  | { readonly kind: "unknown"; readonly entry: LedgerEntry }
  /** `why` completes "Nothing to resume: …". */
  | { readonly kind: "start"; readonly why: string };

/** The part of a planned run by which it is recognised. */
interface RunIdentity {
  readonly provider: Pick<Provider, "name" | "parseReference">;
  readonly inputs?: string | undefined;
}

/**
 * Decides for each run of a plan whether an earlier process has started it already. Two runs with the same inputs are
 * distinguished by their order. Pure.
 *
 * @example resumptionsOf(plan, await readLedger(reportDir))[0]?.kind // "attach"
 */
export function resumptionsOf(
  plan: readonly RunIdentity[],
  earlier: Exclude<EarlierLedger, "unreadable">,
): readonly Resumption[] {
  if (earlier === "absent") return plan.map(() => anew("the report directory contains no run.json"));
  const others = [...earlier];
  const found = plan.map(({ inputs, provider }) => {
    const same = others.filter(
      (entry) => inputs !== undefined && entry.inputs === inputs && entry.provider === provider.name,
    );
    // An unfinished run takes precedence over finished ones, even over later ones.
    const entry = same.find(isLeft) ?? same[0];
    if (entry) others.splice(others.indexOf(entry), 1);
    return entry;
  });
  // If one run of the plan is unfinished, the plan has no final verdict: all of its runs are resumed.
  const planIsLeft = found.some((entry) => entry && isLeft(entry));
  return plan.map(({ inputs, provider }, run) => {
    if (inputs === undefined) return anew("a file that the run needs cannot be read to compare it");
    const entry = found[run];
    return entry ? resumption(provider, entry, planIsLeft) : anew(otherInputs(earlier));
  });
}

/** True if the run may be at the service and its verdict has not been reported. */
function isLeft(entry: LedgerEntry): boolean {
  return maybeStarted(entry) && !isTold(entry);
}

/** Returns all runs of each plan that has an unfinished run: the results of the others are part of its verdict. */
export function leftPlans(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const plans = new Set(entries.filter(isLeft).map(({ plan }) => plan));
  return entries.filter(({ plan }) => plans.has(plan));
}

function maybeStarted({ start }: LedgerEntry): boolean {
  return start !== "not-started";
}

function isTold({ verdict, reported }: LedgerEntry): boolean {
  return (verdict === "passed" || verdict === "failed") && reported;
}

function resumption(provider: RunIdentity["provider"], entry: LedgerEntry, planIsLeft: boolean): Resumption {
  const { ref, verdict } = entry;
  if (!maybeStarted(entry)) return anew("the earlier process was stopped or refused before anything was started");
  const handle = ref === null ? undefined : handleOf(provider, ref);
  if (!handle) return { kind: "unknown", entry };
  // A reported verdict is not reported again: in a directory that stays, yesterday's pass would be today's.
  if (isTold(entry) && !planIsLeft) return anew(`${ref} is over, and its verdict was reported: ${verdict}`);
  const url = entry.url === null ? {} : { url: entry.url };
  return { kind: "attach", handle: { ...handle, name: entry.name, ...url }, entry };
}

function anew(why: string): Resumption {
  return { kind: "start", why };
}

/** The message is for people: further references are only counted. */
const mostNamed = 5;

/** Says that no run has the same inputs, and names the unfinished ones with other inputs. */
function otherInputs(earlier: readonly LedgerEntry[]): string {
  const unfinished = earlier.filter(isLeft).flatMap(({ ref }) => (ref === null ? [] : [ref]));
  const named = unfinished.slice(0, mostNamed).join(" ");
  const more = unfinished.length > mostNamed ? ` and ${unfinished.length - mostNamed} more` : "";
  const which =
    unfinished.length === 0
      ? ""
      : ` (${named}${more} ${unfinished.length === 1 ? "was" : "were"} started with other inputs)`;
  return `run.json has no run with the same inputs${which}`;
}
