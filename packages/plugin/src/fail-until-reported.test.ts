import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const module = pathToFileURL(join(import.meta.dirname, "unfinished.ts")).href;
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "remotest-unfinished-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** What a process of these lines ends with, and its last words. */
function ended(lines: string): Promise<{ code: number | NodeJS.Signals; said: string }> {
  const file = join(dir, "main.mts");
  const head = `import { unfinished } from ${JSON.stringify(module)};`;
  writeFileSync(
    file,
    `${head}\nconst { told, leave } = unfinished(process, (code) => "lost " + code + "\\n");\n${lines}\n`,
  );
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ["--experimental-strip-types", file], (_error, stdout) =>
      resolve({ code: child.signalCode ?? child.exitCode ?? Number.NaN, said: stdout }),
    );
  });
}

describe("a process that has a verdict to tell", () => {
  it.each([
    { title: "and tells a pass", lines: "told(0);", code: 0, said: "" },
    { title: "and tells a failure", lines: "told(1);", code: 1, said: "" },
    {
      title: "and waits in vain, at the top",
      lines: "await new Promise(() => {}); told(0);",
      code: 3,
      said: "lost 3\n",
    },
    { title: "and waits in vain", lines: "void new Promise(() => {}).then(() => told(0));", code: 3, said: "lost 3\n" },
    { title: "and leaves with 0 before", lines: "process.exit(0);", code: 3, said: "lost 3\n" },
    { title: "and leaves with a signal's code", lines: "process.exit(143);", code: 143, said: "lost 143\n" },
    { title: "and is interrupted", lines: "leave(130);", code: "SIGINT", said: "lost 130\n" },
    { title: "and is terminated", lines: "leave(143);", code: "SIGTERM", said: "lost 143\n" },
    { title: "and tells it, and hangs", lines: "told(0); leave(143);", code: "SIGTERM", said: "" },
    { title: "and sets 0 too early", lines: "process.exitCode = 0;", code: 3, said: "lost 3\n" },
  ] as const)("$title: $code", async ({ lines, code, said }) => {
    expect(await ended(lines)).toEqual({ code, said });
  });

  it.each(["setTimeout(() => { throw new Error('broken'); });", "void Promise.reject(new Error('broken'));"])(
    "and breaks before: 3, and not 1, which says that tests failed: %s",
    async (lines) => {
      expect(await ended(lines)).toEqual({ code: 3, said: "lost 3\n" });
    },
  );
});
