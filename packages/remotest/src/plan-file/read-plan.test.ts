import { worded } from "@remotest/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allProviders, loadProvider } from "../providers/load-provider.ts";
import type { PlanFile } from "./plan-run.ts";
import { plantedEnv, plantedMistakes } from "./planted-mistakes.fixture.ts";
import { readPlan } from "./read-plan.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

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
  expect(problems.map(({ message }) => worded(message).replace(/^remotest\.yaml:(\d+:\d+).*/, "$1"))).toEqual([
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

describe("aliases and merge keys", () => {
  test("bring the values of the anchor, unless the run has its own", async () => {
    const { runs, problems } = await read(`version: 1
x-base: &base { provider: ats, timeout: 3h, with: &with { appId: SHOP, templateId: T } }
x-slow: &slow { timeout: 5h, rerunFailed: 2 }
runs:
  - { <<: *base, name: a }
  - { <<: [*base, *slow], name: b, timeout: 1h, with: { <<: *with, templateId: U } }
`);
    expect(problems).toEqual([]);
    const values = runs.map(({ valueOf }) =>
      ["timeout", "rerunFailed"]
        .map((name) => valueOf("remotest", name)?.texts[0])
        .concat(valueOf("ats", "templateId")?.texts),
    );
    expect(values).toEqual([
      ["3h", undefined, "T"],
      ["1h", "2", "U"],
    ]);
    expect(runs[0]?.valueOf("remotest", "timeout")?.place).toBe("remotest.yaml:2:41");
  });

  test("of a file that expands to a huge one are refused at once", async () => {
    const lines = Array.from({ length: 12 }, (_, at) => `x-${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(10)}]`);
    const started = performance.now();
    const { problems } = await read(`version: 1\nx-0: &a0 [x]\n${lines.join("\n")}\nruns: *a12\n`);
    expect(problems.map(({ message }) => message)).toContain(
      "remotest.yaml:1:1: The file has more than 100000 values with its aliases.",
    );
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test.for([
    ["an alias that contains itself", "version: 1\nruns: &runs [{ x-a: *runs }]\n", "contains itself"],
    ["a file that is too deep", `version: 1\nx-deep: ${"[".repeat(50)}${"]".repeat(50)}\nruns: []\n`, "levels deep"],
    ["a file that the parser cannot hold", `version: 1\nx-deep: ${"[".repeat(200_000)}\n`, ""],
  ])("%s is a mistake", async ([, text = "", says]) => {
    const { problems } = await read(text);
    expect(problems.map(({ message }) => message)).toContainEqual(expect.stringContaining(says ?? ""));
  });
});

test.each(["000d", "0000", "2028", "200b", "202e"])(
  "a key with the invisible character U+%s is shown with that code, so that it differs from the right key",
  async (code) => {
    const { problems } = await read(`version: 1\nruns:\n  - { provider: ats, "\\u${code}name": A }\n`);
    expect(problems.map(({ message }) => message)).toContainEqual(
      expect.stringContaining(`: \\u${code}name is not a key of a run.`),
    );
  },
);

test("whatever the file, the reader says what is wrong with it, or it has runs with a provider", async () => {
  const sample = plantedMistakes[40]?.text.replace("▸", "") ?? "";
  const piece = fc.oneof(
    fc.constantFrom(
      "version: 1\n",
      "runs:\n  - ",
      "provider: ats",
      "{",
      "}",
      "[",
      "]",
      ": ",
      "- ",
      "\n",
      "  ",
      "&a ",
      "*a",
      "<<: ",
      "${",
      "env.APP}",
      "matrix: ",
      "!!x ",
      "|\n",
      "\t",
      "\u0000",
      "with: { appId: A }",
      "defaults: ",
    ),
    fc.string({ unit: anyCharacter, maxLength: 5 }),
  );
  const damaged = fc
    .tuple(fc.nat({ max: sample.length }), fc.array(piece, { maxLength: 4 }), fc.nat({ max: 12 }))
    .map(([at, pieces, cut]) => sample.slice(0, at) + pieces.join("") + sample.slice(at + cut));
  const text = fc.oneof(
    fc.array(piece).map((pieces) => pieces.join("")),
    damaged,
  );
  await fc.assert(
    fc.asyncProperty(text, async (given) => {
      const { runs, problems } = await read(given);
      if (problems.length === 0) expect(runs.length).toBeGreaterThan(0);
      for (const { message } of problems) expect(message).toMatch(/^remotest\.yaml:\d+:\d+: ./);
    }),
    { numRuns: 500 },
  );
});
