import { UsageError } from "@remotest/core";
import { readOwnOptions } from "../plan/option-problems.ts";
import type { Command } from "../command-line/command.ts";

const options = {
  port: { type: "integer", min: 0, max: 65_535, default: 4010, doc: "The port to listen on; 0 takes a free port." },
  speed: {
    type: "integer",
    min: 1,
    max: 100_000,
    default: 1,
    doc: "How many times faster its clock runs than that of the real services.",
  },
} as const;

export const sandboxCommand: Command = {
  name: "sandbox",
  words: "",
  summary: "Serve both services on this machine, to try a pipeline without an account.",
  examples: () => [
    { line: "sandbox", does: "Listens on port 4010 until you stop it with Ctrl-C." },
    { line: "sandbox --port 0", does: "Takes a free port and prints the address." },
    { line: "sandbox --speed 20", does: "Finishes a run in one second instead of 20." },
  ],
  options,
  reads: [],
  async run({ line }, platform) {
    const { port, speed } = readOwnOptions(line, platform.env, options);
    const { startSandbox } = await import("@remotest/sandbox");
    // A real service never reuses a number, so a restarted sandbox must not start with yesterday's.
    const firstTestset = 251_929 + (Math.floor(Date.now() / 1000) % 100_000_000);
    const sandbox = await startSandbox({ port, speed, firstTestset }).catch((error: unknown) => {
      if (error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES"))
        throw new UsageError([{ message: `--port: cannot listen on ${port}: ${error.message}.` }]);
      throw error;
    });
    platform.stdout.write(`${sandbox.url}\n`);
    platform.stderr.write(
      `The sandbox is listening; stop it with Ctrl-C.
  apptest.ai   ${sandbox.url}/openapi/v2   user demo, key demo
  Mendix ATS   ${sandbox.url}/ws           token demo (append ?wsdl to a service's address)
  A run's name or template decides what happens: pass, fail, flaky, slow, error, maintenance.
`,
    );
    platform.onInterrupt((signal) => new Error(signal));
    await new Promise((stop) => platform.interrupted.addEventListener("abort", stop, { once: true }));
    await sandbox.close();
    return 0;
  },
};
