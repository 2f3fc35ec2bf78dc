import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cleanText, paint, programText } from "@remotest/reporters";
import { expect, it } from "vitest";
import type { CodeHost, Conversation } from "./code-host/code-host.ts";
import { inertJson } from "./output/inert-json.ts";
import type { Platform } from "./platform.ts";

/** A name as a service returns it. */
const raw: string = "##[error]";
const packages = join(import.meta.dirname, "../..");

// tsc checks these: if a writer accepts the text, the unused `@ts-expect-error` is an error.

it("is refused by stderr and stdout, which take any text of a caller", () => {
  const told: string[] = [];
  const print = ({ stderr, stdout }: Pick<Platform, "stderr" | "stdout">): void => {
    // @ts-expect-error not cleaned
    stderr.write(raw);
    // @ts-expect-error not cleaned
    stdout.write(`${cleanText(raw)}\n`);
    // @ts-expect-error a document is for programs
    stderr.write(inertJson(raw, 0));
    stderr.write(paint(true).bold(cleanText(raw)));
    stdout.write(inertJson(raw, 0));
  };
  const output = { write: (text: string) => told.push(text) };
  print({ stderr: output, stdout: output });
  expect(told.slice(-2)).toEqual(["\u001b[1m# #[error]\u001b[22m", String.raw`"\u0023\u0023[error]"`]);
});

it("is refused as a question", async () => {
  const told: string[] = [];
  const question = async ({ ask }: Required<Pick<Platform, "ask">>): Promise<void> => {
    // @ts-expect-error not cleaned
    await ask(raw);
    await ask(cleanText(raw));
  };
  await question({ ask: async (text: string) => String(told.push(text)) });
  expect(told.at(-1)).toBe("# #[error]");
});

it("is refused by a code host", async () => {
  const told: string[] = [];
  const tell = async ({
    setStatus,
    create,
  }: Pick<CodeHost, "setStatus"> & Pick<Conversation, "create">): Promise<void> => {
    const { signal } = new AbortController();
    const status = { state: "success", name: "Tests", url: undefined } as const;
    // @ts-expect-error not cleaned
    await setStatus({ ...status, description: raw }, signal);
    // @ts-expect-error clean, which is not enough for a comment
    await create(cleanText(raw));
    await setStatus({ ...status, description: cleanText(raw) }, signal);
  };
  await tell({
    setStatus: async ({ description }) => void told.push(description),
    create: async (body) => void told.push(body),
  });
  expect(told.at(-1)).toBe("# #[error]");
});

it("is refused by a template for programs", () => {
  // @ts-expect-error not written in a format
  void programText`matrix=${raw}`;
  // @ts-expect-error clean, which is not enough for a format
  void programText`matrix=${cleanText(raw)}`;
  expect(programText`matrix=${inertJson(1, 0)}\nany=${true}`).toBe("matrix=1\nany=true");
});

it("becomes text for programs by an assertion only in the files that write a format, and clean text nowhere", () => {
  const asserting = globSync("{remotest,plugin,github-action,azure-devops-task}/src/**/*.ts", { cwd: packages }).filter(
    (file) =>
      !/\.(?:test|fixture)\.ts$/.test(file) &&
      /\bas (?:CleanText|OwnText|TerminalText|ProgramText)\b/.test(readFileSync(join(packages, file), "utf8")),
  );
  expect(asserting.toSorted()).toEqual([
    "remotest/src/command-line/completion/bash.ts",
    "remotest/src/command-line/completion/fish.ts",
    "remotest/src/command-line/completion/zsh.ts",
    "remotest/src/output/inert-json.ts",
    "remotest/src/output/print-json.ts",
  ]);
});
