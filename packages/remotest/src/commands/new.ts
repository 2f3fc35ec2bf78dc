import { type Problem, quotedPath, UsageError } from "@remotest/core";
import { clean, serviceLine, wholeLines } from "@remotest/reporters";
import { resolve } from "node:path";
import type { Command } from "../command-line/command.ts";
import { readOptions, throwIfAny, unexpectedWord } from "../plan/option-problems.ts";
import { providerNames } from "../providers/load-provider.ts";

export const newCommand: Command = {
  name: "new",
  words: "provider <name>",
  summary: "Write a package for your own service: description, client, provider, sandbox, conformance test.",
  options: {},
  examples: () => [
    { line: "new provider my-tests", does: "Writes remotest-provider-my-tests/, whose tests pass at once." },
    { line: "run ./my-provider.js", does: "Starts a run at your own service, once it is built." },
    { line: "run ./my-provider.js --help", does: "Prints the options of your own provider." },
  ],
  reads: [],
  async run({ line }, { env, stdout, stderr }) {
    const [, kind, name, ...more] = line.words;
    const { nameProblems } = await import("../new-provider/provider-name.ts");
    throwIfAny([
      ...kindProblems(kind),
      ...(name === undefined ? [missingName] : nameProblems(name, providerNames).map((message) => ({ message }))),
      ...more.map(unexpectedWord),
      ...readOptions(line, { env }, {}).problems,
    ]);
    const folder = `remotest-provider-${name}`;
    const { writeProvider } = await import("../new-provider/write-provider.ts");
    const files = await writeProvider(resolve(folder), name ?? "").catch((error: unknown) => {
      throw new UsageError([notWritten(folder, error)]);
    });
    stdout.write(clean`${serviceLine(folder)}\n`);
    stderr.write(
      wholeLines([
        ...files.map((file) => clean`  ${serviceLine(file)}`),
        clean`Next: cd ${serviceLine(folder)} && npm install && npm test`,
      ]),
    );
    return 0;
  },
};

const missingName: Problem = {
  message: "The name of the provider is missing.",
  suggestion: "Name the service in one word, such as: remotest new provider my-tests.",
};

function kindProblems(kind: string | undefined): readonly Problem[] {
  if (kind === "provider") return [];
  const message =
    kind === undefined
      ? "The word provider is missing."
      : `remotest new writes only a provider; got ${JSON.stringify(kind.slice(0, 60))}.`;
  return [{ message, suggestion: "remotest new provider <name>" }];
}

function notWritten(folder: string, error: unknown): Problem {
  const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
  return exists
    ? {
        message: `${quotedPath(folder)} exists already, and nothing in it is overwritten.`,
        suggestion: "Choose another name, or move it away.",
      }
    : {
        message: `${quotedPath(folder)} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      };
}
