// A Python tool that reads the description of a service and sends it everything that is allowed, and what is not.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Often in a separate environment: SCHEMATHESIS names it if it is not on the PATH. */
export const schemathesis: string = process.env["SCHEMATHESIS"] ?? "schemathesis";

/**
 * Runs it against a service.
 * @param url of the service
 * @param options besides the account, in one text
 */
export async function fuzz(
  document: object,
  url: string,
  options: string,
): Promise<{ readonly code: number | string; readonly output: string }> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-schemathesis-"));
  try {
    const file = join(folder, "openapi.json");
    await writeFile(file, JSON.stringify(document));
    const args = ["run", file, "--url", url, "--auth", "demo:demo", ...options.split(" ")];
    return await new Promise((resolve) => {
      const more = { cwd: folder, timeout: 100_000, maxBuffer: 2 ** 26 };
      execFile(schemathesis, args, more, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? (error === null ? 0 : "killed"), output: stdout + stderr }),
      );
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
