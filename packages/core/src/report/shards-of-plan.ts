import type { InputNames } from "../inputs/wording.ts";
import { ProviderError } from "../errors.ts";
import type { ReportedPlan, RunReport } from "./report.ts";
import type { Shard } from "./shard.ts";

type ShardReport = Extract<Shard, { kind: "report" }>;
type PlannedShard = ShardReport & { readonly plan: ReportedPlan };

/** Reports on a plan; none if no report is about a shard of one, because whole plans may be merged with anything. */
function plannedShards(shards: readonly Shard[]): readonly PlannedShard[] {
  const planned = shards.filter((shard): shard is PlannedShard => shard.kind === "report" && shard.plan !== undefined);
  return planned.some(({ plan }) => plan.shard) ? planned : [];
}

/**
 * Returns the shards of the plan that were not given, by their numbers. Each shard knows how many runs the plan has, so a
 * shard is only missing if its runs are: an empty one is not.
 */
export function missingOfPlan(shards: readonly Shard[]): readonly Extract<Shard, { kind: "missing" }>[] {
  const planned = plannedShards(shards);
  const [plan] = plansOf(planned).values();
  if (!plan || plansOf(planned).size > 1 || positionsOf(planned).size >= plan.runs) return [];
  const of = planned.find((each) => each.plan.shard)?.plan.shard?.of ?? 1;
  return absentNumbers(planned, Math.min(of, plan.runs)).map((number) => ({
    kind: "missing",
    name: `${number}/${of}`,
    why: "of the plan is missing",
    runs: [],
  }));
}

/**
 * Returns the reasons not to believe that the shards are one plan.
 * @param build the run of the pipeline in which they are merged; undefined if it makes no difference
 */
export function planDoubts(shards: readonly Shard[], build?: string): readonly ProviderError[] {
  const planned = plannedShards(shards);
  const plans = plansOf(planned);
  if (plans.size > 1) return [differentPlans(planned)];
  const [plan] = plans.values();
  if (!plan) return [];
  return [...differentBuilds(planned, build), ...runsInTwoShards(planned), ...runsInNoShard(planned, plan)];
}

/** Returns the plan of all shards, if all of its runs are there. */
export function wholePlan(shards: readonly Shard[]): ReportedPlan | undefined {
  const reports = shards.filter((shard) => shard.kind === "report");
  const [plan] = reports.flatMap((each) => each.plan ?? []);
  const isOne = plan !== undefined && reports.every((each) => each.plan?.hash === plan.hash);
  if (!isOne || positionsOf(reports).size !== plan.runs) return undefined;
  return { hash: plan.hash, runs: plan.runs };
}

/** Sorts the runs of a plan's shards as one process that starts the whole plan does. Those of no plan come last. */
export function inPlanOrder(runs: readonly RunReport[], shards: readonly Shard[]): readonly RunReport[] {
  if (plannedShards(shards).length === 0) return runs;
  const place = ({ position = Number.MAX_SAFE_INTEGER }: RunReport): number => position;
  return runs.toSorted((a, b) => place(a) - place(b));
}

/** Plans by what must be the same in all of their shards: the runs, and the number of shards. */
function plansOf(planned: readonly PlannedShard[]): ReadonlyMap<string, ReportedPlan> {
  return new Map(planned.map(({ plan }) => [identityOf(plan), plan]));
}

function identityOf({ hash, runs, shard }: ReportedPlan): string {
  return `${hash.slice(0, 12)}, ${runs === 1 ? "1 run" : `${runs} runs`} in ${shard ? `${shard.of} shards` : "one piece"}`;
}

function positionsOf(reports: readonly ShardReport[]): ReadonlySet<number> {
  return new Set(reports.flatMap(({ runs }) => runs.flatMap(({ position }) => position ?? [])));
}

function absentNumbers(planned: readonly PlannedShard[], last: number): readonly number[] {
  const given = new Set(planned.map(({ plan }) => plan.shard?.number));
  return Array.from({ length: last }, (_, index) => index + 1).filter((number) => !given.has(number));
}

function differentPlans(planned: readonly PlannedShard[]): ProviderError {
  const named = [
    ...new Map(planned.map(({ plan, name }) => [identityOf(plan), name] as const).toReversed()),
  ].toReversed();
  return new ProviderError({
    code: "shards-of-different-plans",
    message: `The shards are of different plans: ${named.map(([plan, name]) => `${plan} (${name})`).join("; ")}.`,
    next: ({ option }) =>
      `Merge the report directories of one plan, of which every job started a part with the same plan file, ${option("run")} and number of shards.`,
    retry: "never",
  });
}

/** An earlier run of the pipeline may have left a shard of the same plan and the same commit, or all of them. */
function differentBuilds(planned: readonly PlannedShard[], own: string | undefined): readonly ProviderError[] {
  const found = new Map<string, string>();
  for (const { plan, name } of planned)
    if (plan.build !== undefined && !found.has(plan.build)) found.set(plan.build, name);
  const [only = own] = found.keys();
  if (found.size < 2) return only === own || own === undefined || only === undefined ? [] : [anotherBuild(only, own)];
  const named = [...found].map(([build, name]) => `${build} (${name})`).join(", ");
  return [
    new ProviderError({
      code: "shards-of-different-builds",
      message: `The shards are of different runs of the pipeline: ${named}.`,
      next: "Merge the report directories of one run of the pipeline; remove those that an earlier one left.",
      retry: "never",
    }),
  ];
}

function anotherBuild(build: string, own: string): ProviderError {
  return new ProviderError({
    code: "shards-of-another-build",
    message: `The shards are of the run ${build} of the pipeline, and this job is of ${own}.`,
    next: ({ option }) =>
      `Remove the report directories that an earlier run left; or set ${option("allowOtherBuild")}, if this run of the pipeline came back to their runs.`,
    retry: "never",
  });
}

const sameHistory = ({ option }: InputNames): string =>
  `give every shard the same ${option("history")} or ${option("historyDir")}, so that all split the plan in the same way`;

function runsInTwoShards(planned: readonly PlannedShard[]): readonly ProviderError[] {
  const holders = new Map<number, { readonly run: string; readonly names: Set<string> }>();
  for (const { name, runs } of planned)
    for (const { position, name: run } of runs)
      if (position !== undefined) {
        const holder = holders.get(position) ?? { run, names: new Set() };
        holder.names.add(name);
        holders.set(position, holder);
      }
  const [first, ...more] = [...holders.values()].filter(({ names }) => names.size > 1);
  if (!first) return [];
  const others = more.length > 0 ? ` So are ${more.length} more.` : "";
  return [
    new ProviderError({
      code: "plan-run-in-two-shards",
      message: `${first.run} of the plan is in more than one shard: ${[...first.names].join(", ")}.${others}`,
      next: (names) => `Remove the report directories that an earlier job or attempt left, and ${sameHistory(names)}.`,
      retry: "never",
    }),
  ];
}

/** All shards are there, and runs are missing all the same: a job split the plan in another way. */
function runsInNoShard(planned: readonly PlannedShard[], plan: ReportedPlan): readonly ProviderError[] {
  const lost = plan.runs - positionsOf(planned).size;
  const of = plan.shard?.of ?? planned.find((each) => each.plan.shard)?.plan.shard?.of ?? 1;
  if (lost <= 0 || absentNumbers(planned, Math.min(of, plan.runs)).length > 0) return [];
  return [
    new ProviderError({
      code: "plan-run-in-no-shard",
      message: `${lost} of the plan's ${plan.runs} runs ${lost === 1 ? "is" : "are"} in no shard.`,
      next: (names) => `Run the jobs again, and ${sameHistory(names)}.`,
      retry: "never",
    }),
  ];
}
