export * from "./errors.ts";
export * from "./exit-code.ts";
export * from "./gate.ts";
export * from "./inputs.ts";
export * from "./provider.ts";
export * from "./reporter.ts";
export * from "./test-run.ts";
