// App files for the tests.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file of random bytes in its own folder; `await using` removes both. */
export interface RandomFile extends AsyncDisposable {
  readonly path: string;
  readonly folder: string;
  readonly bytes: Buffer;
}

export async function randomFile(name: string, size: number): Promise<RandomFile> {
  const folder = await mkdtemp(join(tmpdir(), "apptest-client-"));
  const path = join(folder, name);
  const bytes = randomBytes(size);
  await writeFile(path, bytes);
  return { path, folder, bytes, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
