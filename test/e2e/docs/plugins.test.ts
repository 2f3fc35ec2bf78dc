import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type PluginInput, pluginInputs } from "../../../scripts/generate/plugin-inputs.ts";
import { publicTargets } from "../../../scripts/release/targets.ts";
import { blocks, page, root } from "../stage/documents.ts";

type PluginInputs = Readonly<Record<string, unknown>>;

/** One use of a plugin on a page or in an example. */
interface Use {
  /** The page or the file. */
  readonly place: string;
  /** The name of the plugin: `RemotestRun@1`. */
  readonly plugin: string;
  readonly given: PluginInputs;
}

/** The inputs of a plugin's manifest, with their valid values if they are few. */
type Manifest = ReadonlyMap<string, readonly string[] | undefined>;

interface System {
  readonly package: string;
  readonly examples: string;
  /** Returns the manifest's form of a name such as `project-id`. */
  readonly spelt: (name: string) => string;
  readonly uses: (text: string) => readonly Omit<Use, "place">[];
  readonly manifest: () => Manifest;
  /** Checks that the name leads to the plugin. */
  readonly leadsTo: (plugin: string) => string;
  /** Matches the value that passes on a secret without writing it down. */
  readonly secret: RegExp;
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const camelCase = (name: string): string => name.replaceAll(/-./g, (pair) => pair.slice(1).toUpperCase());
const isMap = (value: unknown): value is PluginInputs =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Finds every mapping of a YAML text with `key`, and the mapping that contains its inputs. */
function inYaml(key: string, inputs: string) {
  const found = (node: unknown): readonly Omit<Use, "place">[] => {
    if (Array.isArray(node)) return node.flatMap(found);
    if (!isMap(node)) return [];
    const plugin = node[key];
    if (typeof plugin !== "string") return Object.values(node).flatMap(found);
    return [{ plugin, given: isMap(node[inputs]) ? node[inputs] : {} }];
  };
  return (text: string): readonly Omit<Use, "place">[] => found(parse(text));
}

/** Finds the named arguments of each `remotestRun(…)`, one on each line; the content of `[…]` stays a text. */
function inGroovy(text: string): readonly Omit<Use, "place">[] {
  const plugin = /library identifier: 'remotest@v1'.*remote: '([^']+)'/s.exec(text)?.[1] ?? "";
  return [...text.matchAll(/remotestRun\(\n(.*?)\n\s*\)/gs)].map(([, inner = ""]) => {
    const lines = inner.split("\n").map((line) => /^\s*(\w+): (.+?),?$/.exec(line) ?? expect.fail(line));
    const given = lines.map(([, name = "", value = ""]) => [name, value.replaceAll(/^'|'$/g, "")] as const);
    return { plugin, given: Object.fromEntries(given) };
  });
}

const systems: Readonly<Record<string, System>> = {
  GitHub: {
    package: "packages/github-action",
    examples: "docs/ci/github-*.yml",
    spelt: (name) => name,
    uses: (text) => inYaml("uses", "with")(text).filter(({ plugin }) => plugin.startsWith("remotest/")),
    manifest: () => {
      const { inputs } = parse(read("packages/github-action/action.yml")) as { readonly inputs: PluginInputs };
      return new Map(Object.keys(inputs).map((name) => [name, undefined]));
    },
    leadsTo: (plugin) =>
      `https://github.com/${plugin}` === publicTargets.githubAction.replace(".git", "@v1")
        ? "packages/github-action/action.yml"
        : plugin,
    secret: /^\$\{\{ secrets\.[A-Z_]+ \}\}$/,
  },
  Azure: {
    package: "packages/azure-devops-task",
    examples: "docs/ci/azure-*.yml",
    spelt: camelCase,
    uses: (text) => inYaml("task", "inputs")(text).filter(({ plugin }) => plugin.startsWith("Remotest")),
    manifest: () => new Map(task().inputs.map(({ name, options }) => [name, options && Object.keys(options)])),
    leadsTo: (plugin) =>
      plugin === `${task().name}@${task().version.Major}` ? "packages/azure-devops-task/task.json" : plugin,
    secret: /^\$\([A-Z_]+\)$/,
  },
  GitLab: {
    package: "packages/gitlab-component",
    examples: "docs/ci/gitlab-*.yml",
    spelt: (name) => name,
    uses: inYaml("component", "inputs"),
    manifest: () => {
      const [header = ""] = read("packages/gitlab-component/templates/run/template.yml").split(/^---$/m);
      const { spec } = parse(header) as {
        readonly spec: { readonly inputs: Readonly<Record<string, { readonly options?: readonly string[] }>> };
      };
      return new Map(Object.entries(spec.inputs).map(([name, { options }]) => [name, options]));
    },
    leadsTo: (plugin) =>
      plugin.replace(
        /^\$CI_SERVER_FQDN\/remotest\/gitlab-component\/(\w+)@1$/,
        "packages/gitlab-component/templates/$1/template.yml",
      ),
    // Secrets are variables of the project, never inputs.
    secret: /^$/,
  },
  Jenkins: {
    package: "packages/jenkins-library",
    examples: "docs/ci/jenkins-*.groovy",
    spelt: camelCase,
    uses: inGroovy,
    manifest: () => {
      const table = read("packages/jenkins-library/src/remotest/Parameters.groovy");
      const entries = [...table.matchAll(/^ {8}(\w+): \[(?:choices: \[(.*?)\])?.*\],$/gm)];
      const own = /OWN = \[(.*)\]/.exec(table)?.[1]?.match(/\w+/g) ?? [];
      return new Map([
        ...entries.map(([, name = "", choices]) => [name, choices?.match(/[\w-]+/g) ?? undefined] as const),
        ...own.map((name) => [name, undefined] as const),
      ]);
    },
    leadsTo: (plugin) =>
      plugin === publicTargets.jenkinsLibrary ? "packages/jenkins-library/vars/remotestRun.groovy" : plugin,
    // `credentials` maps variables to ids of Jenkins' credentials.
    secret: /^$/,
  },
};

interface Task {
  readonly name: string;
  readonly version: { readonly Major: number };
  readonly inputs: readonly { readonly name: string; readonly options?: PluginInputs }[];
}

function task(): Task {
  return JSON.parse(read("packages/azure-devops-task/task.json")) as Task;
}

/** One page for each provider. */
const servicePages = globSync("docs/services/*.md", { cwd: root });

/** Finds every use of the system's plugin: in the README, on the pages of the plugin and the services, and in the examples. */
function usesOf(system: System): readonly Use[] {
  const texts = [
    ...["README.md", `${system.package}/README.md`, ...servicePages].flatMap((path) =>
      blocks(page(path))
        .filter(({ language }) => (system.uses === inGroovy ? language === "groovy" : language === "yaml"))
        .map(({ code }) => ({ place: path, text: code })),
    ),
    ...globSync(system.examples, { cwd: root }).map((path) => ({ place: path, text: read(path) })),
  ];
  return texts.flatMap(({ place, text }) => system.uses(text).map((use) => ({ place, ...use })));
}

describe.for(Object.entries(systems))("the uses of the plugin for %s", ([, system]) => {
  const uses = usesOf(system);
  const manifest = system.manifest();
  let inputs: readonly PluginInput[];
  let providers: readonly { readonly name: string }[];
  beforeAll(async () => {
    ({ inputs, providers } = await pluginInputs({ keepsCode: true }));
  });

  test("are on every page where users expect one", () => {
    // A service has a page with a pipeline to copy, or a file.
    for (const { name } of providers)
      expect(
        uses.some(({ given }) => given["provider"] === name),
        name,
      ).toBe(true);
    const places = new Set(uses.map(({ place }) => basename(place)));
    expect(uses.filter(({ place }) => place === "README.md")).toHaveLength(1);
    expect(uses.filter(({ place }) => place === `${system.package}/README.md`).length).toBeGreaterThan(0);
    expect([...places].filter((name) => /-(?:apptest|ats)\./.test(name))).toHaveLength(2);
    expect(manifest.size).toBeGreaterThan(20);
  });

  test.for(uses)("$place names a plugin that exists", ({ plugin }) => {
    expect(existsSync(join(root, system.leadsTo(plugin))), plugin).toBe(true);
  });

  test.for(uses)("$place sets only inputs and values of the manifest", ({ given }) => {
    expect([...manifest.keys()]).toEqual(expect.arrayContaining(Object.keys(given)));
    for (const [name, value] of Object.entries(given))
      if (manifest.get(name)) expect(manifest.get(name), name).toContain(value);
  });

  test.for(uses)("$place sets everything that its provider needs, and nothing of another", ({ given }) => {
    if ("config" in given) return expect(given).not.toHaveProperty("provider");
    // The reference says where the run is, and nothing is started.
    if ("attach" in given) return;
    const provider = given["provider"] as string;
    const plain = inputs.filter(({ secret, providers }) => !secret && providers.length > 0);
    const needed = plain.filter(({ requiredBy }) => requiredBy.includes(provider));
    expect(needed.length).toBeGreaterThan(1);
    expect(Object.keys(given)).toEqual(expect.arrayContaining(needed.map(({ name }) => system.spelt(name))));
    const foreign = plain.filter(({ providers }) => !providers.includes(provider));
    for (const { name } of foreign) expect(Object.keys(given)).not.toContain(system.spelt(name));
  });

  test.for(uses)("$place contains no secret", ({ given, place }) => {
    const secrets = inputs.filter(({ secret }) => secret);
    const handed = secrets.map(({ name }) => given[system.spelt(name)]).filter((value) => value !== undefined);
    for (const value of handed) expect(value).toMatch(system.secret);
    const variables = secrets.flatMap((each) => Object.values(each.variables));
    const credentials = (JSON.stringify(given["credentials"]) ?? "").match(/\b[A-Z][A-Z_]+(?=:)/g) ?? [];
    expect(variables).toEqual(expect.arrayContaining(credentials));
    // On GitLab the page says which variable to set; elsewhere the block itself passes the secret.
    if (system !== systems["GitLab"]) expect(handed.length + credentials.length, place).toBeGreaterThan(0);
  });
});
