import type { EarlierLedger } from "./read-ledger.ts";
import type { LedgerEntry } from "./ledger.ts";
import { handleOf } from "../provider/reference.ts";
import type { Provider, RunHandle } from "../provider/provider.ts";

/** What becomes of a run of the plan with `--resume`, by what an earlier process noted. */
export type Resumption =
  | { readonly kind: "attach"; readonly handle: RunHandle; readonly entry: LedgerEntry }
  /** It may have been started, but its reference is not known: it is not started again. */
  | { readonly kind: "unknown"; readonly entry: LedgerEntry }
  /** `why` completes "Nothing to resume: …". */
  | { readonly kind: "start"; readonly why: string };

/** What tells a run of the plan from others. */
interface Asked {
  readonly provider: Pick<Provider, "name" | "parseReference">;
  readonly inputs?: string | undefined;
}

/**
 * Decides for each run of a plan whether an earlier process has started it already. Two runs that ask for the same are
 * told apart by their order. Pure.
 *
 * @example resumptionsOf(plan, await readLedger(reportDir))[0]?.kind // "attach"
 */
export function resumptionsOf(
  plan: readonly Asked[],
  earlier: Exclude<EarlierLedger, "unreadable">,
): readonly Resumption[] {
  if (earlier === "absent") return plan.map(() => anew("the report directory holds no run.json"));
  const others = [...earlier];
  const found = plan.map(({ inputs, provider }) => {
    const same = others.filter(
      (entry) => inputs !== undefined && entry.inputs === inputs && entry.provider === provider.name,
    );
    // What is left comes before what is over, however much came after it.
    const entry = same.find(isLeft) ?? same[0];
    if (entry) others.splice(others.indexOf(entry), 1);
    return entry;
  });
  // A plan of which one run was left was told no verdict that counts: all of it is taken up.
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

/** A plan of which one run is left is left as a whole: what its others came to is part of its verdict. */
export function leftPlans(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const plans = new Set(entries.filter(isLeft).map(({ plan }) => plan));
  return entries.filter(({ plan }) => plans.has(plan));
}

function maybeStarted({ ref, start }: LedgerEntry): boolean {
  return ref !== null || start !== "not-started";
}

function isTold({ verdict, reported }: LedgerEntry): boolean {
  return (verdict === "passed" || verdict === "failed") && reported;
}

function resumption(provider: Asked["provider"], entry: LedgerEntry, planIsLeft: boolean): Resumption {
  const { ref, verdict } = entry;
  if (!maybeStarted(entry)) return anew("the earlier process was stopped or refused before anything was started");
  const handle = ref === null ? undefined : handleOf(provider, ref);
  if (!handle) return { kind: "unknown", entry };
  // What is over and was told is not told again: in a directory that stays, yesterday's pass would be today's.
  if (isTold(entry) && !planIsLeft) return anew(`${ref} is over, and its verdict was told: ${verdict}`);
  const url = entry.url === null ? {} : { url: entry.url };
  return { kind: "attach", handle: { ...handle, name: entry.name, ...url }, entry };
}

function anew(why: string): Resumption {
  return { kind: "start", why };
}

/** More references are counted: the line is for people. */
const mostNamed = 5;

/** Names what is left of others. */
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
