import { longestGlob } from "./glob.ts";
import type { Problem } from "../inputs/problem.ts";
import type { QuarantineEntry } from "./quarantine.ts";
import { closest } from "../inputs/spelling.ts";

/** The keys of an entry. The published schema is made from this table and the limits below it. */
export const entryKeys = { case: "required", suite: "optional", reason: "required", until: "required" } as const;
const keys = Object.keys(entryKeys);
/** More than anyone should forgive, and few enough to compare with every case of a large report. */
export const mostEntries = 2_000;
/** A date such as `2026-12-31`. */
export const dayForm: RegExp = /^\d{4}-\d{2}-\d{2}$/;

/** The entries of a quarantine file, and everything that is wrong with it. */
export interface QuarantineFile {
  readonly entries: readonly QuarantineEntry[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the data of a quarantine file: a list of entries, each with `case`, `reason`, `until` and
 * optionally `suite`. Finds every problem, not only the first. An empty file is an empty list.
 *
 * @param file its name, for people
 * @param lineOf the line of the entry with this index, from 0, if it is known
 * @example readQuarantine([{ case: "Pixel *", reason: "SHOP-12", until: "2026-12-31" }], "quarantine.yaml").entries
 */
export function readQuarantine(
  document: unknown,
  file: string,
  lineOf: (index: number) => number | undefined = () => undefined,
): QuarantineFile {
  const problems: Problem[] = [];
  const entries: QuarantineEntry[] = [];
  const say = (message: string, suggestion?: string): void =>
    void problems.push({
      message: ({ option }) => `${option("quarantine")} ${file}: ${message}`,
      ...(suggestion ? { suggestion } : {}),
    });
  if (document === null || document === undefined) return { entries, problems };
  if (!Array.isArray(document)) say("It is not a list of entries.", exampleEntry);
  else if (document.length > mostEntries) say(`It has more than ${mostEntries} entries.`);
  else {
    const places = new Map<string, string>();
    for (const [index, value] of document.entries()) {
      const line = lineOf(index);
      const place = `entry ${index + 1}${line === undefined ? "" : ` (line ${line})`}`;
      const entry = readEntry(value, place, (message, suggestion) => say(`${place} ${message}`, suggestion));
      if (!entry) continue;
      const key = JSON.stringify([entry.case, entry.suite ?? null]);
      const first = places.get(key);
      if (first !== undefined) say(`${place} is for the same tests as ${first}.`, "Keep one of them.");
      places.set(key, first ?? place);
      entries.push(entry);
    }
  }
  return { entries, problems };
}

const exampleEntry = 'An entry is written as: - {case: "name or glob", reason: "why", until: 2026-12-31}';

type ProblemListener = (message: string, suggestion?: string) => void;

/** Returns the entry, or undefined after reporting its problems. */
function readEntry(value: unknown, place: string, say: ProblemListener): QuarantineEntry | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    say("is not a mapping with case, reason and until.", exampleEntry);
    return undefined;
  }
  const given = new Map<string, unknown>(Object.entries(value));
  for (const key of given.keys()) {
    if (keys.includes(key)) continue;
    const likely = closest(key, keys);
    say(
      `has ${JSON.stringify(key.slice(0, 60))}, which is not a key of an entry.`,
      likely ? `Did you mean ${likely}?` : `An entry has ${keys.join(", ")}.`,
    );
  }
  const name = readText(given, "case", say);
  const suite = given.has("suite") ? readText(given, "suite", say) : undefined;
  const reason = readText(given, "reason", say);
  const until = readDay(given.get("until"), say);
  if (name === undefined || reason === undefined || until === undefined) return undefined;
  return { case: name, reason, until, place, ...(suite === undefined ? {} : { suite }) };
}

function readText(
  given: ReadonlyMap<string, unknown>,
  key: "case" | "suite" | "reason",
  say: ProblemListener,
): string | undefined {
  const value = given.get(key);
  if (value === undefined || value === null) say(`has no ${key}.`, key === "reason" ? whyReason : undefined);
  else if (typeof value !== "string") say(`has a ${key} that is not text.`, "Put it in quotes.");
  else if (value.trim() === "") say(`has an empty ${key}.`);
  else if ([...value].length > longestGlob) say(`has a ${key} of more than ${longestGlob} characters.`);
  else return value;
  return undefined;
}

const whyReason = "Say why its failures are forgiven, for example with the number of an issue.";

function readDay(value: unknown, say: ProblemListener): string | undefined {
  if (value === undefined || value === null)
    say("has no until.", "Add the last day on which it applies, such as until: 2026-12-31.");
  else if (typeof value === "string" && isDay(value)) return value;
  else say("has an until that is not a date.", "Write it as year, month, day, such as 2026-12-31.");
  return undefined;
}

/** Rejects dates that do not exist, such as `2026-02-30`. */
function isDay(text: string): boolean {
  if (!dayForm.test(text)) return false;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}
