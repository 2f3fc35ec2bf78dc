import type { Input, Provider } from "@remotest/core";
import { Document } from "yaml";

/** The options of a run, as they are typed; several only for an input whose values are runs of their own. */
export type RunAnswers = ReadonlyMap<string, readonly string[]>;

const head = ` yaml-language-server: $schema=https://raw.githubusercontent.com/remotest/remotest/v1/remotest.schema.json
 The remote test runs of this repository: see https://github.com/remotest/remotest/blob/main/docs/plan-file.md
 \`remotest plan\` shows what it describes, \`remotest run\` starts it. Secrets never stand here.`;

/**
 * Returns the text of a plan file with one run, or with a matrix if an input has several values. The answers are data: the
 * library quotes them, and an expression in one is plain text.
 */
export function planText({ name, connectInputs, startInputs }: Provider, answers: RunAnswers): string {
  const tables = { ...connectInputs, ...startInputs };
  const many = [...answers].find(([name, texts]) => texts.length > 1 && !isList(tables[name]));
  const matrixKey = many?.[0].replaceAll(/[^A-Za-z0-9]/g, "");
  const given = [...answers].map(([input, texts]) => {
    const [text = ""] = texts;
    if (isList(tables[input])) return [input, texts.map(literal)] as const;
    if (input === many?.[0]) return [input, `\${matrix.${matrixKey}}`] as const;
    return [
      input,
      tables[input]?.type === "integer" && /^\d{1,15}$/.test(text) ? Number(text) : literal(text),
    ] as const;
  });
  const run = {
    ...(matrixKey !== undefined && { name: `\${matrix.${matrixKey}}` }),
    provider: name,
    with: Object.fromEntries(given),
    ...(many && matrixKey !== undefined && { matrix: { [matrixKey]: many[1].map(literal) } }),
  };
  const document = new Document({ version: 1, defaults: { timeout: "60m" }, runs: [run] });
  document.commentBefore = head;
  return document.toString({ lineWidth: 0 });
}

/** True for an input whose values all belong to one run. */
export function isList(input: Input | undefined): boolean {
  return input?.type === "text" && input.list === true;
}

/** Writes the characters of an expression so that they stand for themselves. */
function literal(text: string): string {
  return text.replaceAll("${", () => "$${");
}
