import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const template = join(import.meta.dirname, "../../../../packages/gitlab-component/templates/run/template.yml");

/** The parts of the component's job that a runner needs. */
interface ComponentJob {
  readonly script: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** The header of the template. */
interface Header {
  readonly spec: { readonly inputs: Readonly<Record<string, { readonly default?: unknown }>> };
}

/** Returns the job as GitLab fills it in if no input is set. */
export function jobWithDefaults(): ComponentJob {
  const [header = "", job = ""] = readFileSync(template, "utf8").split(/^---$/m);
  const { inputs } = (parse(header) as Header).spec;
  const filled = job
    .replaceAll(
      /: \$\[\[ inputs\.([\w-]+) \]\]$/gm,
      (_, name: string) => `: ${JSON.stringify(inputs[name]?.default ?? "")}`,
    )
    .replaceAll(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => String(inputs[name]?.default));
  const [{ script, variables } = { script: [], variables: {} }] = Object.values(
    parse(filled) as Record<
      string,
      { script: string[]; variables: Record<string, string | { readonly value: string }> }
    >,
  );
  const values = Object.entries(variables).map(
    ([name, value]) => [name, typeof value === "object" ? value.value : value] as const,
  );
  return { script, variables: Object.fromEntries(values) };
}
