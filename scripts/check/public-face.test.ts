import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const core = join(import.meta.dirname, "../../packages/core");
const page = readFileSync(join(core, "README.md"), "utf8");
const face = readFileSync(join(core, "src/index.ts"), "utf8");

const exported = [...face.matchAll(/export (?:type )?\{([^}]*)\}/g)]
  .flatMap(([, names = ""]) => names.split(","))
  .map((name) => name.trim().replace(/^type /, ""))
  .filter((name) => name !== "");

/** The examples, without the last: it runs a provider that the reader has written. */
const examples = [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = ""]) => code).slice(0, -1);
/** The names in the first cells of the table. */
const documented = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = ""]) =>
  [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name),
);

describe("packages/core/README.md, the first face of core", () => {
  test("documents every name that is exported, and no other", () => {
    expect(exported.length).toBeGreaterThan(60);
    expect(documented.toSorted()).toEqual(exported.toSorted());
  });

  test("has an example of every name", () => {
    const code = examples.map((example) => example.replaceAll(/^import [^;]*;/gm, "").replaceAll(/\/\/.*/g, ""));
    const isUsed = (name: string): boolean => code.some((each) => new RegExp(String.raw`\b${name}\b`).test(each));
    expect(exported.filter((name) => !isUsed(name))).toEqual([]);
  });

  test("and every example compiles", { timeout: 60_000 }, () => {
    const programs: string[] = [];
    // An example that imports nothing continues the one before it.
    for (const code of examples) programs.push(code.startsWith("import ") ? code : `${programs.pop() ?? ""}${code}`);
    const files = new Map(programs.map((code, index) => [join(core, `example-${index}.ts`), code]));
    expect(problemsIn(files)).toEqual([]);
  });
});

/** Returns what TypeScript says about files of the package that are not on the disk. */
function problemsIn(files: ReadonlyMap<string, string>): readonly string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
    module: ts.ModuleKind.NodeNext,
    customConditions: ["remotest-source"],
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.getCurrentDirectory = () => core;
  host.fileExists = (file) => files.has(file) || onDisk.fileExists(file);
  host.readFile = (file) => files.get(file) ?? onDisk.readFile(file);
  host.getSourceFile = (file, version, ...more) => {
    const code = files.get(file);
    return code === undefined
      ? onDisk.getSourceFile(file, version, ...more)
      : ts.createSourceFile(file, code, version, true, ts.ScriptKind.TS);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return program
    .getSourceFiles()
    .filter(({ fileName }) => files.has(fileName))
    .flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)])
    .map(({ file, start = 0, messageText }) => {
      const line = file?.text.slice(0, start).split("\n").length ?? 0;
      return `${file?.text.split("\n")[line - 1]?.trim()}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
}
