import { spawn } from "node:child_process";

/** The end of a program, whatever it was. */
export interface End {
  readonly code: number | string;
  /** Everything that it printed on stdout and stderr. */
  readonly log: string;
  readonly stdout: string;
}

/** Runs a program with only this environment; after two minutes it is stopped. */
export function execute(
  program: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<End> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: 120_000 });
    let [log, stdout] = ["", ""];
    child.stdout.on("data", (text: Buffer) => {
      log += text.toString("utf8");
      stdout += text.toString("utf8");
    });
    child.stderr.on("data", (text: Buffer) => (log += text.toString("utf8")));
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code: code ?? signal ?? "", log, stdout }));
  });
}
