import type { Input } from "@remotest/core";
import { isRepeatable, isUnreplaced, labelledValue, passwordIn, readValue } from "@remotest/core/flow";
import { interpolate, type Names } from "./interpolation.ts";
import type { Mistakes } from "./mistakes.ts";
import { kindOf, type PlanEntry, type PlanNode, type PlanScalar } from "./plan-node.ts";

/** Reads the values of a plan file: their text, their expressions, and whether an input takes them. */
export class ValueReader {
  readonly #source: string;
  readonly #mistakes: Mistakes;

  /** @param source the whole text of the file, to find the place of an expression */
  constructor(source: string, mistakes: Mistakes) {
    this.#source = source;
    this.#mistakes = mistakes;
  }

  /** Returns a value with its expressions replaced; undefined if one of them is not valid. */
  text({ text, at, end }: PlanScalar, names: Names): string | undefined {
    const replaced = interpolate(text, names);
    let from = at;
    for (const { expression, problem, suggestion } of replaced.bad) {
      // In a block or with escapes, the text of the value and the text of the file are not the same.
      const found = this.#source.slice(0, end).indexOf(expression, from);
      this.#mistakes.add(found < 0 ? at : found, `${expression} ${problem}.`, suggestion);
      if (found >= 0) from = found + expression.length;
    }
    return replaced.bad.length === 0 ? replaced.text : undefined;
  }

  /** Returns the texts that an input is given; undefined if one of them is not valid. */
  inputTexts({ key, keyAt, value }: PlanEntry, input: Input, names: Names): readonly string[] | undefined {
    const many = isRepeatable(input);
    const nodes = value.kind === "list" && many ? value.items : [value];
    if (value.kind === "list" && many && nodes.length === 0) this.#mistakes.add(value.at, `${key} has no values.`);
    const texts = nodes.map((node) =>
      this.#inputText(key, node.kind === "nothing" ? { ...node, at: keyAt } : node, input, names),
    );
    const valid = texts.filter((text) => text !== undefined);
    return valid.length === texts.length ? valid : undefined;
  }

  #inputText(key: string, node: PlanNode, input: Input, names: Names): string | undefined {
    if (node.kind === "mistake") return undefined;
    if (node.kind !== "scalar") {
      const suggestion = node.kind === "nothing" ? "Write a value, or remove the key." : undefined;
      this.#mistakes.add(
        node.at,
        `${key} must be a value, such as a text or a number; it is ${kindOf(node)}.`,
        suggestion,
      );
      return undefined;
    }
    if (isUnreplaced(node.text, input) && !node.text.startsWith("${")) {
      const suggestion = "Set a variable in the pipeline, and write ${env.NAME} with its name.";
      this.#mistakes.add(node.at, `${key}: nothing replaces ${JSON.stringify(node.text)} in a file.`, suggestion);
      return undefined;
    }
    const text = this.text(node, names);
    if (text === undefined || text === "") return text;
    const problem = problemOf(input, "eachIsARun" in input ? labelledValue(text).value : text);
    if (problem === undefined) return text;
    this.#mistakes.add(node.at, `${key}: ${problem}.`);
    return undefined;
  }
}

function problemOf(input: Input, text: string): string | undefined {
  // The text is not shown: it contains a password.
  if (input.type === "url" && passwordIn(text).length > 0)
    return "the address contains a password, and everyone who has the file can read it: set the variable";
  const read = readValue(input, text);
  if ("value" in read) return undefined;
  return `${text.length > 60 ? `a text of ${text.length} characters` : JSON.stringify(text)} ${read.problem}`;
}
