// Runs plan files in one process, against a sandbox in another: 50 runs, then 500. Checks that every verdict is right, and
// that 500 runs leave no more behind than 50. `--runs 2000` for more. Build first: pnpm build.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { main } from "../packages/remotest/src/main.ts";
import { startFastSandbox } from "./sandbox-process.ts";

const { values } = parseArgs({ options: { runs: { type: "string", default: "500" } } });
const [few, many] = [50, Number(values.runs)];
/** Megabytes by which the heap may grow: what is compiled and cached once, and less than 10 KB for each of 500 runs. */
const flatMb = 4;
/** Polls have at most 44 connections, and starts have as many as `concurrency` allows; both services are at one address. */
const mostSockets = 44 + 64;
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as (options: object) => void;

/** The scenarios, with the verdicts that they must have. */
const scenarios = {
  ats: { pass: "passed", fail: "failed", error: "provider-error", flaky: "failed" },
  apptest: { pass: "passed", fail: "failed", error: "failed", flaky: "passed" },
} as const;
const names = ["pass", "fail", "error", "flaky"] as const;
/** The exit code of the worst of them. */
const exitCode = 3;

interface Figures {
  readonly runs: number;
  readonly seconds: number;
  readonly wrong: readonly string[];
  readonly peakMb: number;
  readonly mostSockets: number;
  readonly socketsLeft: number;
  readonly heapMb: number;
}

const folder = await mkdtemp(join(tmpdir(), "remotest-plan-"));
await writeFile(join(folder, "shop.apk"), "PK an app");
const sandbox = await startFastSandbox();
const phases: Figures[] = [];
for (const runs of [few, many]) phases.push(await runPlan(runs));
await rm(folder, { recursive: true });

const [small, large] = phases as [Figures, Figures];
const grownMb = large.heapMb - small.heapMb;
const problems = [
  ...phases.flatMap(({ wrong }) => wrong),
  ...phases.flatMap((each) => (each.mostSockets > mostSockets ? [`${each.mostSockets} sockets were open`] : [])),
  ...phases.flatMap((each) => (each.socketsLeft > 0 ? [`${each.socketsLeft} sockets are still open`] : [])),
  ...(grownMb > flatMb ? [`after ${many} runs the heap has grown by ${grownMb.toFixed(1)} MB`] : []),
];
for (const { runs, seconds, peakMb, heapMb, ...each } of phases)
  console.log(
    `${runs} runs: ${seconds.toFixed(1)} s, peak ${peakMb} MB, heap afterwards ${heapMb.toFixed(1)} MB, at most ${each.mostSockets} sockets, ${each.socketsLeft} left`,
  );
for (const problem of problems.slice(0, 20)) console.log(`✗ ${problem}`);
console.log(problems.length === 0 ? "✓ every verdict is right, and nothing is left" : `${problems.length} problems`);
await sandbox[Symbol.asyncDispose]();
process.exit(problems.length === 0 ? 0 : 1);

/** Runs a plan of both services by the command itself, and measures what it leaves. */
async function runPlan(runs: number): Promise<Figures> {
  const entries = Array.from({ length: runs }, (_, index) => {
    const name = `${names[index % names.length]}-${index}`;
    return index % 8 < 4
      ? `  - { name: ${name}, provider: ats, with: { appId: SHOP, templateId: ${name} } }\n`
      : `  - { name: ${name}, provider: apptest, with: { projectId: 509, appFile: "${join(folder, "shop.apk")}" } }\n`;
  });
  const config = join(folder, "remotest.yaml");
  await writeFile(config, `version: 1\ndefaults: { pollInterval: 500ms }\nconcurrency: 64\nruns:\n${entries.join("")}`);
  const reportDir = join(folder, "report");
  let [peak, most] = [0, 0];
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
    most = Math.max(most, openSockets());
  }, 25);
  const startedAt = performance.now();
  const code = await command(["run", "--config", config, "--report-dir", reportDir, "--quiet"]);
  const seconds = (performance.now() - startedAt) / 1_000;
  clearInterval(watch);
  const wrong = await wrongVerdicts(join(reportDir, "results.json"), runs);
  await rm(reportDir, { recursive: true });
  // Idle connections are closed after five seconds.
  for (let waited = 0; openSockets() > 0 && waited < 80; waited++) await new Promise((done) => setTimeout(done, 100));
  return {
    runs,
    seconds,
    wrong: code === exitCode ? wrong : [`the exit code of ${runs} runs is ${code}`, ...wrong],
    peakMb: Math.round(peak / 2 ** 20),
    mostSockets: most,
    socketsLeft: openSockets(),
    heapMb: heapMb(),
  };
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === "TCPSocketWrap").length;
}

function heapMb(): number {
  collectGarbage({ type: "major", execution: "sync", flavor: "last-resort" });
  return process.memoryUsage().heapUsed / 2 ** 20;
}

interface ReportedRun {
  readonly provider: keyof typeof scenarios;
  readonly name: string;
  readonly verdict: { readonly kind: string; readonly reason: string };
}

async function wrongVerdicts(results: string, runs: number): Promise<readonly string[]> {
  const { runs: found } = JSON.parse(await readFile(results, "utf8")) as {
    readonly runs: readonly ReportedRun[];
  };
  const wrong = found.flatMap(({ provider, name, verdict }) => {
    const wanted = scenarios[provider][name.replace(/-\d+$/, "") as (typeof names)[number]];
    return verdict.kind === wanted ? [] : [`${name} is ${verdict.kind} instead of ${wanted}: ${verdict.reason}`];
  });
  return found.length === runs ? wrong : [`${found.length} runs are reported instead of ${runs}`, ...wrong];
}

function command(args: readonly string[]): Promise<number> {
  return main(args, {
    version: "0.0.0",
    env: {
      APPTEST_BASE_URL: sandbox.url,
      APPTEST_ACCESS_KEY: "demo:demo",
      ATS_BASE_URL: sandbox.url,
      ATS_API_TOKEN: "demo",
    },
    stdout: { write: () => undefined },
    stderr: { write: () => undefined },
    interrupted: new AbortController().signal,
    onInterrupt: () => undefined,
  });
}
