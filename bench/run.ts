// Runs the named benchmarks, or all of them, and prints a table; all of them also write bench/results.md and the pictures in
// bench/curves. Build first: pnpm build. Figures are ratios within one run, because machines differ and may be busy.
// `--smoke` only shows that each benchmark works, with small inputs; its figures mean nothing, and nothing is written.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { arch, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { curvesOf, drawCurves } from "./curve.ts";
import type { Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

const all = [
  "start",
  "first-request",
  "upload",
  "upload-browserstack",
  "wait",
  "junit",
  "soap",
  "many",
  "polls",
  "reports",
  "merge",
  "page",
  "size",
];
const wanted = process.argv.slice(2).filter((name) => all.includes(name));
const isWhole = wanted.length === 0 && !isSmoke;
const pictures = join(import.meta.dirname, "curves");

if (isWhole) await rm(pictures, { recursive: true, force: true });
const lines = ["| what | measured | goal | |", "| :-- | :-- | :-- | :-- |"];
const shown: string[] = [];
for (const name of wanted.length > 0 ? wanted : all) {
  const bench = (await import(`./${name}.ts`)) as { readonly default: () => Promise<readonly Row[]> };
  const rows = await bench.default();
  for (const { what, measured, goal } of rows) {
    const judged = goal === undefined || isSmoke ? "" : goal.isMet ? "met" : "**missed**";
    lines.push(`| ${what} | ${measured} | ${goal?.says ?? "–"} | ${judged} |`);
    console.log(lines.at(-1));
  }
  const curves = curvesOf(rows);
  if (!isWhole || curves.length === 0) continue;
  await mkdir(pictures, { recursive: true });
  await writeFile(join(pictures, `${name}.svg`), drawCurves(curves));
  shown.push(`![${name}](curves/${name}.svg)`);
}

if (isWhole) {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${arch()}`;
  const day = new Date().toISOString().slice(0, 10);
  // Both sides of a ratio are slowed down alike, but not exactly.
  const load = `At the end, ${(loadavg()[0] ?? 0).toFixed(1)} processes wanted a processor.`;
  const heading = `# Results\n\nWritten by \`pnpm bench\` on ${day}: ${machine}. ${load}\n`;
  const results = `${heading}\n${lines.join("\n")}\n\n## Curves\n\n${shown.join("\n\n")}\n`;
  await writeFile(join(import.meta.dirname, "results.md"), results);
}
