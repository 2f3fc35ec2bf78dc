// Uploads a sparse file of 256 MiB to the given address, and prints the peak memory of this process.
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApptestClient } from "../src/index.ts";

const folder = await mkdtemp(join(tmpdir(), "apptest-memory-"));
try {
  const appFile = join(folder, "app.apk");
  await writeFile(appFile, "");
  await truncate(appFile, 256 * 2 ** 20);
  let peak = 0;
  let bytes = 0;
  await createApptestClient({ accessKey: "user:key", baseUrl: process.argv[2] }).runTestset(
    { appFile, data: { pid: 1, testset_name: "memory" } },
    {
      onProgress: (sent) => {
        bytes = sent;
        peak = Math.max(peak, process.memoryUsage.rss());
      },
    },
  );
  process.stdout.write(JSON.stringify({ sent: bytes, peakMB: peak / 1e6 }));
} finally {
  await rm(folder, { recursive: true });
}
