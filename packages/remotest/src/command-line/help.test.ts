import { type InputTable, optionName, type Provider } from "@remotest/core";
import { commonInputs, unknownOptions } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import { commands } from "../commands/index.ts";
import { allProviders, loadProvider } from "../providers/load-provider.ts";
import { commandHelp } from "./help.ts";
import { providersNamedBy, tablesOf } from "./named-providers.ts";
import { readCommandLine } from "./read-command-line.ts";

const started = commands.filter(({ reads }) => reads.includes("start"));
const providers = await allProviders();

/** The example lines of a help text, as a shell splits them. */
function examplesIn(help: string): readonly (readonly string[])[] {
  const [, listed = ""] = help.split("\nExamples\n");
  return [...listed.matchAll(/^ {2}remotest (.+)$/gm)].map(([, line = ""]) =>
    line.split(" ").map((word) => word.replaceAll("'", "")),
  );
}

describe("the help of a command", () => {
  it.each([
    ...commands.map((command) => ({ command, provider: undefined })),
    ...started.flatMap((command) => providers.map((provider) => ({ command, provider }))),
  ])("$command.name $provider.name has three examples, and every option in them exists", async (given) => {
    const examples = examplesIn(commandHelp(given.command, given.provider ? [given.provider] : []));
    expect(examples).toHaveLength(3);
    for (const args of examples.filter((words) => !words.includes("./my-provider.js") && !words.includes("--help"))) {
      const command = commands.find(({ name }) => name === args[0]);
      expect(command, args.join(" ")).toBeDefined();
      if (!command) continue;
      const named = await providersNamedBy(command, args.slice(1), {});
      const tables = tablesOf(command, named);
      const { problems, options } = readCommandLine(args, tables);
      const scopes = tables.map((table) => ({ scope: "", table }));
      expect([...problems, ...unknownOptions(options, scopes, new Map())], args.join(" ")).toEqual([]);
      // The plan file names the providers of its runs.
      if (given.provider && args.length > 1) expect(args).toContain(given.provider.name);
    }
  });

  it.each(providers)("the first example of $name sets everything that a run requires, except secrets", (provider) => {
    const [run] = started;
    const [line = []] = run ? examplesIn(commandHelp(run, [provider])) : [];
    for (const [name, input] of Object.entries<InputTable[string]>(provider.startInputs))
      if (input.required) expect(line).toContain(optionName(name));
  });

  it("lists every option of every run under a heading of its own kind", () => {
    expect(Object.entries(commonInputs).filter(([, input]) => !("group" in input))).toEqual([]);
  });

  it("shows what the value of an option is", async () => {
    const help = commandHelp(commands[0]!, [await loadProvider("ats")]);
    for (const shown of ["--history <glob>", "--callback-listen <host:port>", "--fail-on <failed|error|never>"])
      expect(help).toContain(`  ${shown}   `);
  });

  it("names your own provider by its module, with the options that it requires", () => {
    const own = {
      ...providers[0]!,
      name: "checks",
      title: "Checks",
      connectInputs: {},
      startInputs: { suite: { type: "text", required: true, doc: "The suite." } },
    } as unknown as Provider;
    expect(commandHelp(commands[0]!, [own])).toContain("  remotest run ./my-provider.js --suite <text>\n");
  });
});
