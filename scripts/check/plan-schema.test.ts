import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { plantedMistakes } from "../../packages/remotest/src/plan-file/planted-mistakes.fixture.ts";
import { readPlan } from "../../packages/remotest/src/plan-file/read-plan.ts";
import { allProviders, loadProvider } from "../../packages/remotest/src/providers/load-provider.ts";

const root = join(import.meta.dirname, "../..");
const schema = JSON.parse(readFileSync(join(root, "remotest.schema.json"), "utf8")) as object;
// `strict` reports keywords that the schema misspells; unions of types are what YAML needs.
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(schema);

/** The plan files in the pages of the documentation, each with the place of its block. */
const examples = globSync(["docs/**/*.md", "README.md", "packages/*/README.md"], {
  cwd: root,
  exclude: ["**/node_modules/**"],
}).flatMap((page) =>
  [...readFileSync(join(root, page), "utf8").matchAll(/^```(?:yaml|json)\n(.*?)^```/gms)]
    .map(([, text = ""]) => ({ page, text }))
    .filter(({ text }) => /^version: 1$/m.test(text) || /^\{\s*"version": 1,.*"with":/s.test(text)),
);

const known = await allProviders();
/** Every variable that the text names is set, so that only real mistakes are left. */
function variablesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/\$\{env\.(\w+)/g)].map(([, name = ""]) => [name, "set"]));
}

describe("remotest.schema.json", () => {
  it("accepts the examples in the documentation, and so does the reader", async () => {
    expect(examples.length).toBeGreaterThan(3);
    for (const { page, text } of examples) {
      validate(parse(text, { merge: true }));
      expect(validate.errors, `${page}:\n${text}`).toBeNull();
      const { problems } = await readPlan(text, page, { env: variablesOf(text), known, load: loadProvider });
      expect(problems).toEqual([]);
    }
  });

  it.each(plantedMistakes.filter(({ inSchema }) => inSchema))("refuses $title", ({ text }) => {
    expect(validate(parse(text.replace("▸", ""), { merge: true }))).toBe(false);
  });

  it("says nothing about what only the reader can know", () => {
    for (const { title, text } of plantedMistakes.filter(({ inSchema }) => !inSchema)) {
      let document: unknown;
      try {
        document = parse(text.replace("▸", ""), { merge: true, logLevel: "silent" });
      } catch {
        continue;
      }
      validate(document);
      expect(validate.errors, title).toBeNull();
    }
  });
});
