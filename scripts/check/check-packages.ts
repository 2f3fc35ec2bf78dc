// The shape of the packages: imports run one way, and no room is named for nothing in particular. Exit 1 on a breach.
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const root = join(import.meta.dirname, "../..");

/** What the sources of a package may import of ours. `test` is for its test files alone. */
const allowed: readonly { readonly packages: RegExp; readonly may: RegExp; readonly test?: RegExp }[] = [
  { packages: /^(http|core)$/, may: /^$/ },
  { packages: /-client$/, may: /^http$/ },
  { packages: /^provider-/, may: /^(core|http|.+-client)$/, test: /^sandbox$/ },
  { packages: /^reporters$/, may: /^core$/ },
  { packages: /^sandbox$/, may: /^core$/, test: /-client$/ },
  { packages: /^remotest$/, may: /^(core|http|provider-.+|reporters|sandbox)$/ },
  { packages: /^(github-action|azure-devops-task)$/, may: /^(remotest|core)$/, test: /^sandbox$/ },
];
const nameless = /^(utils?|helpers?|common|misc|shared|lib)$/;

const breaches: string[] = [];
for (const file of globSync("packages/*/src/**/*.ts", { cwd: root }).toSorted()) {
  const [, own = "", , ...path] = file.split(sep);
  const rule = allowed.find(({ packages }) => packages.test(own));
  if (!rule) breaches.push(`${file}: scripts/check/check-packages.ts has no rule for packages/${own}`);
  for (const room of path.map((part) => part.replace(/\..*$/, "")))
    if (nameless.test(room)) breaches.push(`${file}: "${room}" names no concept`);
  for (const imported of importsOf(file)) {
    const other = packageOf(imported, file);
    if (other === undefined || other === own || rule?.may.test(other)) continue;
    if (/\.(test|fixture)\.ts$/.test(file) && rule?.test?.test(other)) continue;
    breaches.push(`${file}: packages/${own} must not import packages/${other}`);
  }
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [
    ...text.matchAll(/^(?:import|export)\b[^"';]*?from "([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|^import "([^"]+)"/gm),
  ].map(([, from, lazy, bare]) => from ?? lazy ?? bare ?? "");
}

/** The folder in packages/ that an import leads to, if any. */
function packageOf(imported: string, file: string): string | undefined {
  const scoped = /^@remotest\/([^/]+)/.exec(imported)?.[1];
  if (scoped !== undefined) return scoped;
  if (/^remotest(\/|$)/.test(imported)) return "remotest";
  if (!imported.startsWith(".")) return undefined;
  const [folder] = relative(join(root, "packages"), join(root, dirname(file), imported)).split(sep);
  // Tests may read what lies beside the packages, such as specs/.
  return folder === ".." ? undefined : folder;
}

for (const breach of breaches) console.log(breach);
if (breaches.length > 0) process.exitCode = 1;
