// Supervises many runs in one process through a storm of faults, twice, and checks that every verdict is right and that
// nothing is left over. `--runs 1000 --seed 7`; `--write` writes the figures into docs/reliability.md.
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { queryObjects, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { between, markdownTable } from "../scripts/generate/markdown-table.ts";
import { openStorm, type StormFigures } from "../test/e2e/faults/storm.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: `${Date.now() % 1_000_000}` },
    write: { type: "boolean", default: false },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
/** The most connections of one process to one origin (64 kept, 64 for starts), and the number of origins. */
const [maxPerOrigin, origins] = [128, 3];
/** Megabytes by which the heap may differ between two storms of the same size. */
const flatMb = 5;
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as (options: object) => void;

console.log(`A storm over ${runs} runs, twice, seed ${seed}`);
// A hanging call is aborted after a minute, and a run at real speed takes 20 seconds: a small storm has neither.
const weather = runs < 500 ? { speed: 4, hanging: 0 } : { speed: 1, hanging: 0.0005 };
await using ground = await openStorm({ seed, share: 0.2, ...weather });
const first = await ground.blow(runs, "a");
const afterFirst = measureRemains();
const second = await ground.blow(runs, "b");
const afterSecond = measureRemains();

const problems = [first, second].flatMap(({ wrong, startedTwice, strayed, secretsFound, ...rest }) => [
  ...wrong,
  ...startedTwice.map((name) => `${name} was started twice`),
  ...(strayed > 0 ? [`${strayed} requests came to another origin`] : []),
  ...(secretsFound > 0 ? [`${secretsFound} reports contain a secret`] : []),
  ...(rest.connectionsLeft > 0 ? [`${rest.connectionsLeft} connections are still open`] : []),
  ...(rest.mostConnections > maxPerOrigin * origins
    ? [`${rest.mostConnections} connections were open at the same time`]
    : []),
]);
// One timer makes the clock jump, and one is created for counting.
if (afterSecond.timers > 2) problems.push(`${afterSecond.timers} timers are left`);
if (afterSecond.signals > 0) problems.push(`${afterSecond.signals} signals are left`);
const grownMb = afterSecond.heapMb - afterFirst.heapMb;
if (grownMb > flatMb) problems.push(`the heap has grown by ${grownMb.toFixed(1)} MB`);

const table = figures([first, second]);
console.log(table);
for (const problem of problems) console.log(`✗ ${problem}`);
console.log(problems.length === 0 ? "✓ every verdict is right, and nothing is left" : `${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
if (values.write) {
  const page = join(import.meta.dirname, "../docs/reliability.md");
  const text = `Written by \`pnpm storm --write\` on ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.versions.node}, seed ${seed}:\n\n${table}`;
  await writeFile(page, between(await readFile(page, "utf8"), "storm", text));
}

/** Measures the heap after garbage collection, and counts the objects that a leak would leave. */
function measureRemains(): Record<"heapMb" | "timers" | "signals", number> {
  // A usual collection leaves 4 MB that nothing refers to, after either storm; a heap snapshot, which collects like this, does not.
  collectGarbage({ type: "major", execution: "sync", flavor: "last-resort" });
  const timer = setTimeout(() => undefined, 0);
  clearTimeout(timer);
  const count = (kind: unknown): number => queryObjects(kind as never, { format: "count" });
  return {
    heapMb: process.memoryUsage().heapUsed / 2 ** 20,
    timers: count(timer.constructor),
    signals: count(AbortSignal),
  };
}

function figures(storms: readonly StormFigures[]): string {
  const row = (what: string, of: (figures: StormFigures) => number | string): string[] => [
    what,
    ...storms.map((each) => String(of(each))),
  ];
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  return markdownTable(
    ["", "first", "second, in the same process"],
    [
      row("runs", (each) => each.runs),
      row("wrong verdicts", (each) => each.wrong.length),
      row("runs started twice", (each) => each.startedTwice.length),
      row("verdicts", ({ verdicts }) =>
        Object.entries(verdicts)
          .map(([verdict, count]) => `${count} ${verdict}`)
          .join(", "),
      ),
      row("calls", (each) => each.calls),
      row("faults, of how many kinds", ({ faults }) => `${sum(faults)}, ${Object.keys(faults).length}`),
      row("secrets found, requests to another origin", (each) => `${each.secretsFound}, ${each.strayed}`),
      row("seconds", (each) => Math.round(each.seconds)),
      row("CPU time per call", (each) => `${each.cpuMsPerCall.toFixed(2)} ms`),
      row("most connections at the same time, to three origins", (each) => each.mostConnections),
      row("connections left", (each) => each.connectionsLeft),
      row("peak memory", (each) => `${each.peakMemoryMb} MB`),
      [
        "heap afterwards, after garbage collection",
        ...[afterFirst, afterSecond].map(({ heapMb }) => `${heapMb.toFixed(1)} MB`),
      ],
      ["timers and signals left", ...[afterFirst, afterSecond].map((each) => `${each.timers - 2}, ${each.signals}`)],
    ],
  );
}
