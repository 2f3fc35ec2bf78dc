import { UsageError } from "@remotest/core";
import { readOwnOptions } from "../plan/option-problems.ts";
import type { Command } from "../command-line/command.ts";

const options = {
  port: { type: "integer", min: 0, max: 65_535, default: 4010, doc: "The port to listen on; 0 takes a free one." },
  speed: {
    type: "integer",
    min: 1,
    max: 100_000,
    default: 1,
    doc: "How many times faster than the real services its clock runs.",
  },
} as const;

export const sandboxCommand: Command = {
  name: "sandbox",
  words: "",
  summary: "Both services on this machine, for trying a pipeline without an account.",
  options,
  reads: [],
  async run({ line }, platform) {
    const { port, speed } = readOwnOptions(line, platform.env, options);
    const { startSandbox } = await import("@remotest/sandbox");
    // No service gives a number twice, so that the one of yesterday is another one.
    const firstTestset = 251_929 + (Math.floor(Date.now() / 1000) % 100_000_000);
    const sandbox = await startSandbox({ port, speed, firstTestset }).catch((error: unknown) => {
      if (error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES"))
        throw new UsageError([{ message: `--port: ${port} cannot be listened on: ${error.message}.` }]);
      throw error;
    });
    platform.stdout.write(`${sandbox.url}\n`);
    platform.stderr.write(
      `The sandbox listens; stop it with Ctrl-C.
  apptest.ai   ${sandbox.url}/openapi/v2   user demo, key demo
  Mendix ATS   ${sandbox.url}/ws           token demo (append ?wsdl to a service's address)
  A run's name or template decides how it goes: pass, fail, flaky, slow, error, maintenance.
`,
    );
    platform.onInterrupt((signal) => new Error(signal));
    await new Promise((stop) => platform.interrupted.addEventListener("abort", stop, { once: true }));
    await sandbox.close();
    return 0;
  },
};
