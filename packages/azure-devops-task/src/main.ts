// The task itself: `execution` of task.json. The agent reads the result from the log. The exit code is 0 only once that is
// told: without `task.complete` the agent takes a process that ends with 0 for a success.
import process from "node:process";
import { runPlugin } from "@remotest/plugin";
import { unfinished } from "@remotest/plugin";
import manifest from "remotest/package.json" with { type: "json" };
import { withAgentProxy } from "./agent-proxy.ts";
import { azure } from "./azure.ts";
import { publishResults } from "./published-results.ts";
import { loadTaskLibrary } from "./task-library.ts";
import { completion, lastWords, taskResult } from "./task-result.ts";

const { told, leave } = unfinished(process, lastWords);

async function runTask(): Promise<void> {
  const library = await loadTaskLibrary();
  const task = { env: withAgentProxy(process.env, library), on: process.on.bind(process), leave };
  const { report } = await runPlugin(azure(library), task, manifest.version);
  if (report) publishResults(report, library);
  const reason = report?.verdict.reason ?? "Nothing was sent; the log says why.";
  process.stdout.write(`${completion(taskResult(report?.verdict), reason).toString()}\n`, (error) => {
    if (!error) told(0);
  });
}

void runTask();
