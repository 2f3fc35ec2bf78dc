// Start: `remotest --version`, relative to bare node.
import { join } from "node:path";
import { findNodes } from "./nodes.ts";
import { atMost, compare, type Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

const command = join(import.meta.dirname, "../packages/remotest/dist/bin.js");
const goals: Readonly<Record<number, number>> = { 20: 1.12, 24: 1.15 };

export default async function start(): Promise<readonly Row[]> {
  return findNodes().map(({ path, major }) => {
    const sides = [
      { name: "bare node", command: [path, "-e", "0"] as const },
      { name: "start", command: [path, command, "--version"] as const },
    ];
    const ratio = compare(sides, isSmoke ? 1 : 25).over[1] ?? Number.NaN;
    const goal = goals[major] ?? 1.15;
    const what = `Start (Node ${major}), over bare node`;
    return { what, measured: ratio.toFixed(2), goal: atMost(ratio, goal) };
  });
}
