// Upload: an app over loopback to a server that discards it, relative to `curl -F`, and the peak memory of our process;
// over http, over TLS, and over TLS through a proxy (tinyproxy).
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { rolldown } from "rolldown";
import { selfSigned } from "../packages/apptest-client/test/certificate.ts";
import { tinyproxy } from "../test/e2e/stage/tinyproxy.ts";
import { findNodes } from "./nodes.ts";
import { peakOfProcess } from "./peak-memory.ts";
import { atMost, median, type Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

const mib = 2 ** 20;
const sizes = isSmoke ? [mib] : [64 * mib, 1024 * mib, 4096 * mib];
/** A large app is sent less often, because it takes seconds each time. */
const roundsOf = (bytes: number): number => (isSmoke ? 1 : bytes > 1024 * mib ? 3 : 5);
const goals = { http: 1, TLS: 1.15, proxy: 1.15 };
/** Megabytes of memory at most, and how many times the memory for the smallest app. */
const [mostMb, mostTimes] = [70, 1.2];
type Way = keyof typeof goals;

const drain = `
const answer = (request, response) => {
  request.on("data", () => {});
  request.on("end", () => response.end('{"result_code":0,"data":{"testset_id":1,"test_count":1}}'));
};
const [, key, cert] = process.argv;
const { readFileSync } = require("node:fs");
const http = require("node:http").createServer(answer).listen(0, "127.0.0.1");
const tls = require("node:https").createServer({ key: readFileSync(key), cert: readFileSync(cert) }, answer);
tls.listen(0, "127.0.0.1", () => console.log(http.address().port, tls.address().port));
`;

const client = (dist: string, agents: string) => `
const { createApptestClient } = require(${JSON.stringify(dist)});
const [, url, appFile, proxy] = process.argv;
const agent = proxy ? new (require(${JSON.stringify(agents)}).HttpsProxyAgent)(proxy) : undefined;
createApptestClient({ accessKey: "a:b", baseUrl: url, agent })
  .runTestset({ appFile, data: { pid: 1, testset_name: "x" } })
  .then(() => console.log(${peakOfProcess}));
`;

/** One way to send. */
interface Sender {
  readonly way: Way;
  readonly url: string;
  readonly curl: readonly string[];
  readonly proxy?: string;
}

/** The app that each way sends, and what it needs for that. */
interface UploadSetup {
  readonly bytes: number;
  readonly certFile: string;
  /** The agent for a proxy: see `bundledAgent`. */
  readonly agents: string;
  /** Megabytes of memory for the smallest app, by the way and the version of Node. */
  readonly leastMb: Map<string, number>;
}

export default async function upload(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-bench-"));
  const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const { key, cert } = selfSigned();
  await writeFile(keyFile, key);
  await writeFile(certFile, cert);
  const agents = await bundledAgent(folder);
  await using through = await tinyproxy(["user", "word"]);
  const server = spawn(process.execPath, ["-e", drain, keyFile, certFile], { stdio: ["ignore", "pipe", "inherit"] });
  const [ports] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
  const [http, tls] = ports.split(" ");
  const proxy = `http://user:word@127.0.0.1:${through.port}`;
  const ways: readonly Sender[] = [
    { way: "http", url: `http://127.0.0.1:${http}`, curl: [] },
    { way: "TLS", url: `https://127.0.0.1:${tls}`, curl: ["--cacert", certFile] },
    { way: "proxy", url: `https://127.0.0.1:${tls}`, curl: ["--cacert", certFile, "--proxy", proxy], proxy },
  ];
  try {
    const rows: Row[] = findNodes().map(bareMemory);
    const leastMb = new Map<string, number>();
    for (const bytes of sizes) {
      const appFile = join(folder, "app.apk");
      const file = await open(appFile, "w");
      await file.truncate(bytes);
      await file.close();
      for (const node of findNodes())
        for (const sending of ways) rows.push(...measure(node, sending, appFile, { bytes, certFile, agents, leastMb }));
    }
    return rows;
  } finally {
    server.kill();
    await rm(folder, { recursive: true });
  }
}

/** The memory of Node itself, which is most of that of an upload: see README.md. */
function bareMemory({ path, major }: { readonly path: string; readonly major: number }): Row {
  const peakMb = Number(timed(path, ["-e", `console.log(${peakOfProcess})`]).stdout);
  return { what: `Upload of nothing, bare node (Node ${major}), peak memory`, measured: `${peakMb.toFixed(0)} MB` };
}

/**
 * Bundles the agent as the command does. As an ES module it imports `http`, and with that, on Node 24, all of the built-in
 * fetch: 5 MB that are not in the command.
 */
async function bundledAgent(folder: string): Promise<string> {
  const file = join(folder, "agents.cjs");
  const input = join(import.meta.dirname, "../packages/remotest/node_modules/https-proxy-agent/dist/index.js");
  await using bundle = await rolldown({ input, platform: "node" });
  await bundle.write({ file, format: "cjs" });
  return file;
}

function measure(
  { path, major }: { readonly path: string; readonly major: number },
  { way, url, curl, proxy }: Sender,
  appFile: string,
  { bytes, certFile, agents, leastMb }: UploadSetup,
): readonly Row[] {
  const dist = join(import.meta.dirname, "../packages/apptest-client/dist/index.cjs");
  const form = ["-F", `app_file=@${appFile}`, "-F", 'data={"pid":1}', url];
  const ours: number[] = [];
  const curls: number[] = [];
  let peakMb = 0;
  for (let round = 0; round < roundsOf(bytes); round++) {
    curls.push(timed("curl", ["-sf", "-o", "/dev/null", ...curl, ...form]).ms);
    const line = ["-e", client(dist, agents), url, appFile, ...(proxy === undefined ? [] : [proxy])];
    // The library alone checks a certificate for an IP as if it was for localhost; ours does not (proxy-agents.ts).
    const trust = proxy === undefined ? { NODE_EXTRA_CA_CERTS: certFile } : { NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const our = timed(path, line, trust);
    ours.push(our.ms);
    peakMb = Math.max(peakMb, Number(our.stdout));
  }
  const ratio = median(ours) / median(curls);
  const ofSmallest = leastMb.get(`${way} ${major}`) ?? peakMb;
  leastMb.set(`${way} ${major}`, ofSmallest);
  const title = `Upload ${bytes / mib} MiB, ${way} (Node ${major})`;
  // Below a second, most of the time is the start of node.
  const goal = bytes > 64 * mib ? goals[way] : undefined;
  return [
    {
      what: `${title}, over curl -F`,
      size: bytes / mib,
      value: ratio,
      measured: ratio.toFixed(2),
      goal: atMost(ratio, goal),
    },
    {
      what: `${title}, peak memory`,
      measured: `${peakMb.toFixed(0)} MB`,
      goal: {
        says: `≤ ${mostMb} MB, ≤ ${mostTimes} × that of ${sizes[0]! / mib} MiB`,
        isMet: peakMb <= mostMb && peakMb <= mostTimes * ofSmallest,
      },
    },
  ];
}

function timed(
  program: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): { readonly ms: number; readonly stdout: string } {
  const startedAt = performance.now();
  const env = { PATH: process.env["PATH"], ...more };
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return { ms: performance.now() - startedAt, stdout };
}
