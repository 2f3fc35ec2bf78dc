import { readFile } from "node:fs/promises";
import { globSync } from "node:fs";
import { join, sep } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Words at which a fluent reader stops, and what to say instead. */
const banned: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bmend(?:s|ed|ing)?\b/i, "fix"],
  [/(?<!\bthere )\bis no (?!longer\b)(?=[a-z])/i, "is not, must be"],
  [/\b(?:is|are) none of\b/i, "is not one of, must be"],
  [/\b(?:that|which) (?:is|are) none\b/i, "invalid, that is not valid"],
  [/\bmeans nothing\b/i, "is not known, does nothing"],
  [/\bnames no\b/i, "does not name, has no"],
  [/\blook(?:s|ed|ing)?\b[^.;\n]{0,30}\bwhether\b/i, "check whether"],
  [/\binstead of a look\b|\bhas a look\b/i, "a status check, polls"],
  [/\bin place of\b/i, "instead of"],
  [/\bnothing but\b/i, "only"],
  [/(?:^|[^t]) but for (?:the|its|a|one|some)\b/i, "except for"],
  [/\bof your own(?! (?:provider|reporter|options|pipeline))/i, "your own"],
  [/\balso (?:when|if)\b/i, "even when, even if"],
  [/\bas ever\b/i, "as usual"],
  [/\bgo(?:es)? on\b/i, "continues, is still running"],
  [/\b(?:our|its) time is up\b/i, "timed out"],
  [/\bbrings? home\b/i, "collects"],
  [/\bhand(?:s|ed|ing)? on\b/i, "pass on"],
  [/\bnobody knows\b/i, "it is not known"],
  [/\bsince when\b/i, "how long, failing since"],
  [/\bThere are: /, "Available: "],
  [/\bWhether (?:it|the \w+) \w+ [a-z ]{1,20} is not known\b/, "It is not known whether"],
  // A comment says what the thing is or does.
  [/(?:\/\*\*|^\s*\*|\/\/) (?:Whether|Who)\b/, "a verb, or what the thing is"],
  [/(?:\/\*\*|^\/\/) What\b/, "a verb, or what the thing is"],
];

/** A percentage is written without a space; in code this is the remainder. */
const inProse = [...banned, [/\d %(?!\w)/, "96%"] as const];

const written = ["packages", "scripts", "test", "specs", "bench", "docs", ".github", ".changeset"];
const sources = globSync(
  ["*.{md,ts,json}", `{${written.join(",")}}/**/*.{md,ts,mts,mjs,js,groovy,yml,yaml,wsdl,txt,php}`],
  {
    cwd: root,
    exclude: (name) => /^(?:node_modules|dist|\.cache|goldens|__snapshots__)$/.test(name.split(sep).at(-1) ?? ""),
  },
).map((file) => file.split(sep).join("/"));

/** Files that others wrote, or that a generator writes. */
const ofOthers =
  /(?:^|\/)(?:LICENSE|THIRD-PARTY-NOTICES\.txt)$|\.gen\.ts$|\/generated\/|(?:^|\/)words\.test\.ts$|^docs\/mutation\.md$/;

/** A page of a vendor that a reader of the code does not have. The files in specs/ name the place on it. */
const vendorsPage = /\bCI\/CD API page\b|\bREST API v2 page\b|\bapi\.md\b/;

test("code cites the files in specs/, not the vendors' pages from which they were written", async () => {
  const code = sources.filter((file) => /^(?:packages|scripts|test)\/.*\.(?:ts|groovy)$/.test(file));
  const found: string[] = [];
  for (const file of code.filter((each) => !ofOthers.test(each)))
    if (vendorsPage.test(await readFile(join(root, file), "utf8"))) found.push(file);
  expect(code.length).toBeGreaterThan(500);
  expect(found).toEqual([]);
});

describe("the texts of this repository are plain English", () => {
  test("there are texts to read", () => expect(sources.length).toBeGreaterThan(700));

  test("and have none of the words at which a reader stops", async () => {
    const found: string[] = [];
    for (const file of sources.filter((each) => !ofOthers.test(each))) {
      const lines = (await readFile(join(root, file), "utf8")).split("\n");
      for (const [index, line] of lines.entries())
        for (const [pattern, instead] of file.endsWith(".md") ? inProse : banned)
          if (pattern.test(line)) found.push(`${file}:${index + 1}: ${line.trim().slice(0, 120)} — say: ${instead}`);
    }
    expect(found).toEqual([]);
  });
});
