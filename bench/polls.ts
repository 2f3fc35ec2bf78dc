// Polls: time of the processor for each poll of 1,000 runs at 1 Hz, relative to node:http with an agent of 64 sockets that
// parses the same answers. What starts and ends the runs does not count: both are outside of the time measured.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anchors } from "./anchors.ts";
import { atMost, type Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

const command = join(import.meta.dirname, "../packages/remotest/dist/bin.js");
const [runs, everyMs] = isSmoke ? [20, 100] : [1_000, 1_000];
/** Polls of each run before the measurement and in it. */
const [before, measured] = isSmoke ? [2, 2] : [5, 10];

/** Clients of others. Each script sets `get`, which returns the text of an answer. */
async function clients(): Promise<Readonly<Record<string, string>>> {
  const paths = await anchors(["axios", "undici"]);
  return {
    "node:http, 64 sockets": `
      const http = require("node:http");
      const agent = new http.Agent({ keepAlive: true, maxSockets: 64, maxFreeSockets: 64 });
      get = (url) => new Promise((resolve, reject) => http.get(url, { agent }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk) => (text += chunk)).on("end", () => resolve(text));
      }).on("error", reject));`,
    undici: `
      const { Pool } = require(${JSON.stringify(paths.undici)});
      const pool = new Pool(new URL(process.argv[1]).origin, { connections: 64 });
      get = async (url) => (await pool.request({ path: new URL(url).pathname, method: "GET" })).body.text();`,
    fetch: "get = async (url) => (await fetch(url)).text();",
    axios: `
      const httpAgent = new (require("node:http").Agent)({ keepAlive: true, maxSockets: 64, maxFreeSockets: 64 });
      const client = require(${JSON.stringify(paths.axios)}).create({ httpAgent, responseType: "text", transformResponse: (text) => text });
      get = async (url) => (await client.get(url)).data;`,
  };
}

const polling = `
const [, url, runs] = process.argv;
const poll = async (run) => {
  if (JSON.parse(await get(url + "/" + run)).result_code !== 0) throw new Error("refused");
  setTimeout(poll, ${everyMs}, run);
};
for (let run = 1; run <= Number(runs); run++) setTimeout(poll, Math.random() * ${everyMs}, run);
`;

export default async function polls(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-bench-"));
  await using service = await startService();
  try {
    const costs: (readonly [name: string, us: number])[] = [];
    for (const [name, client] of Object.entries(await clients())) {
      const line = ["-e", `let get;${client}${polling}`, `${service.url}/openapi/v2/testset`, `${runs}`];
      costs.push([name, await costOfPoll(line, folder, service)]);
    }
    const refs = Array.from({ length: runs }, (_, index) => `apptest:${index + 1}`);
    const line = [command, "attach", ...refs, "--poll-interval", `${everyMs}ms`, "--quiet"];
    const ours = await costOfPoll(line, folder, service);
    const [[, least] = ["", Number.NaN], ...others] = costs;
    const title = (name: string): string => `Polls of ${runs.toLocaleString("en")} runs, ${name}, over an agent`;
    const shown = (us: number): string => `${(us / least).toFixed(2)} (${us.toFixed(0)} µs)`;
    return [
      ...others.map(([name, us]) => ({ what: title(name), measured: shown(us) })),
      { what: title("remotest"), measured: shown(ours), goal: atMost(ours / least, 1.5) },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Returns the microseconds of the processor for each poll of a process that polls until it is killed. Needs /proc. */
async function costOfPoll(line: readonly string[], cwd: string, service: Service): Promise<number> {
  const env = { PATH: process.env["PATH"], APPTEST_BASE_URL: service.url, APPTEST_ACCESS_KEY: "demo:demo" };
  const child = spawn(process.execPath, line, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
  try {
    const ended = once(child, "exit").then(() => Promise.reject(new Error("The process that polls has ended")));
    ended.catch(() => undefined);
    await Promise.race([service.polled(before * runs), ended]);
    const begun = await cpuMs(child);
    await Promise.race([service.polled(measured * runs), ended]);
    return (((await cpuMs(child)) - begun) * 1000) / (measured * runs);
  } finally {
    if (child.exitCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }
}

/** Returns the time of the processor that all threads of a process have taken, in milliseconds. */
async function cpuMs({ pid }: ChildProcess): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const texts = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8").catch(() => "0")),
  );
  return texts.reduce((sum, text) => sum + Number(text.split(" ", 1)[0]) / 1e6, 0);
}

interface Service extends AsyncDisposable {
  readonly url: string;
  /** Waits until it was asked so many times more. */
  readonly polled: (times: number) => Promise<void>;
}

/** A service of apptest.ai's shape whose runs never end. */
async function startService(): Promise<Service> {
  const counts = { total_test_cnt: 3, initializing_cnt: 0, running_cnt: 2 };
  const none = { pass_cnt: 1, fail_cnt: 0, error_cnt: 0, stop_cnt: 0 };
  const data = { testset_status: "Running", testset_status_detail: { ...counts, ...none } };
  const answer = JSON.stringify({ data, result_code: 0, result_msg: "", reason: "" });
  let asked = 0;
  let awaited = { number: 0, comes: (): void => undefined };
  const server = createServer((_, response) => {
    if (++asked === awaited.number) awaited.comes();
    response.writeHead(200, { "content-type": "application/json" }).end(answer);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    polled: (times) => new Promise((resolve) => (awaited = { number: asked + times, comes: resolve })),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
