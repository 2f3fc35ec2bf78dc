// Runs every check that must pass before a change is merged. `npm test` and `.ci/run` call it.
// The last line counts the checks: each step that is not a test run counts as one, and so does each test.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type Package, publishedPackages } from "../release/packages.ts";

const root = join(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "remotest-check-"));
const testReport = join(scratch, "tests.json");
/** The tests start thousands of processes with the same code. */
const compiledOnce = { NODE_COMPILE_CACHE: join(scratch, "compiled") };

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd?: string;
}

/** Steps that do not need each other. The longest come first, so that no processor waits at the end. */
const onSources: readonly Step[] = [
  { name: "types are correct in each package", command: ["turbo", "run", "typecheck", "--output-logs=errors-only"] },
  { name: "built", command: ["turbo", "run", "build", "--output-logs=errors-only"] },
  { name: "linted with types", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  {
    name: "generated files are fresh",
    command: ["node", "--conditions=remotest-source", "scripts/generate/generate.ts", "--check"],
  },
  { name: "types are correct in scripts and tests", command: ["tsc", "--noEmit", "-p", "tsconfig.json"] },
  { name: "imports run one way", command: ["depcruise", "packages", "--config", ".dependency-cruiser.mjs"] },
  { name: "formatted", command: ["biome", "format", "."] },
];

/** The steps on one published package. Each packs it in its folder, so they run one after the other. */
function onPackage({ name, manifest: { exports = {} } }: Package): readonly Step[] {
  const cwd = join("packages", name);
  const packed = {
    name: `${name} is packed as it should be`,
    command: ["publint", "--strict", "--pack", "npm"],
    cwd,
  };
  const entries = Object.entries(exports).filter(([path]) => path !== "./package.json");
  // An entry that is for this workspace alone resolves nowhere else.
  const inside = entries.filter(([, to]) => Object.keys(to).join(" ") === "remotest-source").map(([path]) => path);
  // The command is a program: nothing can be imported from it.
  if (inside.length === entries.length) return [packed];
  const hidden = inside.length > 0 ? ["--exclude-entrypoints", ...inside] : [];
  // Only Node's own resolution before version 12 cannot see a second entry such as core's conformance suite.
  const profile = [entries.length - inside.length > 1 ? "node16" : "strict", ...hidden];
  const command = ["attw", "--pack", ".", "--no-emoji", "--profile", ...profile];
  return [packed, { name: `${name} has types for every way to import it`, command, cwd }];
}

const onBuild: readonly (readonly Step[])[] = [
  ...publishedPackages().map(onPackage),
  [{ name: "nothing unused", command: ["knip"] }],
];

let passed = 0;
let failed = 0;
let skipped = 0;
await besideEachOther(onSources.map((step) => [step]));
await besideEachOther(onBuild);

const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${testReport}`];
const { code } = await execute(["vitest", "run", ...reporters, ...process.argv.slice(2)], "live");
const tests = readTests();
passed += tests.passed;
failed += tests.failed + (code !== 0 && tests.failed === 0 ? 1 : 0);
skipped += tests.skipped;
for (const title of tests.skippedTitles) console.log(`skipped: ${title}`);
if (skipped > 0 && process.env["REMOTEST_NO_SKIP"] === "1") {
  console.log("A skipped test counts as failed here (REMOTEST_NO_SKIP=1).");
  failed += skipped;
  skipped = 0;
}
rmSync(scratch, { recursive: true });
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed === 0 ? 0 : 1;

/** Takes every row of steps, as many at a time as there are processors. */
async function besideEachOther(rows: readonly (readonly Step[])[]): Promise<void> {
  const left = [...rows];
  const lane = async (): Promise<void> => {
    for (let row = left.shift(); row; row = left.shift()) for (const step of row) await take(step);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}

async function take({ name, command, cwd }: Step): Promise<void> {
  const startedAt = performance.now();
  const { code, output } = await execute(command, "quiet", cwd);
  console.log(`${code === 0 ? "✓" : "✗"} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  if (code === 0) passed++;
  else {
    failed++;
    console.log(output.replaceAll(/^/gm, "    "));
  }
}

interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function readTests(): { passed: number; failed: number; skipped: number; skippedTitles: readonly string[] } {
  let report: TestReport;
  try {
    report = JSON.parse(readFileSync(testReport, "utf8")) as TestReport;
  } catch {
    return { passed: 0, failed: 1, skipped: 0, skippedTitles: [] };
  }
  const skippedTitles = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== "passed" && status !== "failed")
    .map(({ fullName }) => fullName);
  // A file that cannot be loaded has no failed test, so it is counted here.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: skippedTitles.length,
    skippedTitles,
  };
}

function execute(
  [program = "", ...args]: readonly string[],
  mode: "quiet" | "live",
  cwd = ".",
): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: join(root, cwd),
      stdio: mode === "live" ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", NO_COLOR: process.env["NO_COLOR"] ?? "1", ...compiledOnce },
    });
    let output = "";
    child.stdout?.on("data", (text) => (output += String(text)));
    child.stderr?.on("data", (text) => (output += String(text)));
    child.on("error", (error) => done({ code: 1, output: `${program}: ${error.message}` }));
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}
