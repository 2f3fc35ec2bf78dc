import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createApptestClient } from "../packages/apptest-client/src/index.ts";
import { createAtsClient } from "../packages/ats-client/src/index.ts";

const command = join(import.meta.dirname, "../packages/remotest/dist/bin.js");

/** A sandbox in a separate process, with one run of each service. */
export interface SandboxProcess extends AsyncDisposable {
  readonly url: string;
  readonly apptestRef: string;
  readonly atsRef: string;
}

/** Starts a sandbox whose runs take a second. @param speed of its clock, if that is too slow */
export async function startFastSandbox(speed = 20): Promise<Pick<SandboxProcess, "url"> & AsyncDisposable> {
  const sandbox = await spawnSandbox("--speed", `${speed}`);
  return { url: sandbox.url, [Symbol.asyncDispose]: sandbox.end };
}

async function spawnSandbox(
  ...options: readonly string[]
): Promise<{ readonly url: string; readonly end: () => Promise<void> }> {
  const line = [command, "sandbox", "--port", "0", ...options];
  const child = spawn(process.execPath, line, { stdio: ["ignore", "pipe", "ignore"] });
  const [url] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const end = async (): Promise<void> => {
    child.kill();
    await once(child, "exit");
  };
  return { url, end };
}

export async function startSandboxProcess(): Promise<SandboxProcess> {
  const { url, end } = await spawnSandbox();
  const folder = await mkdtemp(join(tmpdir(), "remotest-bench-"));
  const appFile = join(folder, "app.apk");
  await writeFile(appFile, "an app");
  const apptest = createApptestClient({ accessKey: "demo:demo", baseUrl: url });
  const { testsetId } = await apptest.runTestset({ appFile, data: { pid: 1, testset_name: "pass" } });
  const { JobID = "" } = await createAtsClient({ apiToken: "demo", baseUrl: url }).runJob({
    AppID: "a",
    JobTemplateID: "pass",
  });
  await rm(folder, { recursive: true });
  return {
    url,
    apptestRef: `apptest:${testsetId}`,
    atsRef: `ats:a/${JobID}`,
    [Symbol.asyncDispose]: end,
  };
}
