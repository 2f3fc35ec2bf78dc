import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type Budgets, budgetsFile, measureBudgets } from "./budgets.ts";

test("nothing that ships has outgrown its budget: budgets.json, which `pnpm budgets` writes anew", async () => {
  const budgets = JSON.parse(await readFile(budgetsFile, "utf8")) as Budgets;
  expect(grownBeyond(budgets, await measureBudgets())).toEqual([]);
}, 60_000);

test("what has grown is named, and what has shrunk or is new is not forgotten", () => {
  const budgets: Budgets = {
    bytes: { remotest: 100, gone: 100 },
    builtins: { "status ats": { named: ["http"], inside: 3 } },
    packages: { remotest: [] },
  };
  const measured: Budgets = {
    bytes: { remotest: 101, extra: 1 },
    builtins: { "status ats": { named: ["http", "zlib"], inside: 4 } },
    packages: { remotest: ["left-pad"] },
  };
  expect(grownBeyond(budgets, measured)).toEqual([
    "packages/remotest/dist has 101 bytes, and the budget is 100",
    "packages/extra/dist has 1 bytes, and the budget is 0",
    "status ats loads zlib before its first request",
    "status ats loads 4 parts inside Node before its first request, and the budget is 3",
    "remotest brings left-pad",
  ]);
  expect(grownBeyond(measured, { ...measured, bytes: { remotest: 1 } })).toEqual([]);
});

/** Returns a sentence for each thing that is larger than its budget, or has none. */
function grownBeyond(budgets: Budgets, { bytes, builtins, packages }: Budgets): readonly string[] {
  const larger = Object.entries(bytes)
    .filter(([name, size]) => size > (budgets.bytes[name] ?? 0))
    .map(([name, size]) => `packages/${name}/dist has ${size} bytes, and the budget is ${budgets.bytes[name] ?? 0}`);
  const loaded = Object.entries(builtins).flatMap(([command, { named, inside }]) => {
    const budget = budgets.builtins[command] ?? { named: [], inside: 0 };
    const more = named.filter((name) => !budget.named.includes(name));
    return [
      ...more.map((name) => `${command} loads ${name} before its first request`),
      ...(inside > budget.inside
        ? [`${command} loads ${inside} parts inside Node before its first request, and the budget is ${budget.inside}`]
        : []),
    ];
  });
  const brought = Object.entries(packages).flatMap(([name, all]) =>
    all.filter((each) => !budgets.packages[name]?.includes(each)).map((each) => `${name} brings ${each}`),
  );
  return [...larger, ...loaded, ...brought];
}
