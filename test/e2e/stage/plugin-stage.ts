import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { buildPackage } from "./build-package.ts";

/** Everything that tests of the built action and task need. */
interface PluginStage {
  readonly sandbox: Sandbox;
  /** Makes the directory of another job. */
  readonly jobDir: () => Promise<string>;
}

/** Builds the action and the task and starts a sandbox before the tests of a file. Valid while they run. */
export function pluginStage(): PluginStage {
  let sandbox: Sandbox;
  let place: string;
  beforeAll(async () => {
    await buildPackage("github-action");
    await buildPackage("azure-devops-task");
    sandbox = await startSandbox({ port: 0, speed: 150 });
    place = await mkdtemp(join(tmpdir(), "remotest-plugins-"));
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(place, { recursive: true, force: true });
  });
  return {
    get sandbox() {
      return sandbox;
    },
    jobDir: () => mkdtemp(join(place, "job-")),
  };
}
