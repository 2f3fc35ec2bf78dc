// The parts of the command that our plugins use. The package is published as a program only, so this is not a public API.
export { interruption, type SignalSource } from "./interruption.ts";
export { main } from "./main.ts";
export { moveEarlierReportsAside } from "./output/earlier-reports.ts";
export { type OutputName, outputNames } from "./command-line/output-names.ts";
export { pluginVariable } from "./command-line/plugin-names.ts";
export { type Outputs, outputsOfReport, outputsOfStart } from "./output/outputs.ts";
export { readSecretFile } from "./secrets/secret-file.ts";
