import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Words that end like a participle and are nouns. */
const nouns = new Set(
  "Beginning Ending Finding Folding Heading Meaning Opening Reading Spelling Warning Wording".split(" "),
);
const participle = /(?:^|[a-z])([A-Z][a-z]*(?:ed|ing)|Begun|Known|Told|Given|Kept|Written|Sent|Found|Taken\w*)$/;

function typesIn(file: string): readonly string[] {
  const code = readFileSync(join(root, file), "utf8");
  return [...code.matchAll(/^(?:export )?(?:abstract )?(?:interface|type|class) ([A-Z]\w*)(?=[^\n]*[={])/gm)].map(
    ([, name = ""]) => name,
  );
}

test("a type is named by a noun, not by what was done or is being done", () => {
  const files = globSync(["packages/*/{src,test}/**/*.ts", "{scripts,bench,test}/**/*.{ts,mts}"], {
    cwd: root,
    exclude: (name) => /node_modules|dist$|generated/.test(name),
  });
  const types = files.flatMap((file) => typesIn(file).map((name) => ({ file, name })));
  expect(types.length).toBeGreaterThan(500);
  const found = types.filter(({ name }) => {
    const word = participle.exec(name)?.[1];
    // A function is named by what it does: this one finds what was started.
    return word !== undefined && !nouns.has(word) && name !== "FindStarted";
  });
  expect(found).toEqual([]);
});
