// Upload to BrowserStack's sandbox, which makes a hash of what arrives: the client, and the whole of `remotest start`, relative
// to `curl -F` of the same app, and the peak memory of both, each in a process of its own. Before it sends anything, the
// command reads the app once, so that --resume knows it again.
import { spawnSync } from "node:child_process";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { createBrowserstackClient } from "../packages/browserstack-client/src/index.ts";
import { findNodes } from "./nodes.ts";
import { peakOfProcess } from "./peak-memory.ts";
import { atMost, median, type Row } from "./ratio.ts";
import { startFastSandbox } from "./sandbox-process.ts";
import { isSmoke } from "./smoke.ts";

const command = join(import.meta.dirname, "../packages/remotest/dist/bin.js");
const mib = 2 ** 20;
const sizes = isSmoke ? [mib] : [64 * mib, 1024 * mib];
const rounds = isSmoke ? 1 : 5;
/** Megabytes of memory at most, and how many times the memory for the smallest app. */
const [mostMb, mostTimes] = [70, 1.2];

export default async function uploadBrowserstack(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-bench-"));
  // Five uploads a minute are allowed, in the time of its clock.
  await using sandbox = await startFastSandbox(10_000);
  try {
    const rows: Row[] = [];
    const client = await bundledClient(folder);
    const leastMb = new Map<string, number>();
    const memory = (title: string, who: string, peakMb: number): Row => {
      if (!leastMb.has(who)) leastMb.set(who, peakMb);
      return memoryOf(`${title}, ${who}`, peakMb, leastMb.get(who) ?? peakMb);
    };
    for (const bytes of sizes) {
      const file = await open(join(folder, "app.apk"), "w");
      await file.truncate(bytes);
      await file.close();
      const { curlMs, clientMs } = await compared(sandbox.url, folder);
      const title = `Upload ${bytes / mib} MiB to BrowserStack's sandbox`;
      rows.push(timeOf(`${title}, client`, bytes, clientMs / curlMs, 1));
      for (const { path, major } of findNodes()) {
        const { ms, peakMb } = await measured(path, sandbox.url, folder);
        rows.push(memory(title, `client (Node ${major})`, peakOfClient(path, client, sandbox.url, folder)));
        rows.push(timeOf(`${title}, remotest start (Node ${major})`, bytes, ms / curlMs));
        rows.push(memory(title, `remotest start (Node ${major})`, peakMb));
      }
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Measures curl and the client in turn. */
async function compared(url: string, folder: string): Promise<{ readonly curlMs: number; readonly clientMs: number }> {
  const path = join(folder, "app.apk");
  const client = createBrowserstackClient({ baseUrl: url, username: "demo", accessKey: "demo" });
  const form = ["-sf", "-o", "/dev/null", "--user", "demo:demo", "-F", `file=@${path}`];
  const [curl, own]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    curl.push(run("curl", [...form, `${url}/app-automate/espresso/v2/app`]));
    const startedAt = performance.now();
    await client.upload({ framework: "espresso", kind: "app", path });
    own.push(performance.now() - startedAt);
  }
  return { curlMs: median(curl), clientMs: median(own) };
}

/** Makes a script that uploads with the client and prints its peak memory, as CommonJS: see `bundledAgent` in upload.ts. */
async function bundledClient(folder: string): Promise<string> {
  const [source, file] = [join(folder, "client.ts"), join(folder, "client.cjs")];
  const index = join(import.meta.dirname, "../packages/browserstack-client/src/index.ts");
  await writeFile(
    source,
    `import { createBrowserstackClient } from ${JSON.stringify(index)};
    const [baseUrl, path] = process.argv.slice(2);
    const client = createBrowserstackClient({ baseUrl, username: "demo", accessKey: "demo" });
    const uploaded = client.upload({ framework: "espresso", kind: "app", path });
    uploaded.then(() => process.stdout.write(String(${peakOfProcess})));`,
  );
  const resolve = { conditionNames: ["remotest-source", "node", "import", "default"] };
  await using bundle = await rolldown({ input: source, platform: "node", resolve, transform: { target: "node20" } });
  await bundle.write({ file, format: "cjs", codeSplitting: false });
  return file;
}

/** Measures the client in a process of its own, in MB. */
function peakOfClient(node: string, script: string, url: string, folder: string): number {
  const peaks = Array.from({ length: rounds }, () => {
    const { status, stdout, stderr } = spawnSync(node, [script, url, join(folder, "app.apk")], { encoding: "utf8" });
    if (status !== 0) throw new Error(`The client ended with ${status}: ${stderr}`);
    return Number(stdout);
  });
  return Math.max(...peaks);
}

/** Measures the command. */
async function measured(
  node: string,
  url: string,
  folder: string,
): Promise<{ readonly ms: number; readonly peakMb: number }> {
  const [told, preload] = [join(folder, "told"), join(folder, "tell.cjs")];
  const tell = `process.on("exit", () => require("node:fs").appendFileSync(${JSON.stringify(told)}, ${peakOfProcess} + "\\n"));`;
  await writeFile(preload, tell);
  await writeFile(told, "");
  const env = { BROWSERSTACK_BASE_URL: url, BROWSERSTACK_USERNAME: "demo", BROWSERSTACK_ACCESS_KEY: "demo" };
  const what = ["--framework=espresso", "--device=Pixel-16", "--test-suite=bs://89c874", "--name=pass"];
  const paths = [`--app-file=${join(folder, "app.apk")}`, `--report-dir=${join(folder, "reports")}`];
  const line = ["--require", preload, command, "start", "browserstack", ...what, ...paths];
  const times = Array.from({ length: rounds }, () => run(node, line, env));
  const peaks = (await readFile(told, "utf8")).trim().split("\n").map(Number);
  return { ms: median(times), peakMb: Math.max(...peaks) };
}

function run(program: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): number {
  const startedAt = performance.now();
  const env = { PATH: process.env["PATH"], ...more };
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8", env });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return performance.now() - startedAt;
}

function timeOf(title: string, bytes: number, ratio: number, most?: number): Row {
  // Below a second, most of the time is the start of a program.
  const goal = bytes > 64 * mib ? most : undefined;
  return {
    what: `${title}, over curl -F`,
    measured: ratio.toFixed(2),
    goal: atMost(ratio, goal),
  };
}

function memoryOf(title: string, peakMb: number, leastMb: number): Row {
  return {
    what: `${title}, peak memory`,
    measured: `${peakMb.toFixed(0)} MB`,
    goal: {
      says: `≤ ${mostMb} MB, ≤ ${mostTimes} × that of ${(sizes[0] ?? mib) / mib} MiB`,
      isMet: peakMb <= mostMb && peakMb <= mostTimes * leastMb,
    },
  };
}
