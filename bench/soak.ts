// Kills the built command at random moments, on a wire that fails at random, takes it up again, and says whether every
// verdict is right and every run was started once. `--minutes 10 --seed 7`; `--life 12` lives that one life again;
// `--write` puts the figures into docs/reliability.md. Build first: pnpm build.
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startSandbox } from "../packages/sandbox/src/index.ts";
import { between, markdownTable } from "../scripts/generate/markdown-table.ts";
import { type Life, live } from "../test/e2e/faults/soak.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: `${Date.now() % 1_000_000}` },
    life: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const [seed, minutes] = [Number(values.seed), Number(values.minutes)];
/** Lives at the same time. */
const lanes = 3;

console.log(`A soak of ${minutes} minutes, seed ${seed}`);
const sandbox = await startSandbox({ port: 0, speed: 10 });
const begun = performance.now();
const lives: Life[] = [];
let next = 0;
const isOver = (): boolean => (performance.now() - begun) / 60_000 >= minutes;
const one = async (number: number): Promise<void> => {
  const life = await live(number, seed, sandbox);
  lives.push(life);
  for (const problem of life.problems)
    console.log(`✗ ${life.name}: ${problem}\n  again: --seed ${seed} --life ${number}`);
};
if (values.life === undefined)
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (!isOver()) await one(next++);
    }),
  );
else await one(Number(values.life));
await sandbox.close();

const bad = lives.filter(({ problems }) => problems.length > 0).length;
const table = figures();
console.log(table);
console.log(bad === 0 ? "✓ every verdict is right, and every run was started once" : `${bad} lives went wrong`);
process.exitCode = bad === 0 ? 0 : 1;
if (values.write) {
  const page = join(import.meta.dirname, "../docs/reliability.md");
  const said = `Written by \`pnpm soak --write\` on ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.versions.node}, seed ${seed}:\n\n${table}`;
  await writeFile(page, between(await readFile(page, "utf8"), "soak", said));
}

function figures(): string {
  const sum = (of: (life: Life) => number): string => `${lives.reduce((total, life) => total + of(life), 0)}`;
  const ending = (end: Life["end"]): string => sum((life) => (life.end === end ? 1 : 0));
  return markdownTable(
    ["", ""],
    [
      ["minutes", ((performance.now() - begun) / 60_000).toFixed(1)],
      ["runs", `${lives.length}`],
      ["faults", sum(({ faults }) => faults)],
      ["kills", sum(({ kills }) => kills)],
      ["kills while the start was on its way", sum(({ killsOnTheWay }) => killsOnTheWay)],
      ["taken up again with `--resume`", sum(({ resumes }) => resumes)],
      ["taken up again with `attach`", sum(({ attaches }) => attaches)],
      ["runs that came to their verdict", ending("verdict")],
      ["runs whose start nobody knows of (exit code 5)", ending("unknown-start")],
      ["runs that the service certainly did not start", ending("not-started")],
      ["runs with a wrong verdict, or anything else wrong", `${bad}`],
      ["runs started twice", sum(({ starts }) => (starts > 1 ? 1 : 0))],
    ],
  );
}
