import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./command.ts";

/** A tinyproxy of the test's own, which wants an account. */
export interface Tinyproxy extends AsyncDisposable {
  readonly port: number;
  /** Every line of its log that names a request, such as `CONNECT 127.0.0.1:4443 HTTP/1.1`. */
  readonly requests: () => Promise<readonly string[]>;
}

/** @param account who may use it, as `user` and `password`: what tinyproxy takes there is letters and digits. */
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
  await until(() => listens(port), "tinyproxy listens");
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

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
