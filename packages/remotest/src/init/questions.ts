import { type Input, type Problem, UsageError } from "@remotest/core";
import { readValue } from "@remotest/core/flow";
import { cleanText, serviceLine } from "@remotest/reporters";
import type { Platform } from "../platform.ts";
import { isList } from "./plan-text.ts";

/** A person at a terminal. */
export type Prompt = NonNullable<Platform["ask"]>;

/** One answer of several. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly title: string;
}

/**
 * Asks until one of the choices is named, by its number or its name.
 * @throws {UsageError} at the end of the input
 */
export async function askChoice<Value extends string>(
  ask: Prompt,
  question: string,
  choices: readonly Choice<Value>[],
): Promise<Value> {
  const list = choices.map(({ title }, index) => `  ${index + 1}  ${title}\n`).join("");
  for (let hint = ""; ; hint = `Type a number from 1 to ${choices.length}, or a name.\n`) {
    const answer = (await answered(ask, `${hint}\n${question}\n${list}> `)).toLowerCase();
    const chosen =
      choices[/^\d+$/.test(answer) ? Number(answer) - 1 : -1] ??
      choices.find(({ value, title }) => value === answer || title.toLowerCase() === answer);
    if (chosen) return chosen.value;
  }
}

/**
 * Asks until the text is valid for an input.
 * @returns several texts only for an input whose values are runs of their own
 * @throws {UsageError} at the end of the input
 */
export async function askInput(ask: Prompt, label: string, input: Input): Promise<readonly string[]> {
  const many = "eachIsARun" in input;
  const several = isList(input) ? " Several: with commas between." : many ? " Several: with spaces between." : "";
  for (let hint = ""; ; ) {
    const answer = await answered(ask, `${hint}\n${label}${answersOf(input)}. ${input.doc}${several}\n> `);
    const parts = isList(input) ? answer.split(/\s*,\s*/) : many ? answer.split(/[\s,]+/) : [answer];
    const texts = parts.filter(Boolean);
    const problem =
      texts.length === 0 ? "An answer is needed." : texts.map((text) => problemOf(input, text)).find(Boolean);
    if (problem === undefined) return texts;
    hint = `${problem}\n`;
  }
}

/** Returns what may be typed, unless the description says so. The quotes of an example are for a shell. */
function answersOf({ example, doc, ...input }: Input): string {
  if (input.type === "choice") return `: ${input.choices.join(", ")}`;
  const typed = example?.replace(/^'(.*)'$/, "$1");
  return typed === undefined || doc.includes(typed) ? "" : `, such as ${typed}`;
}

/** Asks a question whose answer is no, unless it is yes. */
export async function askConsent(ask: Prompt, question: string): Promise<boolean> {
  return /^y(?:es)?$/i.test(await answered(ask, `\n${question} [y/N] `));
}

function problemOf(input: Input, text: string): string | undefined {
  const read = readValue(input, text);
  return "problem" in read ? `${serviceLine(JSON.stringify(text))} ${read.problem}.` : undefined;
}

async function answered(ask: Prompt, question: string): Promise<string> {
  const answer = await ask(cleanText(question));
  if (answer === undefined) throw new UsageError([noAnswer]);
  return answer.trim();
}

const noAnswer: Problem = {
  message: "The input ended before every question was answered; nothing was written.",
  suggestion: "Give the answers as options: remotest init --help.",
};
