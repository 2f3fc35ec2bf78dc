import { readFile } from "node:fs/promises";
import { globSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { optionName } from "../../packages/core/src/index.ts";
import { commonInputs } from "../../packages/core/src/flow.ts";
import { commands } from "../../packages/remotest/src/commands/index.ts";
import { allProviders } from "../../packages/remotest/src/providers/load-provider.ts";

const root = join(import.meta.dirname, "../..");

/** Files whose texts only users of the command line read, and commands that are meant to be pasted. */
const onlyOnTheCommandLine = [
  /^packages\/remotest\/src\/command-line\//,
  /^packages\/remotest\/src\/commands\//,
  /^packages\/reporters\/src\/words\/attach-command\.ts$/,
  /^packages\/reporters\/src\/fixtures\//,
  // A command in the pipeline that is printed.
  /^packages\/remotest\/src\/output\/gitlab-child-pipeline\.ts$/,
  // `remotest plan` alone, which no plugin runs.
  /^packages\/remotest\/src\/output\/render-legs\.ts$/,
  // Commands to be pasted.
  /^packages\/sandbox\/src\/\w+\/index\.ts$/,
  // Reads the command line itself.
  /^packages\/remotest\/src\/main\.ts$/,
  // An option of git.
  /^packages\/remotest\/src\/plan\/run-name\.ts$/,
];

test("a text that a plugin may show does not name an input in the spelling of the command line", async () => {
  const tables = [
    commonInputs,
    ...commands.map((command) => command.options),
    ...Object.values(await allProviders()).flatMap((provider) => [provider.connectInputs, provider.startInputs]),
  ];
  const options = new Set(tables.flatMap((table) => Object.keys(table).map(optionName)));
  const found: string[] = [];
  for (const path of globSync("packages/*/src/**/*.ts", { cwd: root })) {
    const file = path.split(sep).join("/");
    if (/\.(test|gen|fixture)\.ts$/.test(file) || onlyOnTheCommandLine.some((each) => each.test(file))) continue;
    const source = await readFile(join(root, path), "utf8");
    for (const text of source.includes("--") ? textsIn(source) : [])
      for (const [option] of text.matchAll(/--[a-z][a-z-]*/g)) if (options.has(option)) found.push(`${file}: ${text}`);
  }
  expect(found).toEqual([]);
});

/** Returns the texts of a source, without its comments and the help of its inputs, which each surface writes itself. */
function textsIn(source: string): readonly string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === "doc") return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("a.ts", source, ts.ScriptTarget.Latest));
  return texts;
}
