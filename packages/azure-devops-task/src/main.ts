// The task itself: `execution` of task.json. The agent reads the result from the log. The exit code is 0 only once that is
// told: without `task.complete` the agent takes a process that ends with 0 for a success.
import process from "node:process";
import { runPlugin } from "@remotest/plugin";
import { unfinished } from "@remotest/plugin";
import manifest from "remotest/package.json" with { type: "json" };
import { withAgentProxy } from "./agent-proxy.ts";
import { azure } from "./azure.ts";
import { publishCommands } from "./published-results.ts";
import { completeCommand, lastWords, taskResult } from "./task-result.ts";

const { told, leave } = unfinished(process, lastWords);

async function runTask(): Promise<void> {
  const env = withAgentProxy(process.env);
  const task = { env, on: process.on.bind(process), leave };
  const { report } = await runPlugin(azure({ env, stdout: process.stdout }), task, manifest.version);
  if (report) process.stdout.write(publishCommands(report, env));
  const reason = report?.verdict.reason ?? "Nothing was sent; the log says why.";
  process.stdout.write(completeCommand(taskResult(report?.verdict), reason), (error) => {
    if (!error) told(0);
  });
}

void runTask();
