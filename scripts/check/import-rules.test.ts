import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

interface PlantedImport {
  /** The rule that must report it. */
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

const floors: readonly PlantedImport[] = [
  ["core", "results", "gate"],
  ["core", "files", "inputs"],
  ["core", "inputs", "provider"],
  ["core", "errors.ts", "gate"],
  ["core", "gate", "report"],
  ["core", "provider", "ledger"],
  ["core", "ledger", "report-dir"],
  ["core", "report-dir", "report"],
  ["core", "report", "run"],
  ["core", "run", "flow.ts"],
  ["remotest", "network", "secrets"],
  ["remotest", "files", "plan"],
  ["remotest", "providers", "command-line"],
  ["remotest", "command-line", "commands"],
  ["remotest", "secrets", "callback"],
  ["remotest", "callback", "plan"],
  ["remotest", "output", "plan"],
  ["remotest", "plan", "output"],
  ["remotest", "commands", "main.ts"],
  ["remotest", "platform.ts", "network"],
  ["remotest", "interruption.ts", "files"],
  ["remotest", "new-provider", "plan-file"],
  ["remotest", "plan-file", "command-line"],
  ["remotest", "code-host", "callback"],
  ["remotest", "run-plan.ts", "commands"],
  ["remotest", "dry-run.ts", "run-plan.ts"],
  ["remotest", "doctor", "init"],
  ["remotest", "init", "commands"],
  ["remotest", "main.ts", "bin.ts"],
  ["reporters", "words", "cases"],
  ["reporters", "cases", "junit"],
  ["reporters", "junit", "html"],
  ["reporters", "ctrf", "html"],
  ["reporters", "html", "markdown"],
  ["reporters", "markdown", "reporters.ts"],
  ["reporters", "report-file-names.ts", "words"],
  ["reporters", "reporters.ts", "console"],
  ["reporters", "console", "index.ts"],
].map(([name = "", from = "", to = ""]) => ({
  rule: `${name}-${from.replace(".ts", "")}-imports-downwards`,
  from: `packages/${name}/src/${from.endsWith(".ts") ? from : `${from}/up-to-${to.replace(".ts", "")}.ts`}`,
  to: `packages/${name}/src/${to.endsWith(".ts") ? to : `${to}/planted.ts`}`,
}));

const packages: readonly PlantedImport[] = [
  { rule: "http-imports-downwards", from: "packages/http/src/a.ts", to: "packages/core/src/index.ts" },
  { rule: "core-imports-downwards", from: "packages/core/src/run/a.ts", to: "packages/http/src/index.ts" },
  { rule: "client-imports-downwards", from: "packages/x-client/src/a.ts", to: "packages/core/src/index.ts" },
  { rule: "provider-imports-downwards", from: "packages/provider-x/src/a.ts", to: "packages/reporters/src/index.ts" },
  { rule: "provider-imports-downwards", from: "packages/provider-x/src/b.ts", to: "packages/sandbox/src/index.ts" },
  { rule: "reporters-imports-downwards", from: "packages/reporters/src/junit/a.ts", to: "packages/http/src/index.ts" },
  { rule: "sandbox-imports-downwards", from: "packages/sandbox/src/a.ts", to: "packages/remotest/src/index.ts" },
  { rule: "remotest-imports-downwards", from: "packages/remotest/src/plan/a.ts", to: "packages/plugin/src/index.ts" },
  { rule: "plugin-imports-downwards", from: "packages/plugin/src/a.ts", to: "packages/http/src/index.ts" },
  {
    rule: "github-action-imports-downwards",
    from: "packages/github-action/src/a.ts",
    to: "packages/azure-devops-task/src/a.ts",
  },
  {
    rule: "azure-devops-task-imports-downwards",
    from: "packages/azure-devops-task/src/b.ts",
    to: "packages/github-action/src/c.ts",
  },
];

/** In tests, each package may import a little more, and still not this. */
const inTests: readonly PlantedImport[] = packages.map(({ rule, from, to }) => ({
  rule: `${rule}-in-tests`,
  from: from.replace(/\.ts$/, ".test.ts"),
  to: to.replace("sandbox", "reporters"),
}));

const others: readonly PlantedImport[] = [
  { rule: "flow-is-ours", from: "packages/provider-x/src/flow.ts", to: "packages/core/src/flow.ts" },
  { rule: "by-name-across-packages", from: "packages/plugin/src/path.ts", to: "packages/core/src/index.ts" },
  { rule: "no-nameless-folder", from: "packages/http/src/named.ts", to: "packages/http/src/utils/a.ts" },
  { rule: "no-circle", from: "packages/http/src/one.ts", to: "packages/http/src/two.ts" },
  { rule: "core-has-a-place-for-every-file", from: "packages/core/src/lost/a.ts", to: "packages/core/src/errors.ts" },
  {
    rule: "remotest-has-a-place-for-every-file",
    from: "packages/remotest/src/lost/a.ts",
    to: "packages/remotest/src/platform.ts",
  },
  {
    rule: "reporters-has-a-place-for-every-file",
    from: "packages/reporters/src/lost/a.ts",
    to: "packages/reporters/src/reporters.ts",
  },
  { rule: "resolves", from: "packages/http/src/missing.ts", to: "packages/http/src/nowhere.ts" },
];

const planted = [...floors, ...packages, ...inTests, ...others];
/** Imports that are allowed: tests may import more, and each package its own files. */
const allowed = [
  { from: "packages/provider-x/src/allowed.test.ts", to: "packages/sandbox/src/index.ts" },
  { from: "packages/core/src/run/below.ts", to: "packages/core/src/report/planted.ts" },
];

describe("the import rules report", () => {
  const folder = mkdtempSync(join(tmpdir(), "remotest-imports-"));
  const found = new Set<string>();

  beforeAll(() => {
    const imports = new Map<string, string[]>();
    for (const { from, to } of [...planted, ...allowed]) {
      imports.set(from, [...(imports.get(from) ?? []), to]);
      if (!to.endsWith("nowhere.ts")) imports.set(to, imports.get(to) ?? []);
    }
    imports.get("packages/http/src/two.ts")?.push("packages/http/src/one.ts");
    for (const [file, to] of imports) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      const lines = to.map((each) => `import "${relative(file, each)}";`);
      writeFileSync(join(folder, file), `${lines.join("\n")}\nexport {};\n`);
    }
    writeFileSync(join(folder, "tsconfig.json"), '{ "compilerOptions": { "module": "nodenext" } }');
    const config = join(root, ".dependency-cruiser.mjs");
    const program = join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
    const args = [program, "packages", "--config", config, "--output-type", "json"];
    const output = execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
    const { summary } = JSON.parse(output) as { summary: { violations: readonly Violation[] } };
    for (const { rule, from } of summary.violations) found.add(`${rule.name}: ${from}`);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(planted)("$rule: $from → $to", ({ rule, from }) => {
    expect(found).toContain(`${rule}: ${from}`);
  });

  it("each rule of the configuration is planted, except those of the highest floors, which may import everything", async () => {
    const config = (await import(pathToFileURL(join(root, ".dependency-cruiser.mjs")).href)) as {
      readonly default: { readonly forbidden: readonly { readonly name: string }[] };
    };
    const rules = new Set(planted.map(({ rule }) => rule));
    expect(config.default.forbidden.map(({ name }) => name).filter((name) => !rules.has(name))).toEqual([
      "core-index-imports-downwards",
      "core-flow-imports-downwards",
      "remotest-index-imports-downwards",
      "remotest-bin-imports-downwards",
      "reporters-index-imports-downwards",
    ]);
  });

  it("nothing else", () => {
    expect(
      [...found].filter((each) => allowed.some(({ from }) => each.endsWith(` ${from}`) && !isByPath(each))),
    ).toEqual([]);
  });
});

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

/** Planted imports across packages use paths, because nothing is installed there. */
function isByPath(breach: string): boolean {
  return breach.startsWith("by-name-across-packages");
}

function relative(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}
