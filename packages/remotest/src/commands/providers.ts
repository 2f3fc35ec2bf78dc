import { providersHelp } from "../command-line/help.ts";
import { allProviders } from "../providers/load-provider.ts";
import { readOwnOptions } from "../plan/option-problems.ts";
import type { Command } from "../command-line/command.ts";

export const providersCommand: Command = {
  name: "providers",
  words: "",
  summary: "List the providers and their inputs.",
  options: {},
  reads: [],
  async run({ line }, platform) {
    readOwnOptions(line, platform.env, {});
    platform.stdout.write(providersHelp(await allProviders()));
    return 0;
  },
};
