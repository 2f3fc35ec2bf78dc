// Many runs: plans of 10, 100 and 1,000 ATS runs, each supervised by one process of the built command on the sandbox.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { peakOfProcess } from "./peak-memory.ts";
import { atMost, type Row } from "./ratio.ts";
import { startFastSandbox } from "./sandbox-process.ts";
import { isSmoke } from "./smoke.ts";

const command = join(import.meta.dirname, "../packages/remotest/dist/bin.js");
const sizes = isSmoke ? [5] : [10, 100, 1_000];

/** A cost is flat if it is at most this many times the least cost of fewer runs. */
const flat = 1.1;

interface Figures {
  readonly seconds: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly sockets: number;
}

export default async function many(): Promise<readonly Row[]> {
  await using sandbox = await startFastSandbox();
  const alone = await supervise(1, sandbox.url);
  const rows: Row[] = [];
  let cheapest = Number.POSITIVE_INFINITY;
  for (const runs of sizes) {
    const { seconds, cpuMs, peakMb, sockets } = await supervise(runs, sandbox.url);
    const each = (cpuMs - alone.cpuMs) / (runs - 1);
    const title = `Many runs, ${runs.toLocaleString("en")}`;
    const measured = `${each.toFixed(1)} ms (${seconds.toFixed(1)} s in all)`;
    rows.push({
      what: `${title}, time of the processor for each more`,
      size: runs,
      value: each,
      measured,
      // The smallest plan has nothing to be compared with.
      goal: atMost(each / cheapest, cheapest === Number.POSITIVE_INFINITY ? undefined : flat, "× that of fewer"),
    });
    cheapest = Math.min(cheapest, each);
    if (runs !== sizes.at(-1)) continue;
    rows.push({
      what: `${title}, peak memory`,
      measured: `${peakMb.toFixed(0)} MB`,
      goal: atMost(peakMb, 150, "MB"),
    });
    rows.push({ what: `${title}, connections`, measured: `${sockets}`, goal: atMost(sockets, 64) });
  }
  return rows;
}

/** Runs a plan that passes, and measures its process. The figures of memory and connections need /proc. */
async function supervise(runs: number, url: string): Promise<Figures> {
  const cwd = await mkdtemp(join(tmpdir(), "remotest-bench-"));
  const templates = Array.from({ length: runs }, (_, index) => `pass ${index}`);
  const plan = {
    version: 1,
    runs: [
      {
        name: "run ${matrix.template}",
        provider: "ats",
        with: { appId: "SHOP-1", templateId: "${matrix.template}" },
        matrix: { template: templates },
      },
    ],
  };
  await writeFile(join(cwd, "remotest.yaml"), JSON.stringify(plan));
  const told = join(cwd, "told.txt");
  const tell = `process.on("exit", () => { const { userCPUTime: u, systemCPUTime: s } = process.resourceUsage(); require("node:fs").writeFileSync(${JSON.stringify(told)}, (u + s) / 1000 + " " + ${peakOfProcess}); });`;
  await writeFile(join(cwd, "tell.cjs"), tell);
  const env = { PATH: process.env["PATH"], ATS_BASE_URL: url, ATS_API_TOKEN: "demo" };
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--require", join(cwd, "tell.cjs"), command, "run", "--quiet"], {
    cwd,
    env,
    stdio: "ignore",
  });
  let sockets = 0;
  const counting = setInterval(
    () => void connectionsOf(child.pid).then((open) => (sockets = Math.max(sockets, open))),
    50,
  );
  const [code] = (await once(child, "exit")) as [number | null];
  clearInterval(counting);
  const seconds = (performance.now() - startedAt) / 1000;
  if (code !== 0) throw new Error(`A plan of ${runs} runs ended with ${code}`);
  const [cpuMs = 0, peakMb = 0] = (await readFile(told, "utf8")).split(" ").map(Number);
  await rm(cwd, { recursive: true });
  return { seconds, cpuMs, peakMb, sockets };
}

async function connectionsOf(pid: number | undefined): Promise<number> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => "")));
  return links.filter((link) => link.startsWith("socket:")).length;
}
