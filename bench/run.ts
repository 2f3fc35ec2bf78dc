// Runs the named benchmarks, or all of them, and prints a table; all of them also write bench/results.md. Build first:
// pnpm build. Figures are ratios within one run, because machines differ and may be busy.
import { writeFile } from "node:fs/promises";
import { arch, cpus } from "node:os";
import { join } from "node:path";
import type { Row } from "./ratio.ts";

const all = ["start", "first-request", "upload", "wait", "reports", "page", "size"];
const wanted = process.argv.slice(2).filter((name) => all.includes(name));

const lines = ["| what | measured | goal | |", "| :-- | :-- | :-- | :-- |"];
for (const name of wanted.length > 0 ? wanted : all) {
  const bench = (await import(`./${name}.ts`)) as { readonly default: () => Promise<readonly Row[]> };
  for (const { what, measured, goal, met } of await bench.default()) {
    lines.push(`| ${what} | ${measured} | ${goal} | ${met ? "met" : "**missed**"} |`);
    console.log(lines.at(-1));
  }
}

if (wanted.length === 0) {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${arch()}`;
  const heading = `# Results\n\nWritten by \`pnpm bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.\n`;
  await writeFile(join(import.meta.dirname, "results.md"), `${heading}\n${lines.join("\n")}\n`);
}
