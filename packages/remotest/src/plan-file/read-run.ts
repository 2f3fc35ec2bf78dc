import { type Input, type InputTable, listed, optionName, type Provider } from "@remotest/core";
import { isSecret, readValue } from "@remotest/core/flow";
import { oneLine } from "./one-line.ts";
import type { Names } from "./interpolation.ts";
import { checkKeys, mapIn, type StrayKey } from "./map-keys.ts";
import type { Combination } from "./matrix.ts";
import type { Mistakes } from "./mistakes.ts";
import { blocking, gateOptions, isOfTheCommand, isOfTheGate, planOptions, runKeys, runOptions } from "./plan-keys.ts";
import type { PlanEntry, PlanMap } from "./plan-node.ts";
import type { PlacedValue, PlanRun } from "./plan-run.ts";
import type { ValueReader } from "./read-value-text.ts";
import type { SecretNames } from "./secret-names.ts";

/** A run as it stands in the file, with one combination of its matrix. */
export interface RunDraft {
  readonly map: PlanMap;
  readonly matrix: Combination;
}

/** Shared by the runs of one file. */
export interface PlanContext {
  readonly defaults: PlanMap;
  readonly env: Names["env"];
  /** Those of the runs. */
  readonly used: readonly Provider[];
  /** Those, and the others that are part of the command. */
  readonly known: readonly Provider[];
  readonly secrets: SecretNames;
  readonly values: ValueReader;
  readonly mistakes: Mistakes;
}

/**
 * Returns a run with all its values: its own, and those of `defaults` where it has none. Without a provider it is not a
 * run, but its mistakes are found.
 */
export function readRun(
  { map, matrix }: RunDraft,
  provider: Provider | undefined,
  context: PlanContext,
): PlanRun | undefined {
  const { defaults, values, mistakes, env, secrets } = context;
  const names: Names = { env, matrix, isSecret: secrets.isVariable };
  const found = new Map<string, PlacedValue>();
  const read = (
    scope: string,
    table: InputTable,
    entryOf: (name: string) => PlanEntry | undefined,
    of: Names,
  ): void => {
    for (const [name, input] of Object.entries(table)) {
      const entry = isSecret(input) ? undefined : entryOf(name);
      const texts = entry && values.inputTexts(entry, input, of);
      // A value that is not valid is there all the same, so it is not missing.
      if (entry) found.set(`${scope} ${name}`, { texts: texts ?? [], place: mistakes.placeOf(entry.value.at) });
    }
  };
  read("remotest", runOptions, (name) => optionIn(map, name, mistakes) ?? optionIn(defaults, name, mistakes), names);
  read("remotest", planOptions, (name) => defaults.entries.get(name), { ...names, matrix: undefined });
  const mayBlock = partOf(map, "gate", mistakes).get("blocking") ?? partOf(defaults, "gate", mistakes).get("blocking");
  const stops = mayBlock && values.inputTexts(mayBlock, blocking, names)?.[0];
  const stopsThe = stops === undefined ? undefined : readValue(blocking, stops);
  if (!provider) return undefined;
  const inputs = inputsOf(provider);
  const [ownWith, defaultWith] = [partOf(map, "with", mistakes), partOf(defaults, "with", mistakes)];
  read(provider.name, inputs, (name) => ownWith.get(name) ?? defaultWith.get(name), names);
  return {
    name: oneLine(found.get("remotest name")?.texts[0] ?? "") || undefined,
    provider,
    matrix,
    blocking: stopsThe && "value" in stopsThe ? stopsThe.value === true : blocking.default,
    place: mistakes.placeOf(map.at),
    valueOf: (scope, name) => found.get(`${scope} ${name}`),
  };
}

/** Checks the keys of a run, or of `defaults`, which can set the options of the whole plan as well. */
export function checkRunKeys(map: PlanMap, where: "a run" | "defaults", context: PlanContext): void {
  const { known, secrets, mistakes } = context;
  const own = Object.keys(runOptions).filter((name) => !isOfTheGate(name));
  const keys = [...own, ...gateOptions, ...runKeys, ...(where === "defaults" ? Object.keys(planOptions) : [])];
  checkKeys(map, where, keys, (key) => secrets.strayKey(key) ?? strayOption(key) ?? strayInput(key, known), mistakes);
  const gate = map.entries.get("gate");
  const gateKeys = [...gateOptions, "blocking"];
  if (gate) {
    const stray = (key: string): StrayKey | undefined => secrets.strayKey(key) ?? outsideGate(key);
    checkKeys(mapIn(gate.value, "gate", mistakes), "gate", gateKeys, stray, mistakes);
  }
}

function strayOption(key: string): StrayKey | undefined {
  if (Object.hasOwn(planOptions, key))
    return { problem: "is an option of the whole plan", suggestion: "Write it under defaults." };
  if (isOfTheCommand(key))
    return { problem: "is an option of the command line only", suggestion: `Give it as ${optionName(key)}.` };
  return key === "blocking" ? { problem: "belongs under gate" } : undefined;
}

function strayInput(key: string, known: readonly Provider[]): StrayKey | undefined {
  const owners = ownersOf(key, known);
  return owners === undefined
    ? undefined
    : { problem: `is an option of ${owners}`, suggestion: "Write it under with." };
}

/** Returns the names of the providers that have an option; undefined if none has. */
function ownersOf(key: string, providers: readonly Provider[]): string | undefined {
  const owners = providers.filter((provider) => Object.hasOwn(inputsOf(provider), key));
  return owners.length === 0 ? undefined : listedNames(owners, "and");
}

function listedNames(providers: readonly Provider[], last: "and" | "or"): string {
  return listed(
    providers.map(({ name }) => name),
    last,
  );
}

function outsideGate(key: string): StrayKey | undefined {
  return Object.hasOwn(runOptions, key) && !isOfTheGate(key)
    ? { problem: "is not part of the gate", suggestion: "Write it beside gate." }
    : undefined;
}

/** The keys under `with` are the options of the provider; under `defaults`, those of any provider of the plan. */
export function checkDefaultWith({ defaults, used, known, secrets, mistakes }: PlanContext): void {
  const entry = defaults.entries.get("with");
  if (!entry) return;
  const inputs = Object.assign({}, ...used.map(inputsOf)) as InputTable;
  const keys = Object.keys(inputs).filter((name) => !isSecret(inputs[name] as Input));
  const stray = (key: string): StrayKey | undefined => secrets.strayKey(key) ?? strayWith(key, used, known);
  checkKeys(mapIn(entry.value, "with", mistakes), "with", keys, stray, mistakes);
}

/** The keys under `with` of a run are the options of its provider. */
export function checkWith(map: PlanMap, provider: Provider, { known, secrets, mistakes }: PlanContext): void {
  const entry = map.entries.get("with");
  if (!entry) return;
  const inputs = inputsOf(provider);
  const keys = Object.keys(inputs).filter((name) => !isSecret(inputs[name] as Input));
  const stray = (key: string): StrayKey | undefined => secrets.strayKey(key) ?? strayWith(key, [provider], known);
  checkKeys(mapIn(entry.value, "with", mistakes), `with for ${provider.name}`, keys, stray, mistakes);
}

function strayWith(key: string, here: readonly Provider[], known: readonly Provider[]): StrayKey | undefined {
  if (Object.hasOwn(runOptions, key) || Object.hasOwn(planOptions, key))
    return { problem: "is an option of every run, not of a provider", suggestion: "Write it beside with." };
  const others = known.filter((provider) => !here.includes(provider));
  const owners = ownersOf(key, others);
  if (owners === undefined) return undefined;
  return { problem: `is an option of ${owners}, not of ${listedNames(here, "or")}` };
}

function inputsOf({ connectInputs, startInputs }: Provider): InputTable {
  return { ...startInputs, ...connectInputs };
}

/** An option of the gate may stand under `gate`, or beside it. */
function optionIn(map: PlanMap, name: string, mistakes: Mistakes): PlanEntry | undefined {
  const beside = map.entries.get(name);
  const under = isOfTheGate(name) ? partOf(map, "gate", mistakes).get(name) : undefined;
  if (beside && under)
    mistakes.add(
      under.keyAt,
      `${name} is given twice, also at ${mistakes.placeOf(beside.keyAt)}.`,
      "Remove one of them.",
    );
  return under ?? beside;
}

function partOf(map: PlanMap, key: string, mistakes: Mistakes): PlanMap["entries"] {
  return mapIn(map.entries.get(key)?.value, key, mistakes).entries;
}
