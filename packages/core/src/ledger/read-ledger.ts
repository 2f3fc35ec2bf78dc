import { join } from "node:path";
import { readGuarded } from "../files/guarded-file.ts";
import type { LedgerEntry } from "./ledger.ts";

/** What an earlier process left in `run.json`: its runs, or why there are none to know. */
export type EarlierLedger = readonly LedgerEntry[] | "absent" | "unreadable";

/** A plan of a thousand runs has half a MB. */
const largestLedger = 16 * 2 ** 20;

/** Reads the ledger of a report directory. A part of one is none: it could hide a run. */
export async function readLedger(reportDir: string): Promise<EarlierLedger> {
  const path = join(reportDir, "run.json");
  let text: string;
  try {
    text = await readGuarded(path, largestLedger);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
    return missing ? "absent" : "unreadable";
  }
  try {
    const { version, runs } = JSON.parse(text) as Record<string, unknown>;
    if (version !== 1 || !Array.isArray(runs)) return "unreadable";
    const entries = runs.map(entryOf);
    return entries.every((entry) => entry !== undefined) ? entries : "unreadable";
  } catch {
    return "unreadable";
  }
}

const starts: readonly LedgerEntry["start"][] = ["not-started", "on-its-way", "started"];

/** Undefined for what is no entry. Fields that came later are filled in so that nothing is taken for granted. */
function entryOf(value: unknown): LedgerEntry | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { provider, name, startedAt, reruns, start, ...rest } = value as Record<string, unknown>;
  const ref = text(rest["ref"]);
  if (typeof provider !== "string" || typeof name !== "string" || typeof startedAt !== "string") return undefined;
  if (!Array.isArray(reruns) || !reruns.every((each) => typeof each === "string")) return undefined;
  return {
    provider,
    name,
    startedAt,
    reruns,
    ref,
    start: ref === null ? (starts.find((known) => known === start && known !== "started") ?? "on-its-way") : "started",
    url: text(rest["url"]),
    plan: text(rest["plan"]),
    inputs: text(rest["inputs"]),
    token: text(rest["token"]),
    rerunOnItsWay: rest["rerunOnItsWay"] === true,
    endedAt: text(rest["endedAt"]),
    verdict: text(rest["verdict"]),
    reported: rest["reported"] === true,
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
