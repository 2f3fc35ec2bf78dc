import { providersHelp } from "../command-line/help.ts";
import { allProviders } from "../providers/load-provider.ts";
import { readOwnOptions } from "../plan/option-problems.ts";
import type { Command } from "../command-line/command.ts";

export const providersCommand: Command = {
  name: "providers",
  words: "",
  summary: "List the providers and their inputs.",
  examples: () => [
    { line: "providers", does: "Lists the inputs of each provider, with their variables." },
    { line: "run ats --help", does: "Shows the same for one provider, together with the options of every run." },
    { line: "run ./my-provider.js --help", does: "Shows the inputs of your own provider." },
  ],
  options: {},
  reads: [],
  async run({ line }, platform) {
    readOwnOptions(line, platform.env, {});
    platform.stdout.write(providersHelp(await allProviders()));
    return 0;
  },
};
