import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./command.ts";
import { freePort } from "./free-port.ts";

/** A separate tinyproxy for a test, which requires an account. */
export interface Tinyproxy extends AsyncDisposable {
  readonly port: number;
  /** Returns every request in its log, such as `CONNECT 127.0.0.1:4443 HTTP/1.1`. */
  readonly requests: () => Promise<readonly string[]>;
}

/** @param account the `user` and `password` to require: tinyproxy accepts letters and digits. */
export async function tinyproxy([user, password]: readonly [string, string]): Promise<Tinyproxy> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-tinyproxy-"));
  const log = join(folder, "log");
  const port = await freePort();
  const settings = [
    `Port ${port}`,
    "Listen 127.0.0.1",
    "Timeout 60",
    "Allow 127.0.0.1",
    `LogFile "${log}"`,
    "LogLevel Connect",
    `BasicAuth ${user} ${password}`,
  ];
  await writeFile(join(folder, "conf"), `${settings.join("\n")}\n`);
  const program = spawn("tinyproxy", ["-d", "-c", join(folder, "conf")], { stdio: "ignore" });
  await until(() => isListening(port), "tinyproxy listens");
  return {
    port,
    requests: async () => {
      const lines = (await readFile(log, "utf8")).split("\n");
      return lines.flatMap((line) => /Request \(file descriptor \d+\): (.*)$/.exec(line)?.[1] ?? []);
    },
    [Symbol.asyncDispose]: async () => {
      const gone = new Promise((resolve) => program.once("exit", resolve));
      program.kill("SIGKILL");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
