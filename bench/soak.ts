// Kills the built command at random moments, on a connection that fails at random, resumes it, and checks that every
// verdict is right and every run was started once. `--minutes 10 --seed 7`; `--life 12` repeats one life; `--write` writes
// the figures into docs/reliability.md. Build first: pnpm build.
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
/** The number of lives at the same time. */
const lanes = 3;

console.log(`A soak of ${minutes} minutes, seed ${seed}`);
const sandbox = await startSandbox({ port: 0, speed: 10 });
const startedAt = performance.now();
const lives: Life[] = [];
let next = 0;
const isOver = (): boolean => (performance.now() - startedAt) / 60_000 >= minutes;
const runLife = async (number: number): Promise<void> => {
  const life = await live(number, seed, sandbox);
  lives.push(life);
  for (const problem of life.problems)
    console.log(`✗ ${life.name}: ${problem}\n  repeat: --seed ${seed} --life ${number}`);
};
if (values.life === undefined)
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (!isOver()) await runLife(next++);
    }),
  );
else await runLife(Number(values.life));
await sandbox.close();

const bad = lives.filter(({ problems }) => problems.length > 0).length;
const table = figures();
console.log(table);
console.log(bad === 0 ? "✓ every verdict is right, and every run was started once" : `${bad} lives have problems`);
process.exitCode = bad === 0 ? 0 : 1;
if (values.write) {
  const page = join(import.meta.dirname, "../docs/reliability.md");
  const text = `Written by \`pnpm soak --write\` on ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.versions.node}, seed ${seed}:\n\n${table}`;
  await writeFile(page, between(await readFile(page, "utf8"), "soak", text));
}

function figures(): string {
  const sum = (of: (life: Life) => number): string => `${lives.reduce((total, life) => total + of(life), 0)}`;
  const ending = (end: Life["end"]): string => sum((life) => (life.end === end ? 1 : 0));
  return markdownTable(
    ["", ""],
    [
      ["minutes", ((performance.now() - startedAt) / 60_000).toFixed(1)],
      ["runs", `${lives.length}`],
      ["faults", sum(({ faults }) => faults)],
      ["kills", sum(({ kills }) => kills)],
      ["kills while the start request was being sent", sum(({ killsOnTheWay }) => killsOnTheWay)],
      ["resumed with `--resume`", sum(({ resumes }) => resumes)],
      ["continued with `attach`", sum(({ attaches }) => attaches)],
      ["runs with a verdict", ending("verdict")],
      ["runs with an unknown start (exit code 5)", ending("unknown-start")],
      ["runs that the service certainly did not start", ending("not-started")],
      ["runs with a wrong verdict or another problem", `${bad}`],
      ["runs started twice", sum(({ starts }) => (starts > 1 ? 1 : 0))],
    ],
  );
}
