// Size: what `npx remotest` installs.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Row } from "./ratio.ts";

export default async function size(): Promise<readonly Row[]> {
  const cwd = join(import.meta.dirname, "../packages/remotest");
  const { stdout } = spawnSync("npm", ["pack", "--dry-run", "--json"], { cwd, encoding: "utf8" });
  const [packed] = JSON.parse(stdout) as readonly { readonly unpackedSize: number; readonly entryCount: number }[];
  const mb = (packed?.unpackedSize ?? Number.NaN) / 1e6;
  return [
    { what: "Size, unpacked, 1 package", measured: `${mb.toFixed(2)} MB`, goal: "≤ 3 MB, ≤ 5 packages", met: mb <= 3 },
  ];
}
