// The task itself: `execution` of task.json. The agent reads the result from the log. The exit code is 0 only after that:
// without `task.complete`, the agent treats a process that ends with 0 as a success.
import process from "node:process";
import { runPlugin } from "@remotest/plugin";
import { failUntilReported } from "@remotest/plugin";
import manifest from "remotest/package.json" with { type: "json" };
import { withAgentProxy } from "./agent-proxy.ts";
import { azure } from "./azure.ts";
import { publishResults } from "./published-results.ts";
import { loadTaskLibrary } from "./task-library.ts";
import { completion, lastWords, taskResult } from "./task-result.ts";

const { markReported, leave } = failUntilReported(process, lastWords);

async function runTask(): Promise<void> {
  const library = await loadTaskLibrary();
  const task = { env: withAgentProxy(process.env, library), on: process.on.bind(process), leave };
  const { report, isStarted } = await runPlugin(azure(library), task, manifest.version);
  if (report) publishResults(report, library);
  const started = "Started; another step must come back to the run.";
  const reason = isStarted ? started : (report?.verdict.reason ?? "Nothing was sent; see the log.");
  const result = isStarted ? "Succeeded" : taskResult(report?.verdict);
  process.stdout.write(`${completion(result, reason).toString()}\n`, (error) => {
    if (!error) markReported(0);
  });
}

void runTask();
