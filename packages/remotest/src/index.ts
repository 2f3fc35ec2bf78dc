// The parts of the command that our plugins use. The package is published as a program only, so this is not a public API.
export { interruption, type SignalSource } from "./interruption.ts";
export { main } from "./main.ts";
export { moveEarlierReportsAside } from "./output/earlier-reports.ts";
export { type OutputName, outputNames, type Outputs, outputsOfReport, outputsOfStart } from "./output/outputs.ts";
export { pluginVariable } from "./output/plugin-words.ts";
export { readSecretFile } from "./secrets/secret-file.ts";
