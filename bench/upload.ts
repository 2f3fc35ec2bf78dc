// Upload: 1 GiB over loopback to a server that discards it, relative to `curl -F`, and the peak memory of our process.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findNodes } from "./nodes.ts";
import { median, type Row } from "./ratio.ts";

const bytes = 2 ** 30;

const drain = `
const server = require("node:http").createServer((request, response) => {
  request.on("data", () => {});
  request.on("end", () => response.end('{"result_code":0,"data":{"testset_id":1,"test_count":1}}'));
}).listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

const client = (dist: string) => `
const { createApptestClient } = require(${JSON.stringify(dist)});
const [, url, appFile] = process.argv;
createApptestClient({ accessKey: "a:b", baseUrl: url })
  .runTestset({ appFile, data: { pid: 1, testset_name: "x" } })
  .then(() => console.log(process.resourceUsage().maxRSS / 1024));
`;

export default async function upload(): Promise<readonly Row[]> {
  const server = spawn(process.execPath, ["-e", drain], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
  const url = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), "remotest-bench-"));
  const appFile = join(folder, "app.apk");
  const file = await open(appFile, "w");
  await file.truncate(bytes);
  await file.close();
  const dist = join(import.meta.dirname, "../packages/apptest-client/dist/index.cjs");
  const rows = findNodes().flatMap(({ path, major }) => {
    const ours: number[] = [];
    const curls: number[] = [];
    let peakMb = 0;
    for (let round = 0; round < 5; round++) {
      curls.push(
        measure("curl", ["-sf", "-o", "/dev/null", "-F", `app_file=@${appFile}`, "-F", 'data={"pid":1}', url]).ms,
      );
      const our = measure(path, ["-e", client(dist), url, appFile]);
      ours.push(our.ms);
      peakMb = Math.max(peakMb, Number(our.stdout));
    }
    const ratio = median(ours) / median(curls);
    return [
      {
        what: `Upload 1 GiB (Node ${major}), over curl -F`,
        measured: ratio.toFixed(2),
        goal: "≤ 1.05",
        met: ratio <= 1.05,
      },
      {
        what: `Upload 1 GiB (Node ${major}), peak memory`,
        measured: `${peakMb.toFixed(0)} MB`,
        goal: "≤ 80 MB",
        met: peakMb <= 80,
      },
    ];
  });
  server.kill();
  await rm(folder, { recursive: true });
  return rows;
}

function measure(program: string, args: readonly string[]): { readonly ms: number; readonly stdout: string } {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return { ms: performance.now() - startedAt, stdout };
}
