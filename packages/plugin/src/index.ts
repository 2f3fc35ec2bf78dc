export type { Annotation } from "./annotations.ts";
export type { CiSystem } from "./ci-system.ts";
export { goesOnLines } from "./left-running.ts";
export { type PluginEnd, type PluginProcess, runPlugin } from "./run-plugin.ts";
export { unfinished } from "./unfinished.ts";
