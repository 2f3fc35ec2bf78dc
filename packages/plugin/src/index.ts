export type { Annotation } from "./annotations.ts";
export type { CiSystem, SavedName } from "./ci-system.ts";
export { stillRunningLines } from "./left-running.ts";
export { type PluginEnd, type PluginProcess, runPlugin } from "./run-plugin.ts";
export { failUntilReported } from "./fail-until-reported.ts";
