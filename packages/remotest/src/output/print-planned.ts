import type { InputTable } from "@remotest/core";
import { commonInputs, portablePath } from "@remotest/core/flow";
import type { Redact } from "@remotest/http";
import { type CleanText, cleanText, serviceLine } from "@remotest/reporters";
import type { Leg } from "../plan-file/leg.ts";
import type { PlanFile, PlanRun } from "../plan-file/plan-run.ts";

/** Returns a run as it may be printed: `plan` reads no secrets, but a variable in the file may contain one. */
export function shownRun(run: PlanRun, redact: Redact): PlanRun {
  return {
    ...run,
    name: run.name === undefined ? undefined : redact(run.name),
    matrix: new Map([...run.matrix].map(([key, value]) => [key, redact(value)])),
    valueOf(scope, name) {
      const value = run.valueOf(scope, name);
      return value && { ...value, texts: value.texts.map(redact) };
    },
  };
}

/** Returns a leg as it may be printed. */
export function shownLeg(leg: Leg, redact: Redact): Leg {
  return { ...leg, name: redact(leg.name), run: leg.run === undefined ? undefined : redact(leg.run) };
}

/** The jobs that share a plan. */
interface Shards {
  readonly legs: readonly Leg[];
  /** The leg of each run, from 0. */
  readonly legOf: readonly number[];
}

/** Returns the runs of a plan as a table for people, and how many there are. */
export function plannedTable(runs: readonly PlanRun[], shards?: Shards): CleanText {
  const rows = runs.map((run, index) => [
    run.name ?? "(from the commit)",
    run.provider.name,
    ...(shards ? [shardOf(shards, index) ?? ""] : []),
    optionsText(run),
  ]);
  const head = ["NAME", "PROVIDER", ...(shards ? ["SHARD"] : []), "OPTIONS"];
  const all = [head, ...rows].map((row) => row.map((cell) => serviceLine(cell)));
  const widths = head.map((_, column) => all.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const count = `${runs.length === 1 ? "1 run" : `${runs.length} runs`}${shards ? ` in ${counted(shards.legs.length)}` : ""}`;
  return cleanText(`${lines.join("\n")}\n${count}\n`);
}

function counted(shards: number): string {
  return shards === 1 ? "1 shard" : `${shards} shards`;
}

function shardOf({ legs, legOf }: Shards, index: number): string | undefined {
  return legs[legOf[index] ?? 0]?.shard;
}

function optionsText(run: PlanRun): string {
  const values = { ...withOf(run), ...optionsOf(run), ...(run.blocking ? {} : { blocking: ["false"] }) };
  return Object.entries(values)
    .flatMap(([name, texts]) => texts.map((text) => `${name}=${/^[^\s"']+$/.test(text) ? text : JSON.stringify(text)}`))
    .join(" ");
}

/** Returns the document that `plan --json` prints. Its field names never change. */
export function plannedDocument(
  { path, concurrency }: Pick<PlanFile, "path" | "concurrency">,
  runs: readonly PlanRun[],
  shards?: Shards,
): object {
  return {
    file: portablePath(path),
    concurrency,
    ...(shards && { shards: shards.legs.map(({ name, shard }) => ({ name, shard })) }),
    runs: runs.map((run, index) => ({
      name: run.name ?? null,
      provider: run.provider.name,
      place: run.place,
      matrix: Object.fromEntries(run.matrix),
      with: single(withOf(run)),
      options: single(optionsOf(run)),
      blocking: run.blocking,
      ...(shards && { shard: shardOf(shards, index) }),
    })),
  };
}

type Texts = Readonly<Record<string, readonly string[]>>;

function withOf(run: PlanRun): Texts {
  const { name, connectInputs, startInputs } = run.provider;
  return textsOf(run, name, { ...startInputs, ...connectInputs });
}

/** The name has its own place. */
function optionsOf(run: PlanRun): Texts {
  const { name: _name, ...options } = textsOf(run, "remotest", commonInputs);
  return options;
}

function textsOf(run: PlanRun, scope: string, table: InputTable): Texts {
  const found = Object.keys(table).map((name) => [name, run.valueOf(scope, name)?.texts ?? []] as const);
  return Object.fromEntries(found.filter(([, texts]) => texts.length > 0));
}

/** One value is a text, several are a list, as in the file. */
function single(values: Texts): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, texts]) => [name, texts.length === 1 ? (texts[0] ?? "") : texts]),
  );
}
