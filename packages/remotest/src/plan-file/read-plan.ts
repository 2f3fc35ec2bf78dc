import type { Provider } from "@remotest/core";
import { type Draft, draftRuns, providersOf } from "./draft-runs.ts";
import type { Names } from "./interpolation.ts";
import { checkKeys, mapIn } from "./map-keys.ts";
import { parseDocument } from "./parse-document.ts";
import { concurrency, planOptions, planVersion, topKeys } from "./plan-keys.ts";
import type { PlanFile, PlanRun } from "./plan-run.ts";
import { checkDefaultWith, checkRunKeys, checkWith, type PlanContext, readRun, type RunDraft } from "./read-run.ts";
import { ValueReader } from "./read-value-text.ts";
import { type SecretNames, secretNamesOf } from "./secret-names.ts";

/** The means to read a plan file. */
export interface PlanSurroundings {
  readonly env: Names["env"];
  /** The providers that are part of the command. */
  readonly known: readonly Provider[];
  /** @throws {UsageError} if there is no such provider */
  readonly load: (name: string) => Promise<Provider>;
}

/**
 * Reads the text of a plan file, YAML or JSON: expands each matrix, replaces the expressions, and finds every mistake.
 *
 * @param path for the places of mistakes
 * @example (await readPlan(text, "remotest.yaml", surroundings)).runs.length
 */
export async function readPlan(text: string, path: string, { env, known, load }: PlanSurroundings): Promise<PlanFile> {
  const { root, mistakes } = await parseDocument(text, path);
  if (!root) return { path, runs: [], concurrency: 1, reportDir: undefined, problems: mistakes.problems };
  const values = new ValueReader(text, mistakes);
  const top = mapIn(root, "A plan file", mistakes);
  const defaults = mapIn(top.entries.get("defaults")?.value, "defaults", mistakes);
  const names: Names = { env, matrix: undefined, isSecret: secretNamesOf(known, env).isVariable };
  const first: Draft = { top, defaults, values, names, mistakes };
  if (root.kind === "map") checkTop(first, secretNamesOf(known, env));
  const drafts = root.kind === "map" ? draftRuns(first) : [];
  const providers = await providersOf(drafts, first, load);
  const used = [...new Set(providers.values())];
  const all = [...used, ...known.filter(({ name }) => used.every((each) => each.name !== name))];
  const secrets = secretNamesOf(all, env);
  const draft: Draft = { ...first, names: { ...names, isSecret: secrets.isVariable } };
  // Once more: a matrix may name the secret of your own provider, which is known only now.
  if (root.kind === "map") draftRuns(draft);
  const context: PlanContext = { defaults, env, used, known: all, secrets, values, mistakes };
  // The runs of a matrix share one map.
  for (const map of new Set(drafts.map((each) => each.map))) {
    checkRunKeys(map, "a run", context);
    const own = new Set(drafts.flatMap((each) => (each.map === map ? (providers.get(each) ?? []) : [])));
    for (const provider of own) checkWith(map, provider, context);
  }
  checkRunKeys(defaults, "defaults", context);
  if (used.length > 0) checkDefaultWith(context);
  const runs = drafts.flatMap((each) => {
    const run = readRun(each, providers.get(each), context);
    return run ? [{ draft: each, run }] : [];
  });
  if (drafts.length > 1) checkNames(runs, context);
  return {
    path,
    runs: runs.map(({ run }) => run),
    concurrency: startsAtOnce(draft),
    reportDir: reportDirIn(draft),
    problems: mistakes.problems,
  };
}

function checkTop({ top, mistakes }: Draft, { strayKey }: SecretNames): void {
  const forAnchors = [...top.entries.keys()].filter((key) => key.startsWith("x-"));
  checkKeys(top, "a plan file", [...topKeys, ...forAnchors], strayKey, mistakes);
  const version = top.entries.get("version");
  if (!version) mistakes.add(top.at, "version is missing.", `Write version: ${planVersion}.`);
  else if (version.value.kind !== "scalar" || version.value.text !== `${planVersion}`)
    mistakes.add(version.value.at, `version must be ${planVersion}.`);
}

function startsAtOnce({ top, values, names }: Draft): number {
  const entry = top.entries.get("concurrency");
  return Number((entry && values.inputTexts(entry, concurrency, names)?.[0]) || concurrency.default);
}

/** Earlier reports there are moved aside even if something else in the file is wrong. */
function reportDirIn({ defaults, values, names }: Draft): string | undefined {
  const entry = defaults.entries.get("reportDir");
  const input = planOptions["reportDir"];
  return (entry && input && values.inputTexts(entry, input, names)?.[0]) || undefined;
}

/** Runs are told apart by their names: in the output, by `--run`, and by the tests in later reports. */
function checkNames(
  runs: readonly { readonly draft: RunDraft; readonly run: PlanRun }[],
  { defaults, mistakes }: PlanContext,
): void {
  const seen = new Map<string, string>();
  for (const { draft, run } of runs) {
    const entry = draft.map.entries.get("name") ?? defaults.entries.get("name");
    const isEmpty = run.name === undefined && run.valueOf("remotest", "name")?.texts.length === 1;
    if (!entry || isEmpty)
      mistakes.add(
        entry?.value.at ?? draft.map.at,
        "The run has no name, and the plan has several runs.",
        "Give each run a name.",
      );
    if (!entry || run.name === undefined) continue;
    const other = seen.get(run.name);
    if (other === undefined) seen.set(run.name, run.place);
    else
      mistakes.add(
        entry.value.at,
        `Two runs have the name ${JSON.stringify(run.name)}.`,
        draft.matrix.size > 0
          ? `Write a key of the matrix into it, such as \${matrix.${[...draft.matrix.keys()][0]}}.`
          : `The other one is at ${other}.`,
      );
  }
}
