import { describe, expect, test } from "vitest";
import { allProviders, loadProvider } from "../providers/load-provider.ts";
import type { PlanFile } from "./plan-run.ts";
import { plantedEnv, plantedMistakes } from "./planted-mistakes.fixture.ts";
import { readPlan } from "./read-plan.ts";

const known = await allProviders();

function read(text: string, env: Readonly<Record<string, string>> = plantedEnv): Promise<PlanFile> {
  return readPlan(text, "remotest.yaml", { env, known, load: loadProvider });
}

/** Returns the line and the column of the mark in a text, both from 1. */
function markIn(text: string): string {
  const before = text.slice(0, text.indexOf("▸")).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

describe("a mistake in a plan file is reported once, with its place and a suggestion", () => {
  test.for(plantedMistakes)("$title", async ({ text, says, suggestion }) => {
    const { problems } = await read(text.replace("▸", ""));
    expect(problems).toEqual([
      { message: `remotest.yaml:${markIn(text)}: ${says}`, ...(suggestion === undefined ? {} : { suggestion }) },
    ]);
  });

  test("and there are enough of them", () => expect(plantedMistakes.length).toBeGreaterThanOrEqual(40));
});

test("all mistakes of a file are reported together, in its order", async () => {
  const text = `version: 1
defaults: { timeout: 45x, failOn: sometimes }
concurrency: many
runs:
  - { provider: atz, name: "\${env.NOPE}" }
  - { provider: ats, name: b, with: { apiToken: t, appId: [A], templateId: "\${matrix.t}" } }
`;
  const { problems } = await read(text);
  expect(problems.map(({ message }) => message.replace(/^remotest\.yaml:(\d+:\d+).*/, "$1"))).toEqual([
    "2:22",
    "2:35",
    "3:14",
    "5:17",
    "5:29",
    "6:39",
    "6:59",
    "6:77",
  ]);
});
