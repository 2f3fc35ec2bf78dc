// Fuzzes every reader and every writer for some minutes: pnpm fuzz [--minutes 5] [--seed 1] [--target <part of a name>].
// Prints the seed, so that a failure can be repeated. Exits with 1 if something broke, with 2 if an option is not valid.
import { parseArgs } from "node:util";
import { feed, readerNames } from "./feed.ts";
import { fuzz } from "./target.ts";
import { targets } from "./targets.ts";

/** Milliseconds for one target before the next one. */
const turnMs = 3_000;
/** Milliseconds for a mebibyte; a linear reader takes a hundredth of this on an idle machine. */
const maxMs = 20_000;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string" },
    target: { type: "string", default: "" },
  },
});
const minutes = Number(values.minutes);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const chosen = targets.filter(({ name }) => name.includes(values.target));
if (
  !(minutes > 0) ||
  !Number.isInteger(seed) ||
  (chosen.length === 0 && !readerNames.some((name) => name.includes(values.target)))
) {
  console.error("pnpm fuzz [--minutes 5] [--seed 1] [--target <part of a name>]");
  process.exit(2);
}

let isSlow = false;
for (const name of readerNames.filter((each) => each.includes(values.target))) {
  const { unit, ms } = await feed(name, 2 ** 20, maxMs);
  isSlow ||= ms > maxMs;
  console.log(
    `${ms > maxMs ? "✗" : "✓"} ${ms.toFixed(0).padStart(6)} ms  a mebibyte of ${JSON.stringify(unit)}: ${name}`,
  );
}

console.log(`${chosen.length} targets, ${minutes} min, --seed ${seed}`);
const runs = new Map<string, number>();
const broken = new Set<string>();
const end = performance.now() + minutes * 60_000;
for (let round = 0; performance.now() < end; round++)
  for (const target of chosen) {
    if (broken.has(target.name) || performance.now() >= end) continue;
    const found = await fuzz(target, seed + round, Math.min(turnMs, (minutes * 60_000) / chosen.length));
    runs.set(target.name, (runs.get(target.name) ?? 0) + found.runs);
    if (found.failure === undefined) continue;
    broken.add(target.name);
    console.log(
      `\n✗ ${target.name}\n  pnpm fuzz --seed ${seed + round} --target ${JSON.stringify(target.name)}\n${found.failure}\n`,
    );
  }
for (const [name, count] of runs) console.log(`${broken.has(name) ? "✗" : "✓"} ${String(count).padStart(9)}  ${name}`);
const total = [...runs.values()].reduce((sum, count) => sum + count, 0);
console.log(`${total} inputs, ${broken.size} broken`);
if (isSlow || broken.size > 0) process.exitCode = 1;
