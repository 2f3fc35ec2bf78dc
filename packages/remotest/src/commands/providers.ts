import { providersHelp } from "../help.ts";
import { loadProvider, providerNames } from "../load-provider.ts";
import { readOwnOptions } from "../plan.ts";
import type { Command } from "./command.ts";

export const providersCommand: Command = {
  name: "providers",
  words: "",
  summary: "The providers and their inputs.",
  options: {},
  reads: [],
  async run(line, platform) {
    readOwnOptions(line, platform.env, {});
    platform.stdout.write(providersHelp(await Promise.all(providerNames.map(loadProvider))));
    return 0;
  },
};
