import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readPlan } from "../plan-file/read-plan.ts";
import { allProviders, loadProvider } from "../providers/load-provider.ts";
import { planText } from "./plan-text.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../remotest.schema.json"), "utf8"),
) as object;
const isValid = new Ajv2020({ strict: false }).compile(schema);
const ats = await loadProvider("ats");
const apptest = await loadProvider("apptest");
const read = async (text: string) =>
  readPlan(text, "remotest.yaml", { env: {}, known: await allProviders(), load: loadProvider });

/** Values that a person may type, or that a pipeline may put there. */
const hostile = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ unit: anyCharacter, minLength: 1 }),
  fc.constantFrom(
    "${env.HOME}",
    "$${matrix.x}",
    "${{ secrets.X }}",
    "a: b",
    "- a",
    "'",
    '"',
    "#",
    "a #b",
    "yes",
    "null",
    "~",
    "1e3",
    "0x1F",
    "*a",
    "&a",
    "!x",
    "%YAML",
    "---",
    "a\nb",
    "a\n---\nb: 1",
    "a\r\nb",
    "\ttab",
    " a ",
    "{a}",
    "[a]",
    "@a",
    "`a`",
    "\\",
    "ünï",
    "<<",
  ),
);

describe("the plan that init writes", () => {
  it.each([
    { provider: ats, answers: { appId: ["SHOP"], templateId: ["smoke"] }, runs: [undefined] },
    { provider: ats, answers: { appId: ["SHOP"], templateId: ["smoke", "pay"] }, runs: ["smoke", "pay"] },
    { provider: apptest, answers: { projectId: ["1120"], appFile: ["build/app.apk"] }, runs: [undefined] },
  ])("of $answers has the runs $runs", async ({ provider, answers, runs }) => {
    const text = planText(provider, new Map(Object.entries(answers)));
    const plan = await read(text);
    expect(plan.problems).toEqual([]);
    expect(plan.runs.map(({ name }) => name)).toEqual(runs);
    expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true);
    expect(text).toMatch(/^# yaml-language-server: \$schema=/);
  });

  it("contains each answer as it was typed, or is refused before it is written", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.uniqueArray(hostile, { minLength: 1, maxLength: 3 }), async (appId, templateId) => {
        const text = planText(
          ats,
          new Map([
            ["appId", [appId]],
            ["templateId", templateId],
          ]),
        );
        const plan = await read(text);
        if (plan.problems.length > 0) return;
        expect(plan.runs.map((run) => run.valueOf("ats", "templateId")?.texts)).toEqual(
          templateId.map((each) => [each]),
        );
        for (const run of plan.runs) expect(run.valueOf("ats", "appId")?.texts).toEqual([appId]);
        expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("refuses no ordinary answer", async () => {
    const word = fc
      .string({ unit: fc.constantFrom(..."abZ09-_./ {}#:'\""), minLength: 1 })
      .filter((text) => text.trim() === text);
    await fc.assert(
      fc.asyncProperty(word, async (appId) => {
        const plan = await read(
          planText(
            ats,
            new Map([
              ["appId", [appId]],
              ["templateId", ["T"]],
            ]),
          ),
        );
        expect(plan.problems).toEqual([]);
      }),
    );
  });
});
