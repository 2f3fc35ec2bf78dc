// What our plugins reach of the command. It is published as a program alone: this is no promise to anybody else.
export { interruption, type SignalSource } from "./interruption.ts";
export { main } from "./main.ts";
export { putEarlierAside } from "./output/earlier-reports.ts";
export { type OutputName, outputNames, type Outputs, outputsOfReport, outputsOfStart } from "./output/outputs.ts";
export { readSecretFile } from "./secrets/secret-file.ts";
