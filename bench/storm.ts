// Supervises many runs in one process through a storm of faults, twice, and says whether every verdict is right and
// whether anything stays behind. `--runs 1000 --seed 7`; `--write` puts the figures into docs/reliability.md.
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
/** Connections that one process opens to one origin at most, 64 that are kept and 64 for starts, and the origins there are. */
const [perOrigin, origins] = [128, 3];
/** Megabytes by which the heap may differ between two storms of the same size. */
const flatMb = 5;
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

console.log(`A storm over ${runs} runs, twice, seed ${seed}`);
// What hangs takes a minute to be given up, and a run of real length twenty seconds: a small storm goes without both.
const weather = runs < 500 ? { speed: 4, hanging: 0 } : { speed: 1, hanging: 0.0005 };
await using ground = await openStorm({ seed, share: 0.2, ...weather });
const first = await ground.blow(runs, "a");
const afterFirst = remains();
const second = await ground.blow(runs, "b");
const afterSecond = remains();

const problems = [first, second].flatMap(({ wrong, startedTwice, strayed, secretsFound, ...rest }) => [
  ...wrong,
  ...startedTwice.map((name) => `${name} was started twice`),
  ...(strayed > 0 ? [`${strayed} requests came to another origin`] : []),
  ...(secretsFound > 0 ? [`a secret stands in ${secretsFound} reports`] : []),
  ...(rest.connectionsLeft > 0 ? [`${rest.connectionsLeft} connections stay open`] : []),
  ...(rest.mostConnections > perOrigin * origins ? [`${rest.mostConnections} connections were open at once`] : []),
]);
// One timer of the storm itself makes the clock jump; one is made to be counted by.
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
  const said = `Written by \`pnpm storm --write\` on ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.versions.node}, seed ${seed}:\n\n${table}`;
  await writeFile(page, between(await readFile(page, "utf8"), "storm", said));
}

/** What is alive once the garbage is collected: the heap, and what a leak of this program would be made of. */
function remains(): Record<"heapMb" | "timers" | "signals", number> {
  collectGarbage();
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
      row("verdicts wrong", (each) => each.wrong.length),
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
      row("CPU a call", (each) => `${each.cpuMsPerCall.toFixed(2)} ms`),
      row("most connections at once, to three origins", (each) => each.mostConnections),
      row("connections left", (each) => each.connectionsLeft),
      row("peak memory", (each) => `${each.peakMemoryMb} MB`),
      ["heap after it, garbage collected", ...[afterFirst, afterSecond].map(({ heapMb }) => `${heapMb.toFixed(1)} MB`)],
      ["timers and signals left", ...[afterFirst, afterSecond].map((each) => `${each.timers - 2}, ${each.signals}`)],
    ],
  );
}
