// The task itself: `execution` of task.json. The agent reads the result from the log; the exit code is always 0.
import process from "node:process";
import { runPlugin } from "../../remotest/src/plugin/run-plugin.ts";
import manifest from "../../remotest/package.json" with { type: "json" };
import { withAgentProxy } from "./agent-proxy.ts";
import { azure } from "./azure.ts";
import { loggingCommand } from "./logging-command.ts";
import { publishCommands } from "./published-results.ts";
import { taskResult } from "./task-result.ts";

async function runTask(): Promise<void> {
  const env = withAgentProxy(process.env);
  const task = { env, on: process.on.bind(process), exit: () => process.exit(0) };
  const { report } = await runPlugin(azure({ env, stdout: process.stdout }), task, manifest.version);
  if (report) process.stdout.write(publishCommands(report, env));
  const reason = report?.verdict.reason ?? "Nothing was sent; the log says why.";
  process.stdout.write(loggingCommand("task.complete", { result: taskResult(report?.verdict) }, reason));
}

void runTask();
