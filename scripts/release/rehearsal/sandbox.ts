import { spawn } from "node:child_process";
import type { Version } from "../version.ts";
import type { Stranger } from "./stage.ts";

/** Both services on this machine, from the released command. */
export interface SandboxProcess extends AsyncDisposable {
  readonly url: string;
}

/** Starts `remotest sandbox` of a released version. */
export async function startReleasedSandbox(version: Version, { home, env }: Stranger): Promise<SandboxProcess> {
  const args = ["--yes", `remotest@${version}`, "sandbox", "--port", "0", "--speed", "100"];
  // A process group of its own, because npx does not pass on every signal.
  const child = spawn("npx", args, { cwd: home, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: Buffer): void => {
      said += text.toString("utf8");
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (address) resolve(address);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("close", () => reject(new Error(`The sandbox did not start: ${said}`)));
  });
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => child.once("close", resolve));
      if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
      await closed;
    },
  };
}
