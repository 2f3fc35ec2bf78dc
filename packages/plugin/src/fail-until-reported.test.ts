import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const module = pathToFileURL(join(import.meta.dirname, "fail-until-reported.ts")).href;
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "remotest-fail-until-reported-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Runs a process with these lines. Returns its exit code or signal, and its last words. */
function run(lines: string): Promise<{ code: number | NodeJS.Signals; said: string }> {
  const file = join(dir, "main.mts");
  const head = `import { failUntilReported } from ${JSON.stringify(module)};`;
  writeFileSync(
    file,
    `${head}\nconst { markReported, leave } = failUntilReported(process, (code) => "lost " + code + "\\n");\n${lines}\n`,
  );
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ["--experimental-strip-types", file], (_error, stdout) =>
      resolve({ code: child.signalCode ?? child.exitCode ?? Number.NaN, said: stdout }),
    );
  });
}

describe("a process with a verdict to report", () => {
  it.each([
    { title: "that reports a pass", lines: "markReported(0);", code: 0, said: "" },
    { title: "that reports a failure", lines: "markReported(1);", code: 1, said: "" },
    {
      title: "that waits forever, at the top level",
      lines: "await new Promise(() => {}); markReported(0);",
      code: 3,
      said: "lost 3\n",
    },
    {
      title: "that waits forever",
      lines: "void new Promise(() => {}).then(() => markReported(0));",
      code: 3,
      said: "lost 3\n",
    },
    { title: "that exits with 0 before it reports", lines: "process.exit(0);", code: 3, said: "lost 3\n" },
    { title: "that exits with the code of a signal", lines: "process.exit(143);", code: 143, said: "lost 143\n" },
    { title: "that is interrupted", lines: "leave(130);", code: "SIGINT", said: "lost 130\n" },
    { title: "that is terminated", lines: "leave(143);", code: "SIGTERM", said: "lost 143\n" },
    { title: "that reports, and hangs", lines: "markReported(0); leave(143);", code: "SIGTERM", said: "" },
    { title: "that sets 0 too early", lines: "process.exitCode = 0;", code: 3, said: "lost 3\n" },
  ] as const)("$title: $code", async ({ lines, code, said }) => {
    expect(await run(lines)).toEqual({ code, said });
  });

  it.each(["setTimeout(() => { throw new Error('broken'); });", "void Promise.reject(new Error('broken'));"])(
    "that throws before it reports: 3, not 1, which means that tests failed: %s",
    async (lines) => {
      expect(await run(lines)).toEqual({ code: 3, said: "lost 3\n" });
    },
  );
});
