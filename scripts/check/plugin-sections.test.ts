import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { commonInputs, isSecret } from "../../packages/core/src/flow.ts";
import { optionName, variableName } from "../../packages/core/src/index.ts";
import { providersOfTheCommand } from "../generate/user-inputs.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../../packages", path), "utf8");
const kebab = (name: string): string => optionName(name).slice(2);
const camel = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const same = (name: string): string => name;

const providers = await providersOfTheCommand();
/** The inputs of each service: the options in kebab-case, and the variables of the secrets. */
const services = providers.map(({ name, title, startInputs, connectInputs }) => {
  const inputs = Object.entries({ ...startInputs, ...connectInputs });
  const isHidden = ([, input]: (typeof inputs)[number]): boolean => isSecret(input);
  return {
    name,
    title,
    options: inputs.filter((each) => !isHidden(each)).map(([input]) => kebab(input)),
    secrets: inputs.filter(isHidden).map(([input]) => variableName(name, input)),
  };
});
const titles = services.map(({ title }) => title);
const asInput = (variable: string): string => variable.toLowerCase().replaceAll("_", "-");

describe.each([
  { folder: "github-action", spelling: same, secret: asInput },
  { folder: "azure-devops-task", spelling: camel, secret: (variable: string) => camel(asInput(variable)) },
  { folder: "gitlab-component", spelling: same, secret: same },
  { folder: "jenkins-library", spelling: camel, secret: same },
])("the page of $folder", ({ folder, spelling, secret }) => {
  const page = read(`${folder}/README.md`);
  const [, tables = ""] = /<!-- (?:inputs|parameters) -->\n([^]*?)<!-- \//.exec(page) ?? [];
  const sections = new Map(
    tables
      .split(/^### /m)
      .slice(1)
      .map((part) => {
        const [title = "", ...lines] = part.split("\n");
        return [title, lines.flatMap((line) => /^\| `([^`]+)` \|/.exec(line)?.[1] ?? [])] as const;
      }),
  );

  test("has what every run takes first, and then each service", () => {
    const [first, ...others] = sections.keys();
    expect(first).toBe("Every run");
    expect(others.slice(-titles.length)).toEqual(titles);
    expect(sections.get("Every run")).toEqual(expect.arrayContaining(["provider", spelling("rerun-failed")]));
  });

  test.each(services)(
    "shows a user of $name everything, and nothing of another service",
    ({ title, options, secrets }) => {
      expect(new Set(sections.get(title))).toEqual(new Set([...options.map(spelling), ...secrets.map(secret)]));
      const text =
        tables
          .slice(tables.indexOf(`### ${title}\n`))
          .slice(4)
          .split(/^### /m)[0] ?? "";
      expect(text).not.toContain(`| ${title}: `);
      for (const other of titles.filter((each) => each !== title)) expect(text).not.toContain(other);
    },
  );

  test("links to the page of each service", () => {
    for (const { name, title } of services)
      expect(page).toContain(`[${title}](https://github.com/remotest/remotest/blob/main/docs/services/${name}.md)`);
  });
});

/** The inputs of a manifest by the comment before them. */
function commented(text: string, begin: RegExp, input: RegExp): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let title = "";
  for (const line of text.slice(text.search(begin)).split("\n").slice(1)) {
    if (/^\S/.test(line)) break;
    title = /^ +(?:#|\/\/) (.+)$/.exec(line)?.[1] ?? title;
    const [, name] = input.exec(line) ?? [];
    if (name !== undefined) found.set(title, [...(found.get(title) ?? []), name]);
  }
  return found;
}

describe.each([
  { file: "github-action/action.yml", begin: /^inputs:/m, input: /^ {2}([a-z-]+):$/, spelling: same, secret: asInput },
  {
    file: "gitlab-component/templates/run/template.yml",
    begin: /^ {2}inputs:/m,
    input: /^ {4}([a-z-]+):$/,
    spelling: same,
  },
  {
    file: "jenkins-library/src/remotest/Parameters.groovy",
    begin: /TABLE = \[/,
    input: /^ {8}(\w+): \[/,
    spelling: camel,
  },
])("the manifest $file", ({ file, begin, input, spelling, secret }) => {
  const sections = commented(read(file), begin, input);
  const ofSeveral = services.flatMap(({ options }) => options).filter((each, index, all) => all.indexOf(each) < index);

  /** The inputs that only one service takes, as far as the manifest has it. */
  const ownOf = ({ options, secrets }: (typeof services)[number]): readonly string[] => [
    ...options.filter((each) => !ofSeveral.includes(each)).map(spelling),
    ...secrets.flatMap((each) => secret?.(each) ?? []),
  ];

  test("has every run first, then what several services take, and then each service", () => {
    expect([...sections.keys()].filter((title) => title !== "The job" && !title.startsWith("On the commit"))).toEqual([
      "Every run",
      "Several services",
      ...services.filter((each) => ownOf(each).length > 0).map(({ title }) => title),
    ]);
    expect(new Set(sections.get("Several services"))).toEqual(new Set(ofSeveral.map(spelling)));
  });

  test.each(services)("has what only $name takes below its name", (service) => {
    expect(new Set(sections.get(service.title))).toEqual(new Set(ownOf(service)));
  });

  test("has every input once", () => {
    const all = [...sections.values()].flat();
    expect(new Set(all).size).toBe(all.length);
  });
});

test("the action's comments are only that: GitHub reads the same inputs", () => {
  const { inputs } = parse(read("github-action/action.yml")) as { inputs: Record<string, { description: string }> };
  const names = services.flatMap(({ options, secrets }) => [...options, ...secrets.map(asInput)]);
  expect(Object.keys(inputs)).toEqual(
    expect.arrayContaining([
      ...names,
      ...Object.keys(commonInputs)
        .filter((name) => !["json", "noColor", "quiet"].includes(name))
        .map(kebab),
    ]),
  );
  for (const { description } of Object.values(inputs)) expect(description).toMatch(/\S/);
});

describe("the form of Azure DevOps", () => {
  interface Field {
    readonly name: string;
    readonly groupName?: string;
    readonly visibleRule?: string;
  }
  const { inputs, groups } = JSON.parse(read("azure-devops-task/task.json")) as {
    inputs: readonly Field[];
    groups: readonly (Field & { displayName: string; isExpanded: boolean })[];
  };
  const isShown = ({ visibleRule }: Field, provider: string): boolean =>
    visibleRule === undefined || visibleRule.split(" || ").includes(`provider = ${provider}`);

  test.each(services)(
    "shows a user of $name the fields of $name, and of no other service",
    ({ name, options, secrets }) => {
      const ofServices = new Set(
        services.flatMap((each) => [...each.options, ...each.secrets.map(asInput)]).map(camel),
      );
      const shown = inputs.filter((field) => ofServices.has(field.name) && isShown(field, name));
      expect(new Set(shown.map((field) => field.name))).toEqual(
        new Set([...options, ...secrets.map(asInput)].map(camel)),
      );
      for (const { groupName } of shown) {
        const group = groups.find((each) => each.name === groupName);
        if (groupName !== undefined) expect(group && isShown(group, name)).toBe(true);
      }
    },
  );

  test("has a group for each field but the subject of the run, and a field for each group", () => {
    const known = groups.map((group) => group.name);
    expect(new Set(known).size).toBe(known.length);
    const used = new Set(inputs.flatMap(({ groupName }) => groupName ?? []));
    expect(used).toEqual(new Set(known));
    const alone = inputs.filter(({ groupName }) => groupName === undefined).map(({ name }) => name);
    expect(alone).toEqual(expect.arrayContaining(["provider", "config", "run", "shard"]));
    for (const name of alone.slice(4))
      expect(services.filter(({ options }) => options.map(camel).includes(name)).length).toBeGreaterThan(1);
  });
});
