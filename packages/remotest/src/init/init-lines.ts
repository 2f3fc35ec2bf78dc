import { join } from "node:path";
import { optionName } from "@remotest/core";
import { type CleanText, clean, type Paint, painted, serviceLine, type TerminalText } from "@remotest/reporters";
import type { Answers } from "./answers.ts";
import { ciSystems } from "./ci-systems.ts";
import { isList } from "./plan-text.ts";
import type { NeededSecret } from "./secrets-of.ts";

/** The outcome of `remotest init`. */
export interface WrittenPlan {
  readonly answers: Answers;
  /** The path from the working directory to the repository; "" if it is the same. */
  readonly folder: string;
  /** The paths in the repository. */
  readonly planFile: string;
  readonly pipelineFile: string;
  readonly secrets: readonly NeededSecret[];
  readonly calledAs: string;
}

/** Returns what was written, and the next steps. */
export function initLines(
  { answers, folder, planFile, pipelineFile, secrets, calledAs }: WrittenPlan,
  paint: Paint,
): readonly TerminalText[] {
  const { ci, sign, provider } = answers;
  const { title, setSecret, connect } = ciSystems[ci];
  const inputs = { ...provider.connectInputs, ...provider.startInputs };
  const runs = Math.max(1, ...[...answers.run].map(([name, texts]) => (isList(inputs[name]) ? 1 : texts.length)));
  const file = (path: CleanText, what: CleanText): TerminalText =>
    painted`${paint.good(clean`✓`)} ${paint.bold(path)}: ${what}`;
  const connected = connect(pipelineFile);
  const typed = (path: string): CleanText => serviceLine(join(folder, path));
  const steps: readonly (readonly CleanText[])[] = [
    ...(connected === undefined ? [] : [[serviceLine(connected)]]),
    [
      secrets.length === 1 ? clean`Set the secret:` : clean`Set the secrets:`,
      ...secrets.flatMap(({ variable, doc }) => [serviceLine(setSecret(variable)), clean`  ${serviceLine(doc)}`]),
    ],
    [
      clean`${serviceLine(calledAs)} doctor ${serviceLine(provider.name)}`,
      clean`checks the account and the connection to ${serviceLine(provider.title)}`,
    ],
    [
      clean`${serviceLine(calledAs)} plan${folder === "" ? "" : clean` ${serviceLine(optionName("config"))} ${typed(planFile)}`}`,
      clean`shows the runs; then commit both files`,
    ],
  ];
  return [
    file(typed(planFile), clean`${runs === 1 ? clean`1 run` : clean`${runs} runs`} on ${serviceLine(provider.title)}`),
    file(
      typed(pipelineFile),
      clean`the pipeline for ${serviceLine(title)}${sign === undefined ? "" : clean`, which was found by ${serviceLine(sign)}`}`,
    ),
    clean``,
    clean`Next steps`,
    ...steps.flatMap(([head = clean``, ...more], index) => [
      clean`  ${index + 1}. ${head}`,
      ...more.map((line) => paint.dim(clean`     ${line}`)),
    ]),
  ];
}
