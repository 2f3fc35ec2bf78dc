// Many runs, supervised in one process by the flow that ships, over network paths with random faults.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Transport } from "../../../packages/core/src/index.ts";
import {
  type PlannedRun,
  type Report,
  run,
  type RunEvent,
  type RunReport,
  wholeText,
} from "../../../packages/core/src/flow.ts";
import { apptest } from "../../../packages/provider-apptest/src/index.ts";
import { ats } from "../../../packages/provider-ats/src/index.ts";
import { redactedProvider } from "../../../packages/remotest/src/secrets/redacted-provider.ts";
import { openTransport } from "../../../packages/remotest/src/network/transport.ts";
import { reporters } from "../../../packages/reporters/src/reporters.ts";
import { type Service, services } from "../stage/workspace.ts";
import { secrets } from "./account.ts";
import { forms } from "./faulted-service.ts";
import type { StormRecord, StormPaths, StormWeather } from "./storm-service.ts";
import { stormName, unsettle } from "./unsettled-process.ts";

/** The options of a storm. */
export interface StormOptions extends StormWeather {
  readonly runs: number;
}

/** The figures of a storm. */
export interface StormFigures {
  readonly runs: number;
  readonly seconds: number;
  /** The number of runs with each verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Runs with a verdict that does not follow from what the service did, and why. */
  readonly wrong: readonly string[];
  readonly startedTwice: readonly string[];
  readonly calls: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly mostConnections: number;
  /** Connections that are still open after idle ones had time to end. */
  readonly connectionsLeft: number;
  readonly strayed: number;
  readonly secretsFound: number;
  readonly peakMemoryMb: number;
  readonly cpuMsPerCall: number;
}

/** Names with a different scenario each. Those with `code-` exist for apptest.ai only. */
const courses: Readonly<Record<Service, readonly string[]>> = {
  apptest: [
    "pass",
    "fail",
    "error",
    "flaky",
    "maintenance-poll",
    "pass cases-7",
    "fail cases-12",
    "lost-answer",
    "code-4050",
  ],
  ats: ["pass", "fail", "error", "flaky", "maintenance-poll", "pass cases-7", "fail cases-12", "lost-answer"],
};

/** The environment of storms: the service's process, the app to upload, the network paths. `await using` ends it. */
export interface StormEnvironment extends AsyncDisposable {
  readonly blow: (runs: number, name: string) => Promise<StormFigures>;
}

/** Prepares a storm: starts the service side and finds the result of each name on a path without faults. */
export async function openStorm(weather: StormWeather): Promise<StormEnvironment> {
  const child = fork(join(import.meta.dirname, "storm-service.ts"), { execArgv: ["--conditions=remotest-source"] });
  const answer = async <T>(question: unknown): Promise<T> => {
    child.send(question as string);
    return (await once(child, "message"))[0] as T;
  };
  const paths = await answer<StormPaths>(weather);
  const folder = await mkdtemp(join(tmpdir(), "remotest-storm-"));
  await writeFile(join(folder, "shop.apk"), "PK an app");
  const settle = unsettle(weather.seed);
  const transport = await openTransport({ caFile: paths.caFile, maxResponse: 4 * 2 ** 20 }, {});
  const ground = { folder, paths, transport };
  const calm = await runCalm(ground);
  return {
    blow: (runs, name) => blow(runs, name, { ...ground, calm, record: () => answer<StormRecord>("record") }),
    async [Symbol.asyncDispose]() {
      settle();
      await rm(folder, { recursive: true });
      await endProcess(child);
    },
  };
}

async function endProcess(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.send("end");
  await exit;
}

interface Ground {
  readonly folder: string;
  readonly paths: StormPaths;
  readonly transport: Transport;
}

/** The results of each course without faults: verdict and outcomes. */
type CalmResults = ReadonlyMap<string, string>;

async function runCalm(ground: Ground): Promise<CalmResults> {
  const plan = services.flatMap((service) =>
    courses[service].map((course) => planRun(service, course, ground.paths.calm, ground, "demo")),
  );
  const report = await supervise(plan, ground, "calm");
  return new Map(report.runs.map((each) => [`${each.provider} ${each.name}`, describeEnd(each)]));
}

function planRun(
  service: Service,
  name: string,
  baseUrl: string,
  { folder }: Ground,
  account: "demo" | typeof secrets = secrets,
): PlannedRun {
  const { userId, accessKey, apiToken } =
    account === "demo" ? { userId: "demo", accessKey: "demo", apiToken: "demo" } : account;
  const connect =
    service === "apptest"
      ? { baseUrl, userId, accessKey }
      : { baseUrl, apiToken, username: "ATSAPIUser", password: "ATSAPIUser" };
  const options =
    service === "apptest"
      ? { ...connect, projectId: 509, appFile: join(folder, "shop.apk") }
      : { ...connect, appId: "SHOP-1", templateId: name };
  const provider = redactedProvider(service === "apptest" ? apptest : ats, Object.values(secrets));
  return { provider, connect, name, beginning: { kind: "start", options } };
}

function supervise(
  plan: readonly PlannedRun[],
  { transport, folder }: Ground,
  name: string,
  listen: (event: RunEvent) => void = () => undefined,
): Promise<Report> {
  return run(
    plan,
    {
      timeoutMs: 600_000,
      pollIntervalMs: 1_000,
      rerunFailed: 0,
      policy: { failOn: "failed", maxFailures: { count: 0 } },
      quarantine: [],
      reportDir: join(folder, name),
      resume: false,
      history: [],
      warnings: [],
    },
    {
      transport,
      reporters: reporters("storm"),
      listen,
      interrupted: new AbortController().signal,
    },
  );
}

/** Describes a run's end in a line that is the same for two runs of the same course. */
function describeEnd({ verdict, end }: RunReport): string {
  const cases = end.kind === "results" ? end.testRun.suites.flatMap((suite) => suite.cases) : [];
  return [verdict.kind, ...cases.map(({ name, outcome }) => `${name}: ${outcome}`)].join(" | ");
}

interface StormContext extends Ground {
  readonly calm: CalmResults;
  readonly record: () => Promise<StormRecord>;
}

async function blow(runs: number, name: string, context: StormContext): Promise<StormFigures> {
  const { paths } = context;
  const urls = [paths.refusing, paths.distrusted, `http://${stormName}:${paths.plainPort}`];
  const courseOf = new Map<string, string>();
  const plan = Array.from({ length: runs }, (_, index) => {
    const service = services[index % 2] as Service;
    const course = courses[service][Math.floor(index / 2) % courses[service].length] as string;
    const title = `${course} ${name}${index}`;
    courseOf.set(title, `${service} ${course}`);
    return planRun(service, title, urls[index % urls.length] as string, context);
  });
  const [before, startedAt, cpu] = [await context.record(), performance.now(), process.cpuUsage()];
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 200);
  const retries: string[][] = plan.map(() => []);
  const report = await supervise(plan, context, name, (event) => {
    if (event.type === "state") retries[event.run] = [];
    if (event.type === "retry") retries[event.run]?.push(`${event.call} ${event.error.code}`);
  });
  clearInterval(watch);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  // Idle connections are closed after five seconds.
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  const after = await context.record();
  const calls = after.calls - before.calls;
  return {
    runs,
    seconds,
    verdicts: tally(report.runs.map(({ verdict }) => verdict.kind)),
    wrong: report.runs.flatMap((each, index) =>
      findMistakes(each, courseOf.get(each.name) ?? "", retries[index] ?? [], context.calm, after),
    ),
    startedTwice: Object.entries(after.starts).flatMap(([title, starts]) =>
      starts > 1 && courseOf.has(title) ? [title] : [],
    ),
    calls,
    faults: Object.fromEntries(
      Object.entries(after.faults).map(([fault, times]) => [fault, times - (before.faults[fault] ?? 0)]),
    ),
    mostConnections: after.mostConnections,
    connectionsLeft: after.connections,
    strayed: after.strayed,
    secretsFound: reporters("storm").filter((reporter) => containsSecret(wholeText(reporter.render(report)))).length,
    peakMemoryMb: Math.round(peak / 2 ** 20),
    cpuMsPerCall: (user + system) / 1_000 / calls,
  };
}

function containsSecret(text: string): boolean {
  return forms.some((form) => text.includes(form));
}

/** Returns why a verdict does not follow from what the service did; empty if it does. */
function findMistakes(
  each: RunReport,
  course: string,
  retries: readonly string[],
  calm: CalmResults,
  { starts, answered }: StormRecord,
): readonly string[] {
  const counted = starts[each.name] ?? 0;
  const found = describeEnd(each);
  const wrong = (why: string): readonly string[] => [
    `${each.name}: ${why}; it ended as ${each.verdict.reason} after ${retries.join(", ")}`,
  ];
  if (each.handle) {
    // Chance may bring a run the eleven faults in a row after which a service counts as down.
    const down =
      each.verdict.kind === "provider-error" && retries.filter((retry) => !retry.startsWith("start")).length >= 10;
    return down || found === calm.get(course) ? [] : wrong(`without faults it is ${calm.get(course)}`);
  }
  // A run without a reference must not have an answered start, and a run that may exist must not count as refused.
  if (counted > 0 && answered.includes(each.name)) return wrong("its start was answered");
  if (each.verdict.kind === "unknown-start") return [];
  return each.verdict.kind === "provider-error" && counted === 0 ? [] : wrong(`the service counts ${counted}`);
}

function tally(all: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const each of all) counts[each] = (counts[each] ?? 0) + 1;
  return counts;
}
