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

export async function startSandboxProcess(): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [command, "sandbox", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  const [url] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
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
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, "exit");
    },
  };
}
