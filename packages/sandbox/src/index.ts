export type { RequestsEvent, SandboxEvent, StartEvent, UploadEvent } from "./journal.ts";
export { type Sandbox, type SandboxOptions, startSandbox } from "./start-sandbox.ts";
export type { SandboxService } from "./service.ts";
export { services } from "./services.gen.ts";
export { namedParts, scenarioInWords, scenarioOf } from "./scenario.ts";
