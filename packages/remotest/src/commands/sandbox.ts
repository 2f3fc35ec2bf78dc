import { listed, UsageError } from "@remotest/core";
import { clean, cleanText, serviceLine } from "@remotest/reporters";
import type { SandboxService, StartEvent } from "@remotest/sandbox";
import { setLine } from "../output/set-line.ts";
import { readOwnOptions } from "../plan/option-problems.ts";
import type { Command } from "../command-line/command.ts";

const options = {
  port: { type: "integer", min: 0, max: 65_535, default: 4010, doc: "The port to listen on; 0 takes a free port." },
  speed: {
    type: "integer",
    min: 1,
    max: 100_000,
    default: 1,
    doc: "How many times faster its clock runs than a real one.",
  },
} as const;

export const sandboxCommand: Command = {
  name: "sandbox",
  words: "",
  summary: "Serve every service on this machine, to try a pipeline without an account.",
  examples: () => [
    { line: "sandbox", does: "Listens on port 4010 until you stop it with Ctrl-C." },
    { line: "sandbox --port 0", does: "Takes a free port and prints the address." },
    { line: "sandbox --speed 20", does: "Finishes a run in one second instead of 20." },
  ],
  options,
  reads: [],
  async run({ line }, platform) {
    const { port, speed } = readOwnOptions(line, platform.env, options);
    const { namedParts, scenarioInWords, services, startSandbox } = await import("@remotest/sandbox");
    const onStart = ({ service, id, name, rerunOf }: StartEvent): void => {
      const what = rerunOf === undefined ? `run ${id}` : `rerun ${id} of ${rerunOf}`;
      const said = serviceLine(`${service}: ${what}, ${JSON.stringify(name)}, ${scenarioInWords(name)}.`);
      platform.stderr.write(clean`${said}\n`);
    };
    // A real service never reuses a number, so a restarted sandbox must not start with yesterday's.
    const firstTestset = 251_929 + (Math.floor(Date.now() / 1000) % 100_000_000);
    const sandbox = await startSandbox({ port, speed, firstTestset, onStart }).catch((error: unknown) => {
      if (error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES"))
        throw new UsageError([{ message: `--port: cannot listen on ${port}: ${error.message}.` }]);
      throw error;
    });
    platform.stdout.write(clean`${serviceLine(sandbox.url)}\n`);
    const shown = { services: Object.values(services), parts: namedParts, remotest: platform.calledAs };
    platform.stderr.write(cleanText(instructions(sandbox.url, shown)));
    platform.onInterrupt((signal) => new Error(signal));
    await new Promise((stop) => platform.interrupted.addEventListener("abort", stop, { once: true }));
    await sandbox.close();
    return 0;
  },
};

/** Returns what to type in another terminal, so that it runs as it is. */
function instructions(
  url: string,
  {
    services,
    parts,
    remotest = "remotest",
  }: {
    readonly services: readonly SandboxService[];
    readonly parts: readonly string[];
    readonly remotest: string | undefined;
  },
): string {
  const blocks = services.map(({ title, account, before, example, describedAt }) => {
    const lines = [setLine(account(url)), ...before, `${remotest} run ${example}`];
    return `${title}${describedAt ? ` (${describedAt(url)})` : ""}\n${lines.map((line) => `  ${line}`).join("\n")}\n`;
  });
  const deciding = listed(
    services.map(({ title, decidedBy }) => `${decidedBy} (${title})`),
    "or",
  );
  return `The sandbox is listening at ${url}; stop it with Ctrl-C. Copy these lines into another terminal.

${blocks.join("\n")}
${deciding.charAt(0).toUpperCase()}${deciding.slice(1)} decides how a run ends: put
${listed(parts, "or")} anywhere in it. Any other run passes.

`;
}
