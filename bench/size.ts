// Size: what `npx remotest` installs, and how long npm takes to install the packed file.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atMost, median, type Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

const cwd = join(import.meta.dirname, "../packages/remotest");

export default async function size(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-bench-"));
  try {
    const { stdout } = npm(cwd, ["pack", "--json", "--pack-destination", folder]);
    const [packed] = JSON.parse(stdout) as readonly { readonly unpackedSize: number; readonly filename: string }[];
    if (!packed) throw new Error("npm packed nothing");
    const mb = packed.unpackedSize / 1e6;
    const seconds: number[] = [];
    let packages = 0;
    for (let round = 0; round < (isSmoke ? 1 : 5); round++) {
      const prefix = await mkdtemp(join(folder, "install-"));
      const startedAt = performance.now();
      npm(prefix, ["install", "--no-audit", "--no-fund", "--prefix", prefix, join(folder, packed.filename)]);
      seconds.push((performance.now() - startedAt) / 1000);
      packages = (await readdir(join(prefix, "node_modules"))).filter((name) => !name.startsWith(".")).length;
    }
    return [
      { what: "Size, unpacked", measured: `${mb.toFixed(2)} MB`, goal: atMost(mb, 1, "MB") },
      { what: "Install, packages", measured: `${packages}`, goal: { says: "1", isMet: packages === 1 } },
      { what: "Install from a packed file", measured: `${median(seconds).toFixed(1)} s` },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function npm(dir: string, args: readonly string[]): { readonly stdout: string } {
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: dir, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args[0]} ended with ${status}: ${stderr}`);
  return { stdout };
}
