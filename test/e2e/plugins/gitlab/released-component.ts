import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";
import { account, type Service } from "../../stage/workspace.ts";
import { type ComponentProject, releaseComponent } from "./pipeline.ts";

/** The released component, the command that it fetches, and the services that it calls. */
export interface ReleasedComponent extends AsyncDisposable {
  readonly registry: OnePackageRegistry;
  readonly component: ComponentProject;
  readonly sandbox: Sandbox;
  /** Returns the CI/CD settings of a project for one service. */
  readonly settings: (service: Service) => Record<string, string>;
}

/** Serves the packed command, releases the component as 1.0.0, and starts a sandbox. */
export async function openReleasedComponent(): Promise<ReleasedComponent> {
  const registry = await serveCommand();
  const component = await releaseComponent("1.0.0");
  const sandbox = await startSandbox({ port: 0, speed: 100 });
  return {
    registry,
    component,
    sandbox,
    settings: (service) => {
      const {
        APPTEST_USER_ID: _user,
        APPTEST_ACCESS_KEY: _key,
        ATS_API_TOKEN: _token,
        ...address
      } = account(sandbox.url);
      const key = service === "ats" ? { ATS_API_TOKEN: "demo" } : { APPTEST_ACCESS_KEY: "demo:demo" };
      return { ...address, ...key, REMOTEST_POLL_INTERVAL: "100ms" };
    },
    [Symbol.asyncDispose]: async () => {
      await sandbox.close();
      await component[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
    },
  };
}
